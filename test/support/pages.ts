import { type Api, dataOf } from './api.js';

interface PageBody<T> {
  data: T[];
  meta: { next_cursor: string | null };
}

/** The items of one page. */
export async function pageOf<T>(api: Api, path: string): Promise<T[]> {
  return dataOf(await api.get(path), 200) as T[];
}

/**
 * All items of a list, `limit` at a time.
 * @param between what happens after each page
 */
export async function walk<T>(
  api: Api,
  path: string,
  limit: number,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<T[]> {
  const items: T[] = [];
  let cursor = '';
  for (;;) {
    const answer = await api.get(`${path}${path.includes('?') ? '&' : '?'}limit=${String(limit)}${cursor}`);
    dataOf(answer, 200);
    const { data, meta } = answer.body as PageBody<T>;
    items.push(...data);
    if (meta.next_cursor === null) return items;
    if (data.length !== limit) throw new Error(`A page before the last one has ${String(data.length)} items`);
    cursor = `&cursor=${encodeURIComponent(meta.next_cursor)}`;
    await between();
  }
}
