import { Prisma } from '../platform/database/generated/client.js';
import { exactTime, toldTime } from '../platform/pagination/time-keyset.js';
import { before, type TimelineSource } from './timeline-source.js';

interface EventRow {
  at: string;
  id: string;
  action: string;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  record_kind: string;
  record_id: string;
  reason: string | null;
  request_id: string | null;
  changes: Record<string, unknown>;
}

const AT = Prisma.sql`event.occurred_at`;
const ID = Prisma.sql`event.id`;

/** The audit trail of the account; that an entry was posted, the ledger tells already. */
export const auditEvents: TimelineSource = {
  type: 'audit_event',
  async read(reader, account, position, limit) {
    const rows = await reader.$queryRaw<EventRow[]>`
      SELECT ${exactTime(AT)} AS at, id, action, actor_kind, actor_id, actor_name, record_kind, record_id, reason,
             request_id, changes
        FROM audit_events event
       WHERE debt_account_id = ${account.id}::uuid AND action <> 'ledger_entry.posted'
         AND ${before('audit_event', position, AT, ID)}
       ORDER BY occurred_at DESC, id DESC LIMIT ${limit}`;
    return rows.map(({ at, id, ...row }) => ({
      exactAt: at,
      item: { at: toldTime(at), type: 'audit_event', id, summary: summaryOf({ at, id, ...row }), ...row },
    }));
  },
};

function summaryOf(row: EventRow): string {
  const actor = row.actor_kind === 'cli' ? `${row.actor_name} at the command line` : row.actor_name;
  const reason = row.reason === null ? '' : ` Reason: ${row.reason}`;
  return `${actor} ${whatWasDone(row)}.${reason}`;
}

function whatWasDone({ action, changes }: EventRow): string {
  switch (action) {
    case 'debt_account.created':
      return `created the account${changes['status'] === 'active' ? '' : ` as ${text(changes['status'])}`}`;
    case 'debt_account.changed':
      return changed(changes);
    case 'customer.revealed':
      return `looked at ${names(changes['fields']).join(', ')} of the customer`;
    case 'billing_account.sent':
      return changes['part'] === 'balance'
        ? "sent the account's balance to Gotransverse"
        : 'sent the account to Gotransverse';
    default:
      return `did "${action}"`;
  }
}

function changed(changes: Record<string, unknown>): string {
  const others = names(changes['fields']).filter((name) => name !== 'status');
  const listed = others.join(', ');
  const status = changes['status'];
  if (typeof status !== 'object' || status === null) return `changed ${listed}`;
  const { from, to } = status as { from?: unknown; to?: unknown };
  return `changed the status from ${text(from)} to ${text(to)}${others.length === 0 ? '' : `, and ${listed}`}`;
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? 'unknown');
}
