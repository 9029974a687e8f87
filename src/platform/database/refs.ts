/** Whether a text has a uuid's form, so that the database can compare it with one. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/**
 * Finds a record by what a caller calls it: its external id, else our uuid. PostgreSQL's text holds no NUL,
 * so such a reference names nothing.
 */
export async function findByRef<T>(
  ref: string,
  find: (where: { externalId: string } | { id: string }) => Promise<T | null>,
): Promise<T | null> {
  if (ref.includes('\0')) return null;
  const named = await find({ externalId: ref });
  return named === null && isUuid(ref) ? find({ id: ref }) : named;
}
