import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { addConfiguredAdjustment } from './adjustments.js';
import { addCustomFieldValues, removeCustomFieldValue } from './custom-field-values.js';
import { childNamed, dateTimeOf, eidIn, required } from './elements.js';
import type { Account, AccountStatus } from './records.js';
import { invalid } from './refusal.js';
import type { Call, Command, Desk, Outcome } from './resource.js';

const ENDED: readonly AccountStatus[] = ['DEACTIVATED', 'FINAL_BILL', 'CLOSED'];

/** The commands of billing accounts, by their path. */
export function accountCommands(desk: Desk): Record<string, Command<Account>> {
  return { ...statusCommands(desk), ...parentCommands(desk), ...otherCommands(desk) };
}

function statusCommands(desk: Desk): Record<string, Command<Account>> {
  const { accounts } = desk.books;
  return {
    suspend: command('suspendBillingAccount', 'nothing', (row, body) => {
      if (row.status !== 'ACTIVE') throw invalid(`an account that is ${row.status} cannot be suspended`);
      accounts.put({ ...row, status: 'SUSPENDED', reasonEid: reasonOf(desk, body, 'Suspension') });
    }),
    resume: command('resumeBillingAccount', 'nothing', (row, body) => {
      startOf(desk, body);
      if (row.status !== 'SUSPENDED')
        throw invalid(`an account that is ${row.status} cannot be resumed; reactivation is not allowed`);
      const { reasonEid: _reason, ...rest } = row;
      accounts.put({ ...rest, status: 'ACTIVE' });
    }),
    deactivate: command('deactivateBillingAccount', 'nothing', (row, body) => {
      if (ENDED.includes(row.status))
        throw invalid(`an account that is ${row.status} cannot be deactivated again`);
      const reasonEid = reasonOf(desk, body, 'Deactivation');
      accounts.put({ ...row, status: 'DEACTIVATED', endDate: startOf(desk, body), reasonEid });
    }),
  };
}

function parentCommands(desk: Desk): Record<string, Command<Account>> {
  const { accounts } = desk.books;
  return {
    addParentBillingAccount: command('addParentBillingAccount', 'add', (row, body) => {
      accounts.put({ ...row, parentEid: parentOf(desk, row, body) });
    }),
    changeParentBillingAccount: command('changeParentBillingAccount', 'update', (row, body) => {
      if (row.parentEid === undefined) throw invalid('the account has no parent to change');
      accounts.put({ ...row, parentEid: parentOf(desk, row, body) });
    }),
    removeParentBillingAccount: command('removeParentBillingAccount', 'update', (row, body) => {
      const { parentEid, ...rest } = row;
      if (parentEid === undefined || eidIn(body, 'parentBillingAccount') !== parentEid)
        throw invalid('parentBillingAccount is not the parent of the account');
      accounts.put(rest);
    }),
  };
}

function otherCommands(desk: Desk): Record<string, Command<Account>> {
  return {
    moveToBillCycle: command('moveBillingAccountToBillCycle', 'update', (row, body) => {
      const cycle = desk.books.referenceItem('billCycles', eidIn(body, 'billCycle'));
      if (cycle?.attributes['status'] !== 'ACTIVE')
        throw invalid('billCycle does not exist or is not active');
      desk.books.accounts.put({ ...row, billCycleEid: cycle.eid });
    }),
    addAdjustment: command('addAdjustmentToBillingAccount', 'add', (row, body, call) => {
      const configuration = childNamed(body, 'adjustmentConfiguration');
      if (configuration === undefined) throw invalid('adjustmentConfiguration is required');
      return { type: 'Adjustment', eid: addConfiguredAdjustment(desk, row, configuration, call) };
    }),
    addCustomFieldValue: command('addCustomFieldValueToBillingAccount', 'add', (row, body) => {
      const [added] = addCustomFieldValues(desk, row.eid, body.children);
      if (added === undefined) throw invalid('customFieldValue is required');
      return { type: 'CustomFieldValue', eid: added };
    }),
    removeCustomFieldValue: command('removeCustomFieldValueFromBillingAccount', 'update', (row, body) => {
      removeCustomFieldValue(desk, row.eid, eidIn(body, 'customFieldValue'));
    }),
  };
}

/** Each repeats its account in its body (reference 3.11). */
function command(
  root: string,
  answers: Command<Account>['answers'],
  work: (row: Account, body: XmlElement, call: Call) => Outcome | undefined,
): Command<Account> {
  return {
    root,
    answers,
    run: (row, body, call) => {
      if (eidIn(body, 'billingAccount') !== row.eid)
        throw invalid('billingAccount of the path and of the body differ');
      return work(row, body, call);
    },
  };
}

/** `startDate` of a command: an element. In the future or not, the sandbox acts at once. */
function startOf({ now }: Desk, body: XmlElement): string {
  const text = childNamed(body, 'startDate')?.text;
  return text === undefined ? now().toISOString() : dateTimeOf(text);
}

function reasonOf(desk: Desk, body: XmlElement, type: 'Suspension' | 'Deactivation'): string {
  startOf(desk, body);
  const found = childNamed(body, 'reason');
  if (found === undefined) throw invalid('reason is required');
  const reason = desk.books.referenceItem('reasons', required(found, 'eid'));
  if (reason?.attributes['reasonType'] !== type) throw invalid(`reason is no ${type} reason`);
  return reason.eid;
}

/** A child has one parent; linking it to another one moves it (reference 7.5). */
function parentOf({ books }: Desk, row: Account, body: XmlElement): string {
  const parent = books.accounts.get(eidIn(body, 'parentBillingAccount'));
  if (parent === undefined) throw invalid('parentBillingAccount does not exist');
  for (let above: Account | undefined = parent; above; above = books.accounts.get(above.parentEid))
    if (above.eid === row.eid) throw invalid('an account cannot be its own parent, not even by others');
  return parent.eid;
}
