import { Injectable } from '@nestjs/common';
import { DebtAccountsService } from '../debt-accounts/debt-accounts.service.js';
import type { Caller } from '../platform/auth/caller.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import type { Page } from '../platform/http/answers.js';
import { Cursors, type Position } from '../platform/pagination/cursors.js';
import { listOf } from '../platform/pagination/list-query.js';
import { jitRequests } from './timeline-calls.js';
import { ledgerEntries } from './timeline-entries.js';
import { auditEvents } from './timeline-events.js';
import { paymentsSettled, paymentsTaken } from './timeline-payments.js';
import type { FoundItem, TimelinePosition } from './timeline-source.js';
import type { TimelineItemView, TimelineQuery } from './timeline.types.js';

const SOURCES = [ledgerEntries, auditEvents, jitRequests, paymentsTaken, paymentsSettled];

/** Everything that happened to an account, of whatever room. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly debtAccounts: DebtAccountsService,
    private readonly cursors: Cursors,
  ) {}

  /**
   * Newest first. Each source gives as much as a whole page could need, and the newest of all are shown.
   * @throws DomainError `not_found`
   */
  async list(caller: Caller, ref: string, query: TimelineQuery): Promise<Page<TimelineItemView>> {
    const { id, external_id: externalId } = await this.debtAccounts.read(caller, ref);
    const list = listOf(`timeline of ${id}`, query);
    const position = toPosition(this.cursors.position(list));
    const found = await Promise.all(
      SOURCES.map((source) => source.read(this.prisma, { id, externalId }, position, list.limit + 1)),
    );
    const newest = found.flat().sort(newestFirst);
    return this.cursors.page(
      list,
      newest.slice(0, list.limit + 1),
      ({ exactAt, item }) => [exactAt, item.type, item.id],
      ({ item }) => item,
    );
  }
}

function toPosition(position: Position | null): TimelinePosition | null {
  if (position === null) return null;
  const [at = '', type = '', id = ''] = position;
  return { at, type, id };
}

/** Exact times, types and ids, as texts, are in their own order. */
function newestFirst(a: FoundItem, b: FoundItem): number {
  return (
    descending(a.exactAt, b.exactAt) ||
    descending(a.item.type, b.item.type) ||
    descending(a.item.id, b.item.id)
  );
}

function descending(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? 1 : -1;
}
