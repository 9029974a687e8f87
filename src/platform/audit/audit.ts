import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '../auth/caller.js';
import type { Prisma } from '../database/generated/client.js';
import type { Transaction } from '../database/prisma.service.js';

/** What happened, to which record. */
export interface AuditedEvent {
  /** Noun and verb, such as `customer.created`. */
  action: string;
  recordKind: string;
  recordId: string;
  /** The account that the event belongs to, where there is one. */
  debtAccountId?: string;
  /** Where it has none of its own, the caller's for the whole request counts. */
  reason?: string | null;
  /** What changed, by field. Never the values of encrypted fields. */
  changes?: Prisma.InputJsonObject;
}

/** Writes down who did what, in the transaction of the change itself: both happen or neither. */
export async function recordAudit(
  transaction: Transaction,
  caller: Caller,
  ...events: readonly AuditedEvent[]
): Promise<void> {
  await transaction.auditEvent.createMany({
    data: events.map((event) => ({
      id: uuidv7(),
      actorKind: caller.kind,
      actorId: caller.id,
      actorName: caller.name,
      requestId: caller.requestId,
      ...event,
      reason: event.reason ?? caller.reason,
    })),
  });
}
