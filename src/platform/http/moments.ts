/** A time as answers tell it: RFC 3339, UTC. */
export function momentOrNull(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
