/** Bodies as the root element and what is in it, without a namespace, and whether the schema takes them. */
export interface SchemaSample {
  what: string;
  body: string;
  /** By ours and by the vendor's, without its required marks. */
  good: boolean;
}

const good = (what: string, body: string): SchemaSample => ({ what, body, good: true });
const bad = (what: string, body: string): SchemaSample => ({ what, body, good: false });

const account = (content: string, attributes = ''): string =>
  `<billingAccount ${attributes}>${content}</billingAccount>`;
const ADJUSTMENT = 'occurredOn="2026-01-31T00:00:00.000-06:00" amount="20.00"';
const TARGETS = '<billingAccount eid="9"/><reason eid="1" level="PRIMARY"/>';
const CYCLE_ATTRIBUTES =
  'eid="1" queryScope="SHALLOW" name="m" startDate="2026-01-01T00:00:00Z" endDate="2026-12-31T00:00:00Z" autoBill="true" usePaymentTerm="false" status="ACTIVE" currencyType="USD"';

const ACCOUNTS: readonly SchemaSample[] = [
  good('an empty account', '<billingAccount/>'),
  good('person, then category', account('<person eid="1"/><billingAccountCategory eid="2"/>')),
  bad('category, then person', account('<billingAccountCategory eid="2"/><person eid="1"/>')),
  bad('two parties', account('<organization eid="1"/><person eid="1"/>')),
  bad('two bill cycles', account('<dailyBillCycle eid="1"/><monthlyBillCycle eid="1"/>')),
  bad('a bill cycle of no kind', account('<billCycle eid="1"/>')),
  bad('a party before the bill cycle', account('<person eid="1"/><monthlyBillCycle eid="1"/>')),
  good(
    'custom fields without page attributes',
    account(
      '<customFieldValues><customFieldValue value="x"><customField eid="1"/></customFieldValue></customFieldValues>',
    ),
  ),
  good(
    'no custom fields, with page attributes',
    account(
      '<customFieldValues pageNumber="1" pageSize="0" totalElements="0" elementCount="0" totalPages="0"/>',
    ),
  ),
  bad('a page number that is none', account('<customFieldValues pageNumber="one"/>')),
  good('further people', account('<people><person firstName="A" lastName="B"/><person eid="1"/></people>')),
  bad('people before custom fields', account('<people/><customFieldValues/>')),
  good('a payment term by its eid', account('<paymentTerm eid="1"/>')),
  good('a payment term', account('<paymentTerm name="30" termDays="30" graceDays="-1"/>')),
  good(
    'a parent of a parent',
    account('<parentBillingAccount eid="1"><parentBillingAccount eid="2"/></parentBillingAccount>'),
  ),
  bad('two parents', account('<parentBillingAccount eid="1"/><parentBillingAccount eid="2"/>')),
  bad('a parent before the payment term', account('<parentBillingAccount eid="1"/><paymentTerm eid="1"/>')),
  good(
    "the vendor's update",
    account(
      '<billingAccountCategory eid="2"/>',
      'eid="1" billType="PAPER_EMAIL" automaticRecurringPayment="1"',
    ),
  ),
  good(
    'all attributes',
    account(
      '',
      'eid="1" queryScope="DEEP" accountNum="1" externalAccountNum="" billType="NONE" automaticRecurringPayment="false" status="FINAL_BILL" pendingChargesTotal="0" balance="-1.005" startDate="2026-01-01T00:00:00" endDate="2026-01-01T00:00:00.5Z" taxExempt="0" currencyType="CHF" nextInvoiceDate="2026-01-01T00:00:00+14:00"',
    ),
  ),
  bad('an attribute of orders', account('', 'referral="x"')),
  bad('an attribute of 1.33', account('', 'responsibleAccountEid="1"')),
  bad('an element of 1.33', account('<person eid="1"/><deactivationReason eid="1"/>')),
  bad('a bill type in small letters', account('', 'billType="none"')),
  bad('a status that is none', account('', 'status="OPEN"')),
  bad('a currency that is none', account('', 'currencyType="usd"')),
  bad('an eid that is no number', account('', 'eid="A1"')),
  bad('an eid beyond a long', account('', 'eid="9223372036854775808"')),
  bad('a flag that is none', account('', 'automaticRecurringPayment="no"')),
  bad('a balance with commas', account('', 'balance="1,005.00"')),
  bad('text', account('x')),
  bad('a name in capitals', '<BillingAccount/>'),
];

const CYCLES: readonly SchemaSample[] = [
  good('a daily cycle', `<dailyBillCycle ${CYCLE_ATTRIBUTES} billCycleType="Daily"/>`),
  good('a monthly cycle', `<monthlyBillCycle ${CYCLE_ATTRIBUTES} billCycleType="Monthly" dayOfMonth="31"/>`),
  good('a quarterly cycle', `<quarterlyBillCycle ${CYCLE_ATTRIBUTES} endMonth="3" dayOfMonth="31"/>`),
  good('a yearly cycle', `<yearlyBillCycle ${CYCLE_ATTRIBUTES} dayOfYear="366"/>`),
  good('a segmented cycle', `<segmentedMonthlyBillCycle ${CYCLE_ATTRIBUTES} daysOfMonth="1,15"/>`),
  bad('a daily cycle with a day of the month', '<dailyBillCycle dayOfMonth="1"/>'),
  bad('a day of the month that is no number', '<monthlyBillCycle dayOfMonth="first"/>'),
  bad('a cycle type in small letters', '<billCycle billCycleType="monthly"/>'),
  good(
    'a category',
    '<billingAccountCategory eid="1" type="x" description="y" status="BA_CATEGORY_ACTIVE" conversionCurrencyType="EUR"><paymentTerm eid="1"/></billingAccountCategory>',
  ),
  bad('a category with the status of others', '<billingAccountCategory status="ACTIVE"/>'),
];

const PARTIES: readonly SchemaSample[] = [
  good(
    'addresses in any order',
    '<person><addresses><telecomAddress purpose="HOME" dialingPrefix="1" countryCode="1" areaCode="512" number="5550100" extension="1"/><emailAddress purpose="SECONDARY" email="a"/><postalAddress purpose="SHIPPING" country="USA" city="A" regionOrState="TX" attention="x" postalCode="00501" line1="a" line2="b"/><emailAddress purpose="PAYMENT"/></addresses><category eid="1"/></person>',
  ),
  good(
    'a person with all attributes',
    '<person eid="1" taxIdNumber="1" firstName="A" lastName="B" middleName="C" suffix="D" dob="1980-02-29" company="E" department="F" title="G"/>',
  ),
  bad('category before addresses', '<person><category eid="1"/><addresses/></person>'),
  bad('addresses twice', '<person><addresses/><addresses/></person>'),
  bad('an address that is not in addresses', '<person><emailAddress purpose="PRIMARY"/></person>'),
  bad('a birth with a time', '<person dob="1980-02-03T00:00:00"/>'),
  bad('a birth on no day', '<person dob="1981-02-29"/>'),
  bad('a name of a person', '<person name="A B"/>'),
  good('an organization', '<organization eid="1" taxIdNumber="1" name="A"><addresses/></organization>'),
  bad('an organization with a first name', '<organization firstName="A"/>'),
  bad('an organization with a category', '<organization><category eid="1"/></organization>'),
  bad(
    'an e-mail address for billing',
    '<person><addresses><emailAddress purpose="BILLING"/></addresses></person>',
  ),
  bad(
    'a phone number of the work',
    '<person><addresses><telecomAddress purpose="WORK"/></addresses></person>',
  ),
  bad(
    'a primary postal address',
    '<person><addresses><postalAddress purpose="PRIMARY"/></addresses></person>',
  ),
  bad('a state that is called so', '<person><addresses><postalAddress state="TX"/></addresses></person>'),
  good(
    'an address for a party',
    '<addAddressToParty><person eid="1"/><postalAddress purpose="BILLING"/></addAddressToParty>',
  ),
  bad(
    'two addresses for a party',
    '<addAddressToParty><person eid="1"/><postalAddress/><emailAddress/></addAddressToParty>',
  ),
  bad(
    'an address before its party',
    '<addAddressToParty><postalAddress/><person eid="1"/></addAddressToParty>',
  ),
  bad('an address for a wrapper', '<addAddressToParty><person eid="1"/><addresses/></addAddressToParty>'),
];

const ADJUSTMENTS: readonly SchemaSample[] = [
  good(
    'a new adjustment',
    `<adjustment ${ADJUSTMENT} credit="false" type="MANUAL" description="x">${TARGETS}</adjustment>`,
  ),
  good(
    'all attributes of an adjustment',
    `<adjustment eid="1" ${ADJUSTMENT} invoiced="false" status="REVERSED" postedOn="2026-01-31T00:00:00Z" postedBy="a" manualInvoiceApplication="false" unappliedAmount="1" creditNumber="x"><billedInvoice eid="1"/>${TARGETS}<secondaryReason eid="2" level="SECONDARY"/></adjustment>`,
  ),
  good(
    'a reason by its eid',
    `<adjustment ${ADJUSTMENT}><billingAccount eid="9"/><reason eid="1"/></adjustment>`,
  ),
  bad(
    'reason before account',
    `<adjustment ${ADJUSTMENT}><reason eid="1" level="PRIMARY"/><billingAccount eid="9"/></adjustment>`,
  ),
  bad('the attribute posted', `<adjustment ${ADJUSTMENT} posted="true">${TARGETS}</adjustment>`),
  bad('a day for a time', `<adjustment occurredOn="2015-10-01" amount="1">${TARGETS}</adjustment>`),
  bad(
    'an amount with commas',
    `<adjustment occurredOn="2015-10-01T00:00:00" amount="1,005.00">${TARGETS}</adjustment>`,
  ),
  bad(
    'an amount with an exponent',
    `<adjustment occurredOn="2015-10-01T00:00:00" amount="1e3">${TARGETS}</adjustment>`,
  ),
  bad('a type of adjustment that is none', '<adjustment type="manual"/>'),
  bad('a level that is none', '<adjustment><reason eid="1" level="1"/></adjustment>'),
  bad(
    'a reason under its whole name',
    '<adjustment><billingAccount eid="9"/><adjustmentReason eid="1"/></adjustment>',
  ),
  good(
    'a reason by itself',
    '<adjustmentReason eid="1" name="a" description="b" status="CANCELED" creditOnly="true" level="SECONDARY"/>',
  ),
  good('post, by eid', '<postAdjustment><adjustment eid="1"/></postAdjustment>'),
  bad('post of two', '<postAdjustment><adjustment eid="1"/><adjustment eid="2"/></postAdjustment>'),
  bad('post without one', '<postAdjustment/>'),
  bad('post with the eid as its own', '<postAdjustment eid="1"/>'),
  good('remove, by eid', '<removeAdjustment><adjustment eid="1"/></removeAdjustment>'),
  good('reverse', '<reverseAdjustment fullAmount="true"><adjustment eid="1"/></reverseAdjustment>'),
  bad('reverse of an amount', '<reverseAdjustment amount="1"><adjustment eid="1"/></reverseAdjustment>'),
  good(
    'reverse a debit',
    '<reverseDebitAdjustment description="x"><adjustment eid="1"/><reason eid="1"/></reverseDebitAdjustment>',
  ),
  bad(
    'reverse a debit, reason first',
    '<reverseDebitAdjustment><reason eid="1"/><adjustment eid="1"/></reverseDebitAdjustment>',
  ),
  good(
    'add to an account',
    '<addAdjustmentToBillingAccount><billingAccount eid="9"/><adjustmentConfiguration occurredOn="2026-01-31T00:00:00Z" type="MANUAL" amount="1" credit="true" description="x" manualInvoiceApplication="false"><reason eid="1" level="PRIMARY"/><secondaryReason eid="2" level="SECONDARY"/></adjustmentConfiguration></addAdjustmentToBillingAccount>',
  ),
  bad(
    'add an adjustment itself to an account',
    '<addAdjustmentToBillingAccount><billingAccount eid="9"/><adjustment eid="1"/></addAdjustmentToBillingAccount>',
  ),
];

const COMMANDS: readonly SchemaSample[] = [
  good(
    'deactivate',
    '<deactivateBillingAccount><billingAccount eid="9"/><startDate>2026-01-31T00:00:00</startDate><notes> </notes><reason eid="1" name="a" description="b" status="x" reasonType="Deactivation"/></deactivateBillingAccount>',
  ),
  good(
    'suspend, without date and notes',
    '<suspendBillingAccount><billingAccount eid="9"/><reason eid="1"/></suspendBillingAccount>',
  ),
  bad(
    'suspend, reason before notes',
    '<suspendBillingAccount><billingAccount eid="9"/><reason eid="1"/><notes>x</notes></suspendBillingAccount>',
  ),
  bad(
    'suspend, notes before date',
    '<suspendBillingAccount><billingAccount eid="9"/><notes>x</notes><startDate>2026-01-31T00:00:00</startDate><reason eid="1"/></suspendBillingAccount>',
  ),
  bad('suspend without reason', '<suspendBillingAccount><billingAccount eid="9"/></suspendBillingAccount>'),
  bad(
    'suspend on a day',
    '<suspendBillingAccount><billingAccount eid="9"/><startDate>2026-01-31</startDate><reason eid="1"/></suspendBillingAccount>',
  ),
  bad(
    'suspend with its date in an attribute',
    '<suspendBillingAccount startDate="2026-01-31T00:00:00"><billingAccount eid="9"/><reason eid="1"/></suspendBillingAccount>',
  ),
  good('resume', '<resumeBillingAccount><billingAccount eid="9"/><notes>x</notes></resumeBillingAccount>'),
  bad(
    'resume with a reason',
    '<resumeBillingAccount><billingAccount eid="9"/><reason eid="1"/></resumeBillingAccount>',
  ),
  good(
    'move',
    '<moveBillingAccountToBillCycle><billingAccount eid="9"/><billCycle eid="1"/></moveBillingAccountToBillCycle>',
  ),
  bad(
    'move to a monthly one',
    '<moveBillingAccountToBillCycle><billingAccount eid="9"/><monthlyBillCycle eid="1"/></moveBillingAccountToBillCycle>',
  ),
  good(
    'add a parent',
    '<addParentBillingAccount validFrom="2026-01-31T00:00:00Z"><billingAccount eid="9"/><parentBillingAccount eid="7"/></addParentBillingAccount>',
  ),
  good(
    'change a parent',
    '<changeParentBillingAccount><billingAccount eid="9"/><parentBillingAccount eid="7"/></changeParentBillingAccount>',
  ),
  good(
    'remove a parent',
    '<removeParentBillingAccount validTo="2026-01-31T00:00:00Z"><billingAccount eid="9"/><parentBillingAccount eid="7"/></removeParentBillingAccount>',
  ),
  bad(
    'remove a parent from a time on',
    '<removeParentBillingAccount validFrom="2026-01-31T00:00:00Z"><billingAccount eid="9"/><parentBillingAccount eid="7"/></removeParentBillingAccount>',
  ),
  bad(
    'a parent before its child',
    '<addParentBillingAccount><parentBillingAccount eid="7"/><billingAccount eid="9"/></addParentBillingAccount>',
  ),
  good(
    'add a person',
    '<addPersonToBillingAccount><billingAccount eid="9"/><person eid="1"/></addPersonToBillingAccount>',
  ),
  good(
    'remove a person',
    '<removePersonFromBillingAccount><billingAccount eid="9"/><person eid="1"/></removePersonFromBillingAccount>',
  ),
  bad(
    'add an organization',
    '<addPersonToBillingAccount><billingAccount eid="9"/><organization eid="1"/></addPersonToBillingAccount>',
  ),
  good(
    'add a custom field',
    '<addCustomFieldValueToBillingAccount><billingAccount eid="9"/><customFieldValue value="x"><customField eid="1"/></customFieldValue></addCustomFieldValueToBillingAccount>',
  ),
  good(
    'remove a custom field',
    '<removeCustomFieldValueFromBillingAccount><billingAccount eid="9"/><customFieldValue eid="1"/></removeCustomFieldValueFromBillingAccount>',
  ),
  bad(
    'the name of the path',
    '<addCustomFieldValue><billingAccount eid="9"/><customFieldValue value="x"/></addCustomFieldValue>',
  ),
  bad(
    'two custom fields',
    '<addCustomFieldValueToBillingAccount><billingAccount eid="9"/><customFieldValue eid="1"/><customFieldValue eid="2"/></addCustomFieldValueToBillingAccount>',
  ),
  good(
    'a custom field',
    '<customField eid="1" customFieldType="BILLING_ACCOUNT" name="a" description="" enabled="true" searchable="false" fieldType="TEXT_FIELD" fieldValidationType="CUSTOM" regex=".*"/>',
  ),
  bad('a custom field of a kind that is none', '<customField customFieldType="ACCOUNT"/>'),
  bad('a value as text', '<customFieldValue>x</customFieldValue>'),
];

const PAYMENTS: readonly SchemaSample[] = [
  good(
    'in cash',
    '<payment amount="1.00" reference="x" occurredOn="2026-01-31T00:00:00Z"><billingAccount eid="9"/><cashPayment/></payment>',
  ),
  good(
    'by a method of its own',
    '<payment amount="1" description="a" authorization="b" useRecurringPayment="false" status="COMPLETED" applyAutomatically="true" receivedCurrency="USD"><billingAccount eid="9"/><customPaymentMethod reference="x"/></payment>',
  ),
  good(
    'by check',
    '<payment amount="1"><checkPayment checkNumber="1" routingNumber="2" accountNumber="3" customerName="a" description="b"/></payment>',
  ),
  good(
    'by wire',
    '<payment amount="1" unappliedAmount="0" receivedAmount="1" refundedAmount="0" canceledAmount="0" conversionRate="1.0" effectiveConversionRate="1"><wireTransferPayment reference="x"/></payment>',
  ),
  bad('by two methods', '<payment amount="1"><cashPayment/><wireTransferPayment/></payment>'),
  bad('in cash with a reference', '<payment amount="1"><cashPayment reference="x"/></payment>'),
  bad('method before account', '<payment amount="1"><cashPayment/><billingAccount eid="9"/></payment>'),
  bad('by the name of the page', '<payment amount="1"><tokenizedCreditCardPayment/></payment>'),
  bad('a status that is none', '<payment amount="1" status="POSTED"/>'),
  good(
    'cancel',
    '<cancelPayment partial="false" description="x" occurredOn="2026-01-31T00:00:00Z"><payment eid="1"/><reason eid="1"/></cancelPayment>',
  ),
  bad(
    'cancel, reason first',
    '<cancelPayment partial="false"><reason eid="1"/><payment eid="1"/></cancelPayment>',
  ),
  good(
    'reverse',
    '<reversePayment description="x" occurredOn="2026-01-31T00:00:00Z"><payment eid="1"/><reason eid="1"/></reversePayment>',
  ),
  bad(
    'reverse in part',
    '<reversePayment partial="true"><payment eid="1"/><reason eid="1"/></reversePayment>',
  ),
  bad('reverse without a reason', '<reversePayment><payment eid="1"/></reversePayment>'),
  good(
    'apply',
    '<applyPayment><payment eid="1"/><invoices><invoice eid="1"/><invoice eid="2"/></invoices></applyPayment>',
  ),
  good('apply to whatever is open', '<applyPayment><payment amount="1"/></applyPayment>'),
  bad(
    'apply to an invoice without its list',
    '<applyPayment><payment eid="1"/><invoice eid="1"/></applyPayment>',
  ),
];

export const SCHEMA_SAMPLES: readonly SchemaSample[] = [
  ...ACCOUNTS,
  ...CYCLES,
  ...PARTIES,
  ...ADJUSTMENTS,
  ...COMMANDS,
  ...PAYMENTS,
];
