import {
  any,
  anyOf,
  entity,
  list,
  may,
  mayBeOneOf,
  type Attributes,
  type TypeRule,
} from './gotransverse.schema-rules.js';

const billCycle = (attributes: Attributes = {}): TypeRule =>
  entity({
    name: 'string',
    startDate: 'dateTime',
    endDate: 'dateTime',
    billCycleType: 'BillCycleType',
    autoBill: 'boolean',
    usePaymentTerm: 'boolean',
    status: 'AccountingStatus',
    currencyType: 'CurrencyType',
    ...attributes,
  });
const reason = entity({ name: 'string', description: 'string', status: 'string', reasonType: 'ReasonType' });

const BILL_CYCLES = {
  dailyBillCycle: 'DailyBillCycle',
  monthlyBillCycle: 'MonthlyBillCycle',
  quarterlyBillCycle: 'QuarterlyBillCycle',
  yearlyBillCycle: 'YearlyBillCycle',
  segmentedMonthlyBillCycle: 'SegmentedMonthlyBillCycle',
};
export const PARTIES = { person: 'Person', organization: 'Organization' };
export const ADDRESSES = {
  emailAddress: 'EmailAddress',
  postalAddress: 'PostalAddress',
  telecomAddress: 'TelecomAddress',
};

/**
 * The parts of API 1.29 that Arrears writes and reads, by reference sections 3.1 to 3.11: names, order, choices
 * and datatypes are as strict as the vendor's. Nothing is required of an entity, because the vendor's own samples
 * send entities with nothing but their eid. What 1.33 adds is not in it: it is not sent.
 */
export const ENTITIES: Readonly<Record<string, TypeRule>> = {
  BillingAccount: entity(
    {
      accountNum: 'string',
      externalAccountNum: 'string',
      billType: 'BillType',
      automaticRecurringPayment: 'boolean',
      status: 'BillingAccountStatus',
      pendingChargesTotal: 'decimal',
      balance: 'decimal',
      startDate: 'dateTime',
      endDate: 'dateTime',
      taxExempt: 'boolean',
      currencyType: 'CurrencyType',
      nextInvoiceDate: 'dateTime',
    },
    [
      mayBeOneOf(BILL_CYCLES),
      mayBeOneOf(PARTIES),
      may('billingAccountCategory', 'BillingAccountCategory'),
      may('customFieldValues', 'CustomFieldValues'),
      may('people', 'People'),
      may('paymentTerm', 'PaymentTerm'),
      may('parentBillingAccount', 'BillingAccount'),
    ],
  ),
  BillCycle: billCycle(),
  DailyBillCycle: billCycle(),
  MonthlyBillCycle: billCycle({ dayOfMonth: 'int' }),
  QuarterlyBillCycle: billCycle({ endMonth: 'int', dayOfMonth: 'int' }),
  YearlyBillCycle: billCycle({ dayOfYear: 'int' }),
  SegmentedMonthlyBillCycle: billCycle({ daysOfMonth: 'string' }),
  BillingAccountCategory: entity(
    {
      type: 'string',
      description: 'string',
      status: 'BillingAccountCategoryStatus',
      conversionCurrencyType: 'CurrencyType',
    },
    [may('paymentTerm', 'PaymentTerm')],
  ),
  PaymentTerm: entity({ name: 'string', termDays: 'int', graceDays: 'int' }),

  Person: entity(
    {
      taxIdNumber: 'string',
      firstName: 'string',
      lastName: 'string',
      middleName: 'string',
      suffix: 'string',
      dob: 'date',
      company: 'string',
      department: 'string',
      title: 'string',
    },
    [may('addresses', 'Addresses'), may('category', 'PartyCategory')],
  ),
  Organization: entity({ taxIdNumber: 'string', name: 'string' }, [may('addresses', 'Addresses')]),
  PartyCategory: entity({ name: 'string', description: 'string' }),
  People: list([any('person', 'Person')]),
  Addresses: { attributes: {}, content: [anyOf(ADDRESSES)] },
  PostalAddress: entity({
    purpose: 'PostalAddressPurpose',
    country: 'string',
    city: 'string',
    regionOrState: 'string',
    attention: 'string',
    postalCode: 'string',
    line1: 'string',
    line2: 'string',
  }),
  EmailAddress: entity({ purpose: 'EmailAddressPurpose', email: 'string' }),
  TelecomAddress: entity({
    purpose: 'TelecomAddressPurpose',
    dialingPrefix: 'string',
    countryCode: 'string',
    areaCode: 'string',
    number: 'string',
    extension: 'string',
  }),

  CustomFieldValues: list([any('customFieldValue', 'CustomFieldValue')]),
  CustomFieldValue: entity({ value: 'string' }, [may('customField', 'CustomField')]),
  CustomField: entity({
    customFieldType: 'CustomFieldType',
    name: 'string',
    description: 'string',
    enabled: 'boolean',
    searchable: 'boolean',
    fieldType: 'FieldType',
    fieldValidationType: 'FieldValidationType',
    regex: 'string',
  }),

  Adjustment: entity(
    {
      occurredOn: 'dateTime',
      amount: 'decimal',
      description: 'string',
      invoiced: 'boolean',
      credit: 'boolean',
      status: 'AdjustmentStatus',
      type: 'AdjustmentType',
      postedOn: 'dateTime',
      postedBy: 'string',
      manualInvoiceApplication: 'boolean',
      unappliedAmount: 'decimal',
      creditNumber: 'string',
    },
    [
      may('billedInvoice', 'Invoice'),
      may('billingAccount', 'BillingAccount'),
      may('reason', 'AdjustmentReason'),
      may('secondaryReason', 'AdjustmentReason'),
    ],
  ),
  AdjustmentReason: entity({
    name: 'string',
    description: 'string',
    status: 'AdjustmentReasonStatus',
    creditOnly: 'boolean',
    level: 'AdjustmentReasonLevel',
  }),
  AdjustmentConfiguration: {
    attributes: {
      occurredOn: 'dateTime',
      description: 'string',
      type: 'AdjustmentType',
      manualInvoiceApplication: 'boolean',
      amount: 'decimal',
      credit: 'boolean',
    },
    content: [may('reason', 'AdjustmentReason'), may('secondaryReason', 'AdjustmentReason')],
  },

  Payment: entity(
    {
      amount: 'decimal',
      description: 'string',
      authorization: 'string',
      reference: 'string',
      occurredOn: 'dateTime',
      useRecurringPayment: 'boolean',
      status: 'PaymentStatus',
      unappliedAmount: 'decimal',
      receivedAmount: 'decimal',
      refundedAmount: 'decimal',
      canceledAmount: 'decimal',
      receivedCurrency: 'CurrencyType',
      conversionRate: 'decimal',
      effectiveConversionRate: 'decimal',
      applyAutomatically: 'boolean',
    },
    [
      may('billingAccount', 'BillingAccount'),
      mayBeOneOf({
        cashPayment: 'CashPaymentMethod',
        checkPayment: 'CheckPaymentMethod',
        wireTransferPayment: 'WireTransferPaymentMethod',
        customPaymentMethod: 'CustomPaymentMethod',
      }),
    ],
  ),
  CashPaymentMethod: entity({}),
  CheckPaymentMethod: entity({
    checkNumber: 'string',
    routingNumber: 'string',
    accountNumber: 'string',
    customerName: 'string',
    description: 'string',
  }),
  WireTransferPaymentMethod: entity({ reference: 'string' }),
  CustomPaymentMethod: entity({ reference: 'string' }),
  Invoice: entity({}),
  Invoices: { attributes: {}, content: [any('invoice', 'Invoice')] },

  DeactivationReason: reason,
  SuspensionReason: reason,
  RefundReason: reason,
};
