import { isDeepStrictEqual } from 'node:util';
import type { BenchDatabase } from './bench-databases.js';
import type { Contender, ContenderName } from './contenders.js';
import { sampleExternalIds } from './sample-accounts.js';

const SAMPLE = 400;
const COMPARED_HEADERS = ['content-type', 'cache-control'];

/**
 * Proves that all answer the same before their speed is compared: those with our statement byte by byte,
 * the ordinary way in what its JSON says.
 * @returns how many accounts were asked for
 */
export async function assertSameAnswers(
  contenders: ReadonlyMap<ContenderName, Contender>,
  database: BenchDatabase,
  token: string,
): Promise<number> {
  const ids = await sampleExternalIds(database.serviceUrl, SAMPLE);
  for (const id of ids) {
    const path = `/jit/${token}?debt_account_external_id=${encodeURIComponent(id)}`;
    let model: { name: string; body: string; headers: (string | null)[] } | undefined;
    for (const [name, { port }] of contenders) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      const body = await answer.text();
      const headers = COMPARED_HEADERS.map((header) => answer.headers.get(header));
      if (answer.status !== 200) throw new Error(`${name} answers ${answer.status} for the account ${id}`);
      model ??= { name, body, headers };
      const same =
        name === 'Nest + Prisma include'
          ? saysTheSame(body, model.body)
          : body === model.body && isDeepStrictEqual(headers, model.headers);
      if (!same)
        throw new Error(
          `${name} and ${model.name} answer differently for the account ${id}:\n${body}\n${model.body}`,
        );
    }
  }
  return ids.length;
}

function saysTheSame(one: string, other: string): boolean {
  return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}
