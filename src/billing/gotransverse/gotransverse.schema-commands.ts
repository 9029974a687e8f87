import { ADDRESSES, PARTIES } from './gotransverse.schema-entities.js';
import {
  may,
  must,
  mustBeOneOf,
  type Attributes,
  type Particle,
  type TypeRule,
} from './gotransverse.schema-rules.js';

const command = (content: readonly Particle[], attributes: Attributes = {}): TypeRule => ({
  attributes,
  content,
});
const accountCommand = (content: readonly Particle[], attributes: Attributes = {}): TypeRule =>
  command([must('billingAccount', 'BillingAccount'), ...content], attributes);
const adjustmentCommand = (content: readonly Particle[], attributes: Attributes = {}): TypeRule =>
  command([must('adjustment', 'Adjustment'), ...content], attributes);
const paymentCommand = (content: readonly Particle[], attributes: Attributes = {}): TypeRule =>
  command([must('payment', 'Payment'), ...content], attributes);

/** The commands that Arrears gives, by reference section 3.11: each repeats its target as its first child. */
export const COMMANDS: Readonly<Record<string, TypeRule>> = {
  SuspendBillingAccount: accountCommand([
    may('startDate', 'dateTime'),
    may('notes', 'string'),
    must('reason', 'SuspensionReason'),
  ]),
  ResumeBillingAccount: accountCommand([may('startDate', 'dateTime'), may('notes', 'string')]),
  DeactivateBillingAccount: accountCommand([
    may('startDate', 'dateTime'),
    may('notes', 'string'),
    must('reason', 'DeactivationReason'),
  ]),
  MoveBillingAccountToBillCycle: accountCommand([must('billCycle', 'BillCycle')]),
  AddParentBillingAccount: accountCommand([must('parentBillingAccount', 'BillingAccount')], {
    validFrom: 'dateTime',
  }),
  ChangeParentBillingAccount: accountCommand([must('parentBillingAccount', 'BillingAccount')], {
    validFrom: 'dateTime',
  }),
  RemoveParentBillingAccount: accountCommand([must('parentBillingAccount', 'BillingAccount')], {
    validTo: 'dateTime',
  }),
  AddPersonToBillingAccount: accountCommand([must('person', 'Person')]),
  RemovePersonFromBillingAccount: accountCommand([must('person', 'Person')]),
  AddAddressToParty: command([mustBeOneOf(PARTIES), mustBeOneOf(ADDRESSES)]),
  AddCustomFieldValueToBillingAccount: accountCommand([must('customFieldValue', 'CustomFieldValue')]),
  RemoveCustomFieldValueFromBillingAccount: accountCommand([must('customFieldValue', 'CustomFieldValue')]),
  AddAdjustmentToBillingAccount: accountCommand([must('adjustmentConfiguration', 'AdjustmentConfiguration')]),
  PostAdjustment: adjustmentCommand([]),
  RemoveAdjustment: adjustmentCommand([]),
  ReverseAdjustment: adjustmentCommand([], { fullAmount: 'boolean' }),
  ReverseDebitAdjustment: adjustmentCommand(
    [may('reason', 'AdjustmentReason'), may('secondaryReason', 'AdjustmentReason')],
    { description: 'string' },
  ),
  ApplyPayment: paymentCommand([may('invoices', 'Invoices')]),
  CancelPayment: paymentCommand([must('reason', 'RefundReason')], {
    partial: 'boolean',
    description: 'string',
    occurredOn: 'dateTime',
  }),
  ReversePayment: paymentCommand([must('reason', 'RefundReason')], {
    description: 'string',
    occurredOn: 'dateTime',
  }),
};
