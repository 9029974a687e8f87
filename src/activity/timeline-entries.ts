import { type EntryKind, Prisma } from '../platform/database/generated/client.js';
import { dollars } from '../platform/money/dollars.js';
import { exactTime, toldTime } from '../platform/pagination/time-keyset.js';
import { before, type FoundItem, type TimelineSource } from './timeline-source.js';

interface EntryRow {
  at: string;
  id: string;
  sequence: bigint;
  kind: EntryKind;
  amount: bigint;
  balance_after: bigint;
  occurred_at: Date;
  reference: string | null;
  reverses: string | null;
  reversed_kind: EntryKind | null;
  reason: string | null;
  posted_by: string | null;
  request_id: string | null;
}

const AT = Prisma.sql`entry.recorded_at`;
const ID = Prisma.sql`entry.id`;

/** The ledger. Who posted an entry stands in its own audit event, or in that of the change that brought it. */
export const ledgerEntries: TimelineSource = {
  type: 'ledger_entry',
  async read(reader, account, position, limit) {
    const rows = await reader.$queryRaw<EntryRow[]>`
      WITH entry AS (
        SELECT * FROM ledger_entries entry
         WHERE debt_account_id = ${account.id}::uuid AND ${before('ledger_entry', position, AT, ID)}
         ORDER BY recorded_at DESC, id DESC LIMIT ${limit}),
      change AS (
        SELECT (jsonb_array_elements(changes->'entries'))::bigint AS sequence, actor_name, request_id
          FROM audit_events
         WHERE debt_account_id = ${account.id}::uuid AND action IN ('debt_account.created', 'debt_account.changed')
           AND jsonb_typeof(changes->'entries') = 'array')
      SELECT ${exactTime(AT)} AS at, entry.id, entry.sequence, entry.kind, entry.amount, entry.balance_after,
             entry.occurred_at, entry.reference, entry.reason, reversed.id AS reverses, reversed.kind AS reversed_kind,
             coalesce(own.actor_name, change.actor_name) AS posted_by, coalesce(own.request_id, change.request_id) AS request_id
        FROM entry
        LEFT JOIN ledger_entries reversed
          ON (reversed.debt_account_id, reversed.sequence) = (entry.debt_account_id, entry.reverses_sequence)
        LEFT JOIN audit_events own
          ON own.record_kind = 'ledger_entry' AND own.record_id = entry.id AND own.action = 'ledger_entry.posted'
        LEFT JOIN change ON change.sequence = entry.sequence
       ORDER BY entry.recorded_at DESC, entry.id DESC`;
    return rows.map(toFound);
  },
};

function toFound({ at, reversed_kind, ...row }: EntryRow): FoundItem {
  return {
    exactAt: at,
    item: {
      at: toldTime(at),
      type: 'ledger_entry',
      id: row.id,
      summary: summaryOf({ ...row, at, reversed_kind }),
      sequence: Number(row.sequence),
      kind: row.kind,
      amount: Number(row.amount),
      balance_after: Number(row.balance_after),
      occurred_at: row.occurred_at.toISOString(),
      reference: row.reference,
      reverses: row.reverses,
      reason: row.reason,
      posted_by: row.posted_by,
      request_id: row.request_id,
    },
  };
}

function summaryOf(row: EntryRow): string {
  const reference = row.reference === null ? '' : ` (${row.reference})`;
  const by = row.posted_by === null ? '' : ` by ${row.posted_by}`;
  return `${whatHappened(row, reference)}${by}; ${dollars(row.balance_after)} was owed afterwards.`;
}

function whatHappened({ kind, amount, reversed_kind }: EntryRow, reference: string): string {
  const size = dollars(amount < 0n ? -amount : amount);
  switch (kind) {
    case 'placement':
      return amount < 0n ? `${size} of the placement was taken back` : `${size} was placed`;
    case 'reversal':
      return `The ${reversed_kind ?? 'entry'} of ${size} was reversed${reference}`;
    case 'adjustment':
      return `The balance was adjusted ${amount < 0n ? 'down' : 'up'} by ${size}${reference}`;
    case 'interest':
      return `Interest of ${size}${reference} was posted`;
    case 'payment':
    case 'fee':
    case 'cost':
      return `A ${kind} of ${size}${reference} was posted`;
  }
}
