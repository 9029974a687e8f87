import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import type { BillingAdjustment } from '../platform/database/generated/client.js';
import { BillingRecords } from './billing-records.js';
import type { PlannedPayment } from './gotransverse/adjustment-plan.js';
import { paymentBody } from './gotransverse/gotransverse.bodies.js';
import type { PaymentView } from './gotransverse/gotransverse.money-answers.js';
import type { XmlElement } from './gotransverse/gotransverse.xml.js';
import { isMadePayment, NO_STATUS } from './ours-there.js';
import { accepted, AttemptEnded, type Push } from './push-attempt.js';

/**
 * Brings payments that Tratta took as payments: each is told by its reference, which no other payment there may have,
 * and counts as brought once it was seen there.
 */
@Injectable()
export class AccountPayments {
  constructor(
    private readonly records: BillingRecords,
    private readonly clock: Clock,
  ) {}

  /** Looked up first, new account or not: another account may have a payment of its reference. */
  async begin(push: Push, accountEid: string, planned: PlannedPayment): Promise<void> {
    const there = await this.find(push, accountEid, planned, null);
    if (there === undefined) await this.make(push, accountEid, planned);
    else await this.note(push, planned, there, null);
  }

  /** Goes on with what a former attempt began. */
  async finish(
    push: Push,
    accountEid: string,
    row: BillingAdjustment,
    planned: PlannedPayment,
  ): Promise<void> {
    const { attempt } = push;
    const there = await this.find(push, accountEid, planned, row.eid);
    if (there !== undefined) return this.note(push, planned, there, row.eid);
    if (row.eid !== null) throw this.notShown(push, row, row.eid);
    if (attempt.isUnsettled(createStep(planned))) await attempt.notFound('the payment');
    await this.make(push, accountEid, planned);
  }

  private async make(push: Push, accountEid: string, planned: PlannedPayment): Promise<void> {
    const { attempt, client, books } = push;
    const outcome = await attempt.sendOnce(
      createStep(planned),
      () => client.createPayment(paymentBodyOf(accountEid, planned)),
      (transaction, { eid }) =>
        this.records.saveNewAdjustment(transaction, books.id, asRange(planned), { eid, posted: false }),
      (transaction) => this.records.saveNewAdjustment(transaction, books.id, asRange(planned)),
    );
    // Surely not made: by other settings it may be an adjustment yet.
    if (outcome.kind !== 'done')
      await attempt.learnt((transaction) =>
        this.records.dropUnmade(transaction, books.id, planned.lastSequence),
      );
    const { eid } = accepted(outcome, `The payment for entry ${String(planned.lastSequence)}`);
    const there = await this.find(push, accountEid, planned, eid);
    if (there === undefined)
      throw attempt.retries(`Gotransverse does not show the new payment EID ${eid} yet`);
    await this.note(push, planned, there, eid);
  }

  /** @param madeEid of the payment as it was made; somebody may have made another one there, in its stead */
  private async note(
    { attempt, books }: Push,
    planned: PlannedPayment,
    { eid }: PaymentView,
    madeEid: string | null,
  ): Promise<void> {
    await attempt.found(async (transaction) => {
      const key = { debtAccountId: books.id, lastSequence: planned.lastSequence };
      if (madeEid !== null && madeEid !== eid) await this.records.saveGone(transaction, key);
      await this.records.saveNewAdjustment(transaction, books.id, asRange(planned), { eid, posted: true });
    });
  }

  /** Payments are not deleted there: one that is not shown is not made a second time. */
  private notShown({ attempt }: Push, { createdAt }: BillingAdjustment, eid: string): AttemptEnded {
    const isFresh = this.clock.now().getTime() - createdAt.getTime() < attempt.settledAfterMs;
    return isFresh
      ? attempt.retries(`Gotransverse does not show the payment EID ${eid} yet`)
      : conflict(`Gotransverse shows the payment EID ${eid} no more, which was made from here`);
  }

  /**
   * The payment of that reference, where it is there.
   * @throws AttemptEnded `conflict` where it is another account's, of another amount, there twice, or taken back
   */
  private async find(
    { attempt, client }: Push,
    accountEid: string,
    planned: PlannedPayment,
    madeEid: string | null,
  ): Promise<PaymentView | undefined> {
    const entry = String(planned.lastSequence);
    const found = accepted(
      await attempt.read(() => client.findPayments(planned.paymentReference)),
      'The look-up of a payment by its reference',
    );
    const isOurs = (payment: PaymentView) => payment.eid === madeEid || payment.accountEid === accountEid;
    const [others] = found.filter((payment) => !isOurs(payment) && isMadePayment(payment));
    if (others !== undefined)
      throw conflict(
        `Gotransverse has a payment of the reference of entry ${entry} already, EID ${others.eid}, on another account: whose it is, is for a person to say; take it back there, and send the account again`,
      );
    const ours = found.filter(isOurs);
    const [made, second] = ours.filter(isMadePayment);
    if (second !== undefined)
      throw conflict(
        `Gotransverse has two payments of the reference of entry ${entry} on this account; take one of them back there (one is EID ${second.eid})`,
      );
    const [undone] = ours;
    if (made === undefined && undone !== undefined)
      throw conflict(
        `Gotransverse's payment EID ${undone.eid} for entry ${entry} is ${undone.status ?? NO_STATUS}: it does not count there, and does here. Make it again there, of the same reference and amount, and send the account again`,
      );
    if (made !== undefined && made.amountCents !== -planned.amountCents)
      throw conflict(
        `Gotransverse's payment EID ${made.eid} has the reference of entry ${entry} and another amount: ${String(made.amountCents)} cents there, ${String(-planned.amountCents)} here; take it back there, and send the account again`,
      );
    return made;
  }
}

/** The body of a payment, by a method that holds nothing of a card or a bank. */
export function paymentBodyOf(accountEid: string, planned: PlannedPayment): XmlElement {
  return paymentBody({
    accountEid,
    amountCents: -planned.amountCents,
    reference: planned.paymentReference,
    occurredOn: planned.occurredAt,
    method: 'customPaymentMethod',
  });
}

function asRange({ firstSequence, lastSequence, amountCents }: PlannedPayment) {
  return { form: 'payment', firstSequence, lastSequence, amountCents } as const;
}

function createStep({ lastSequence }: PlannedPayment): string {
  return `create_payment ${String(lastSequence)}`;
}

function conflict(reason: string): AttemptEnded {
  return new AttemptEnded({ state: 'conflict', reason });
}
