import { type PendingPaymentState, Prisma } from '../platform/database/generated/client.js';
import { dollars } from '../platform/money/dollars.js';
import { exactTime, toldTime } from '../platform/pagination/time-keyset.js';
import {
  before,
  type TimelineAccount,
  type TimelinePosition,
  type TimelineReader,
  type TimelineSource,
} from './timeline-source.js';

interface PaymentRow {
  at: string;
  id: string;
  amount: bigint;
  state: PendingPaymentState;
  reference: string;
  submitted_at: Date;
  scheduled_at: Date | null;
}

const ID = Prisma.sql`payment.id`;
const SETTLED: Record<PendingPaymentState, string> = {
  pending: 'is not posted yet',
  posted: 'was posted to the ledger',
  released: 'did not come, and no longer lowers what is told',
  reversed: 'was reversed',
};

/** Payments that Tratta took, when we heard of them. */
export const paymentsTaken: TimelineSource = {
  type: 'payment_taken',
  async read(reader, account, position, limit) {
    const rows = await readPayments(
      reader,
      account,
      'payment_taken',
      Prisma.sql`payment.created_at`,
      position,
      limit,
    );
    return rows.map(({ at, ...row }) => ({
      exactAt: at,
      item: {
        at: toldTime(at),
        type: 'payment_taken',
        id: row.id,
        summary: `Tratta took a payment of ${dollars(row.amount)}${forLater(row.scheduled_at)}.`,
        amount: Number(row.amount),
        reference: row.reference,
        submitted_at: row.submitted_at.toISOString(),
        scheduled_at: row.scheduled_at?.toISOString() ?? null,
        state: row.state,
      },
    }));
  },
};

/** What became of them. */
export const paymentsSettled: TimelineSource = {
  type: 'payment_settled',
  async read(reader, account, position, limit) {
    const rows = await readPayments(
      reader,
      account,
      'payment_settled',
      Prisma.sql`payment.settled_at`,
      position,
      limit,
    );
    return rows.map(({ at, ...row }) => ({
      exactAt: at,
      item: {
        at: toldTime(at),
        type: 'payment_settled',
        id: row.id,
        summary: `The payment of ${dollars(row.amount)} that Tratta took ${SETTLED[row.state]}.`,
        amount: Number(row.amount),
        reference: row.reference,
        state: row.state,
      },
    }));
  },
};

function readPayments(
  reader: TimelineReader,
  account: TimelineAccount,
  type: 'payment_taken' | 'payment_settled',
  time: Prisma.Sql,
  position: TimelinePosition | null,
  limit: number,
): Promise<PaymentRow[]> {
  return reader.$queryRaw<PaymentRow[]>`
    SELECT ${exactTime(time)} AS at, id, amount, state, reference, submitted_at, scheduled_at
      FROM pending_payments payment
     WHERE debt_account_id = ${account.id}::uuid AND ${time} IS NOT NULL AND ${before(type, position, time, ID)}
     ORDER BY ${time} DESC, id DESC LIMIT ${limit}`;
}

function forLater(scheduledAt: Date | null): string {
  return scheduledAt === null ? '' : ` for ${scheduledAt.toISOString().slice(0, 10)}`;
}
