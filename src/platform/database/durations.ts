import { Prisma } from './generated/client.js';

/** So many milliseconds as PostgreSQL's interval, the next whole one. */
export function milliseconds(ms: number): Prisma.Sql {
  return Prisma.sql`${Math.ceil(ms)}::double precision * interval '1 millisecond'`;
}
