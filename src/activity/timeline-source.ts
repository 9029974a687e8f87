import { Prisma } from '../platform/database/generated/client.js';
import type { PrismaService } from '../platform/database/prisma.service.js';
import type { TimelineItemView } from './timeline.types.js';

export type TimelineReader = Pick<PrismaService, '$queryRaw'>;

/** Whose timeline. */
export interface TimelineAccount {
  id: string;
  externalId: string;
}

/** Where the last page ended: the last item's exact time, type and id. */
export interface TimelinePosition {
  at: string;
  type: string;
  id: string;
}

/** An item, with its time as exact as the database has it. */
export interface FoundItem {
  exactAt: string;
  item: TimelineItemView;
}

/** One kind of thing that happens to an account; newest first, and of the same time the greater id first. */
export interface TimelineSource {
  type: TimelineItemView['type'];
  read(
    reader: TimelineReader,
    account: TimelineAccount,
    position: TimelinePosition | null,
    limit: number,
  ): Promise<FoundItem[]>;
}

/** What a source has before the position, in the order of (time, type, id) over all sources. */
export function before(
  type: TimelineItemView['type'],
  position: TimelinePosition | null,
  at: Prisma.Sql,
  id: Prisma.Sql,
): Prisma.Sql {
  if (position === null) return Prisma.sql`true`;
  const time = Prisma.sql`${position.at}::timestamptz`;
  if (type < position.type) return Prisma.sql`${at} <= ${time}`;
  if (type > position.type) return Prisma.sql`${at} < ${time}`;
  return Prisma.sql`${at} <= ${time} AND (${at}, ${id}) < (${time}, ${position.id}::uuid)`;
}
