import {
  booleanIn,
  centsIn,
  eidOf,
  referenceIn,
  UnreadableAnswerError,
  type Eid,
  type ListShape,
} from './gotransverse.answers.js';
import type { XmlElement } from './gotransverse.xml.js';

export interface AdjustmentView {
  eid: Eid;
  accountEid?: Eid | undefined;
  /** `PENDING` does not count in the balance yet, `POSTED` does, `REVERSED` does no more. */
  status?: string | undefined;
  /** Empty where there is none. Ours begins with its token. */
  description: string;
  amountCents: bigint;
  /** True lowers what is owed. Undefined where it is not told: the vendor's default is blank. */
  credit?: boolean | undefined;
  /** A debit that an invoice holds cannot be reversed. */
  invoiced?: boolean | undefined;
  type?: string | undefined;
  occurredOn?: string | undefined;
}

export interface PaymentView {
  eid: Eid;
  accountEid?: Eid | undefined;
  status?: string | undefined;
  reference?: string | undefined;
  amountCents: bigint;
  occurredOn?: string | undefined;
}

export function readAdjustment(adjustment: XmlElement): AdjustmentView {
  const { status, description = '', type, occurredOn } = adjustment.attributes;
  return {
    eid: eidOf(adjustment),
    accountEid: referenceIn(adjustment, 'billingAccount'),
    status,
    description,
    amountCents: amountOf(adjustment),
    credit: booleanIn(adjustment, 'credit'),
    invoiced: booleanIn(adjustment, 'invoiced'),
    type,
    occurredOn,
  };
}

export const ADJUSTMENTS: ListShape<AdjustmentView> = {
  list: 'adjustments',
  items: { adjustment: readAdjustment },
};

export const PAYMENTS: ListShape<PaymentView> = { list: 'payments', items: { payment: readPayment } };

function readPayment(payment: XmlElement): PaymentView {
  const { status, reference, occurredOn } = payment.attributes;
  return {
    eid: eidOf(payment),
    accountEid: referenceIn(payment, 'billingAccount'),
    status,
    reference,
    amountCents: amountOf(payment),
    occurredOn,
  };
}

function amountOf(money: XmlElement): bigint {
  const cents = centsIn(money, 'amount');
  if (cents === undefined) throw new UnreadableAnswerError(`${money.name} has no amount`);
  return cents;
}
