import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { atMost, childNamed, dateTimeOf, eidIn, picked, required } from './elements.js';
import { centsOf, decimalOf } from './money.js';
import type { Payment } from './records.js';
import { invalid } from './refusal.js';
import {
  eidKey,
  keysOfNothing,
  ownEid,
  textKey,
  type Call,
  type Command,
  type Desk,
  type Resource,
} from './resource.js';
import type { Views } from './views.js';

const TEXTS = ['description', 'authorization', 'reference'];

/** Methods whose members are no card or bank data, and those members. */
const PLAIN_METHODS: Readonly<Record<string, readonly string[]>> = {
  cashPayment: [],
  customPaymentMethod: ['reference'],
  wireTransferPayment: ['reference'],
};
/** Taken as well, but nothing of what they hold is kept. */
const OTHER_METHODS = [
  ...['bankPayment', 'checkPayment', 'creditCardPayment', 'referencedCreditCardPayment', 'payPalPayment'],
  ...['payByPayPalPayment', 'mobileCarrierPayment', 'tokenizedCreditCardPaymentMethod'],
];

export function payments(desk: Desk, views: Views): Resource<Payment> {
  const { books } = desk;
  const table = books.payments;
  const find = (eid: string): Payment | undefined => table.get(eid);
  return {
    name: 'payments',
    root: 'payment',
    entity: 'Payment',
    keys: {
      eid: ownEid(find),
      accountNum: textKey(({ accountEid }) => books.accounts.get(accountEid)?.accountNum),
      billingAccountEid: eidKey(
        ({ accountEid }) => accountEid,
        (value) => table.by('accountEid', value),
      ),
      occurredOn: { type: 'dateTime', values: ({ occurredOn }) => [occurredOn, occurredOn.slice(0, 10)] },
      status: textKey(({ status }) => status),
      reference: textKey(
        ({ attributes }) => attributes['reference'],
        (value) => table.by('reference', value),
      ),
      authorization: textKey(({ attributes }) => attributes['authorization']),
      unappliedAmount: {
        type: 'decimal',
        values: ({ status, amountCents }) => [decimalOf(status === 'COMPLETED' ? amountCents : 0)],
      },
      ...keysOfNothing<Payment>('token'),
    },
    requiredKeys: [
      ...['eid', 'accountNum', 'billingAccountEid', 'occurredOn', 'status', 'reference', 'authorization'],
      'token',
    ],
    find,
    all: () => table.values(),
    view: (row, scope) => views.payment(row, scope),
    create: (body, call) => createPayment(desk, body, call),
    commands: {
      cancel: undoing(desk, 'cancelPayment', 'CANCELED'),
      reverse: undoing(desk, 'reversePayment', 'VOID'),
    },
  };
}

function createPayment(desk: Desk, body: XmlElement, { visibleFromMs }: Call): string {
  const { books } = desk;
  const account = books.accounts.get(eidIn(body, 'billingAccount'));
  if (account === undefined) throw invalid('billingAccount is missing or does not exist');
  if (account.status === 'CLOSED') throw invalid('the account is CLOSED');
  const method = childNamed(body, ...Object.keys(PLAIN_METHODS), ...OTHER_METHODS);
  if (method === undefined) throw invalid('a payment method is required');
  const attributes = picked(body, TEXTS);
  for (const name of TEXTS) atMost(255, attributes[name], name);
  const { occurredOn } = body.attributes;
  return books.payments.put({
    eid: books.nextNumber('payment'),
    accountEid: account.eid,
    amountCents: centsOf(required(body, 'amount'), 'amount'),
    status: 'COMPLETED',
    occurredOn: occurredOn === undefined ? desk.now().toISOString() : dateTimeOf(occurredOn),
    attributes,
    method: { element: method.name, attributes: picked(method, PLAIN_METHODS[method.name] ?? []) },
    ...(visibleFromMs !== undefined && { visibleFromMs }),
  }).eid;
}

/** Both take the payment back as a whole; parts of payments are not played here. */
function undoing({ books }: Desk, root: string, status: 'CANCELED' | 'VOID'): Command<Payment> {
  return {
    root,
    answers: 'nothing',
    run: (row, body) => {
      if (eidIn(body, 'payment') !== row.eid) throw invalid('payment of the path and of the body differ');
      if (row.status !== 'COMPLETED') throw invalid(`a payment that is ${row.status} cannot be taken back`);
      if (body.attributes['partial'] === 'true') throw invalid('a part of a payment cannot be canceled here');
      const reason = books.referenceItem('reasons', eidIn(body, 'reason'));
      if (reason?.attributes['reasonType'] !== 'PaymentChange')
        throw invalid('reason is no PaymentChange reason');
      books.payments.put({ ...row, status });
    },
  };
}
