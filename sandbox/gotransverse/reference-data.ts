import { GOTRANSVERSE_SANDBOX_NAMES as NAMES } from '../../src/platform/config/gotransverse-sandbox-names.js';
import type { CycleKind, ReferenceItem } from './records.js';

/** What a tenant's people would have set up. Each kind has its own range of eids. */
export function referenceData() {
  return {
    billCycles: numbered(1_681, [
      cycle(NAMES.billCycle, 'Monthly', { dayOfMonth: '1' }),
      cycle('Daily', 'Daily'),
      cycle('Quarterly', 'Quarterly', { endMonth: '3', dayOfMonth: '1' }),
      cycle('Yearly', 'Yearly', { dayOfYear: '1' }),
      cycle('Former monthly', 'Monthly', { dayOfMonth: '15', status: 'SUSPENDED' }),
    ]),
    billingAccountCategories: numbered(81, [
      category(NAMES.accountCategory),
      category('Commercial debt'),
      category('Former debt', 'BA_CATEGORY_CANCELED'),
    ]),
    adjustmentReasons: numbered(131, [
      adjustmentReason(NAMES.placementReason),
      adjustmentReason(NAMES.debitReason),
      adjustmentReason(NAMES.creditReason, { creditOnly: 'true' }),
      adjustmentReason('Late fee'),
      adjustmentReason('Former reason', { status: 'CANCELED' }),
      adjustmentReason('Agreed by telephone', { level: 'SECONDARY' }),
    ]),
    reasons: numbered(211, [
      reason(NAMES.suspensionReason, 'Suspension'),
      reason(NAMES.deactivationReason, 'Deactivation'),
      reason('Recalled', 'Deactivation'),
      reason('Payment mistake', 'PaymentChange'),
    ]),
    customFields: numbered(311, [
      customField('Creditor ID'),
      customField('Creditor'),
      customField('Creditor account number'),
      customField('Former field', { enabled: 'false' }),
    ]),
    systemSettings: numbered(911, [
      setting('Max Number of API Entities Returned in Query Response', '50'),
      setting('Max Number of API Requests', '50'),
      setting('Overall Invoice Distribution', 'None'),
      setting('Mandatory Billing Address', 'FALSE'),
    ]),
  } satisfies Record<string, readonly ReferenceItem[]>;
}

type Attributes = Readonly<Record<string, string>>;

function numbered(first: number, items: readonly Attributes[]): readonly ReferenceItem[] {
  return items.map((attributes, at) => ({ eid: String(first + at), attributes }));
}

function cycle(name: string, billCycleType: CycleKind, more: Attributes = {}): Attributes {
  return {
    name,
    startDate: '2020-01-01T00:00:00.000Z',
    billCycleType,
    autoBill: 'false',
    usePaymentTerm: 'false',
    status: 'ACTIVE',
    ...more,
  };
}

function category(description: string, status = 'BA_CATEGORY_ACTIVE'): Attributes {
  return { type: 'STANDARD', description, status };
}

function adjustmentReason(name: string, more: Attributes = {}): Attributes {
  return { name, description: name, status: 'ACTIVE', creditOnly: 'false', level: 'PRIMARY', ...more };
}

function reason(name: string, reasonType: string): Attributes {
  return { name, description: name, status: 'ACTIVE', reasonType };
}

function customField(name: string, more: Attributes = {}): Attributes {
  return {
    customFieldType: 'BILLING_ACCOUNT',
    name,
    description: name,
    enabled: 'true',
    searchable: 'true',
    fieldType: 'TEXT_FIELD',
    fieldValidationType: 'TEXT',
    regex: '',
    ...more,
  };
}

function setting(name: string, value: string): Attributes {
  return { name, value };
}
