import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { adjustmentCommands } from './adjustment-commands.js';
import { adjustmentReasonOf } from './adjustment-reasons.js';
import { atMost, booleanOf, childNamed, dateTimeOf, eidIn, required } from './elements.js';
import { centsOf, decimalOf } from './money.js';
import type { Account, Adjustment } from './records.js';
import { invalid } from './refusal.js';
import { eidKey, keysOfNothing, ownEid, textKey, type Call, type Desk, type Resource } from './resource.js';
import type { Views } from './views.js';

export function adjustments(desk: Desk, views: Views): Resource<Adjustment> {
  const { books } = desk;
  const table = books.adjustments;
  const find = (eid: string): Adjustment | undefined => table.get(eid);
  const ofAccountNum = (accountNum: string): Adjustment[] =>
    books.accounts.by('accountNum', accountNum).flatMap(({ eid }) => table.by('accountEid', eid));
  return {
    name: 'adjustments',
    root: 'adjustment',
    entity: 'Adjustment',
    keys: {
      eid: ownEid(find),
      billingAccountEid: eidKey(
        ({ accountEid }) => accountEid,
        (value) => table.by('accountEid', value),
      ),
      accountNum: textKey(({ accountEid }) => books.accounts.get(accountEid)?.accountNum, ofAccountNum),
      creditNumber: textKey(({ creditNumber }) => creditNumber),
      status: textKey(({ status }) => status),
      occurredOn: { type: 'dateTime', values: ({ occurredOn }) => [occurredOn, occurredOn.slice(0, 10)] },
      unappliedAmount: {
        type: 'decimal',
        values: (row) => [decimalOf(row.credit && row.status === 'POSTED' ? row.amountCents : 0)],
      },
      credit: { type: 'boolean', values: ({ credit }) => [String(credit)] },
      ...keysOfNothing<Adjustment>('invoiceEid', 'invoiceNum'),
    },
    requiredKeys: ['eid', 'billingAccountEid', 'accountNum', 'invoiceEid', 'invoiceNum', 'creditNumber'],
    find,
    all: () => table.values(),
    view: (row, scope) => views.adjustment(row, scope),
    create: (body, call) => createAdjustment(desk, body, call),
    update: (row, body) => updateAdjustment(desk, row, body),
    remove: (row) => removeAdjustment(desk, row),
    commands: adjustmentCommands(desk),
  };
}

function createAdjustment(desk: Desk, body: XmlElement, call: Call): string {
  const found = childNamed(body, 'billingAccount');
  if (found === undefined) throw invalid('billingAccount is required');
  const account = desk.books.accounts.get(required(found, 'eid'));
  if (account === undefined) throw invalid('billingAccount does not exist');
  return addConfiguredAdjustment(desk, account, body, call);
}

/** A pending adjustment, from an `adjustment` or an `adjustmentConfiguration`: both name the same things. */
export function addConfiguredAdjustment(
  desk: Desk,
  account: Account,
  from: XmlElement,
  { visibleFromMs }: Call,
): string {
  if (account.status === 'CLOSED') throw invalid('the account is CLOSED');
  const credit = booleanOf(required(from, 'credit'));
  const { description, manualInvoiceApplication, type = 'MANUAL' } = from.attributes;
  atMost(255, description, 'description');
  const secondary = childNamed(from, 'secondaryReason');
  return desk.books.adjustments.put({
    eid: desk.books.nextNumber('adjustment'),
    accountEid: account.eid,
    reasonEid: adjustmentReasonOf(desk, childNamed(from, 'reason'), 'PRIMARY', credit),
    ...(secondary && {
      secondaryReasonEid: adjustmentReasonOf(desk, secondary, 'SECONDARY', credit),
    }),
    amountCents: centsOf(required(from, 'amount'), 'amount'),
    credit,
    status: 'PENDING',
    occurredOn: dateTimeOf(required(from, 'occurredOn')),
    type,
    ...(description !== undefined && { description }),
    ...(manualInvoiceApplication !== undefined && { manualInvoiceApplication }),
    invoiced: false,
    ...(visibleFromMs !== undefined && { visibleFromMs }),
  }).eid;
}

/** What is sent is changed, while it is pending. */
function updateAdjustment(desk: Desk, row: Adjustment, body: XmlElement): void {
  if (row.status !== 'PENDING') throw invalid(`an adjustment that is ${row.status} cannot be changed`);
  const accountEid = eidIn(body, 'billingAccount');
  if (accountEid !== undefined && accountEid !== row.accountEid)
    throw invalid('the account of an adjustment cannot be changed');
  const { amount, credit, occurredOn, description, type } = body.attributes;
  atMost(255, description, 'description');
  const now: Adjustment = {
    ...row,
    ...(amount !== undefined && { amountCents: centsOf(amount, 'amount') }),
    ...(credit !== undefined && { credit: booleanOf(credit) }),
    ...(occurredOn !== undefined && { occurredOn: dateTimeOf(occurredOn) }),
    ...(description !== undefined && { description }),
    ...(type !== undefined && { type }),
  };
  const reason = childNamed(body, 'reason');
  const reasonEid = reason ? adjustmentReasonOf(desk, reason, 'PRIMARY', now.credit) : row.reasonEid;
  desk.books.adjustments.put({ ...now, reasonEid });
}

function removeAdjustment({ books }: Desk, row: Adjustment): void {
  if (row.status !== 'PENDING') throw invalid(`an adjustment that is ${row.status} cannot be deleted`);
  books.adjustments.delete(row.eid);
}
