import { describe, expect, test } from '@jest/globals';
import type { BilledBooks } from './billing-books.js';
import type { AccountContent } from './gotransverse/account-content.types.js';
import { contentDifferencesThere, statusDifferenceThere, type WholeAccount } from './there-differences.js';

const WANTED: AccountContent = {
  account: {
    externalAccountNum: 'D-1',
    billType: 'NONE',
    automaticRecurringPayment: 'false',
    currencyType: 'USD',
  },
  billCycle: { element: 'monthlyBillCycle', eid: '1681' },
  category: { eid: '81' },
  party: { kind: 'person', attributes: { firstName: 'Jane', lastName: 'Roe', dob: '1980-02-03' } },
  addresses: [{ kind: 'emailAddress', attributes: { purpose: 'PRIMARY', email: 'jane@example.com' } }],
  customFields: [{ eid: '311', value: 'CR' }],
  parentEid: '7',
};

const THERE: WholeAccount = {
  account: {
    eid: '9',
    externalAccountNum: 'D-1',
    billType: 'NONE',
    party: { kind: 'person', eid: '21' },
    billCycle: { element: 'monthlyBillCycle', eid: '1681' },
    categoryEid: '81',
    parentEid: '7',
  },
  party: {
    kind: 'person',
    eid: '21',
    // Of the vendor's own, and of others, nothing is ours.
    attributes: { firstName: 'Jane', lastName: 'Roe', dob: '1980-02-03T00:00:00.000Z', title: 'Dr' },
    addresses: [
      {
        kind: 'emailAddress',
        attributes: { purpose: 'PRIMARY', email: 'jane@example.com', verified: 'true' },
      },
      { kind: 'emailAddress', attributes: { purpose: 'BILLING', email: 'others@example.com' } },
    ],
  },
  customFields: [
    { eid: '1', customFieldEid: '311', value: 'CR' },
    { eid: '2', customFieldEid: '999', value: 'of others' },
  ],
  ourFields: new Set(['311', '312']),
};

const BOOKS = {
  status: 'active',
  parent: null,
  source: { customer: { kind: 'person' } },
} as unknown as BilledBooks;

function found(there: Partial<WholeAccount>, wanted: Partial<AccountContent> = {}) {
  return contentDifferencesThere(BOOKS, { ...WANTED, ...wanted }, { ...THERE, ...there }, '21').map(
    ({ type, here, there: side, repairs }) => ({ type, here, there: side, repairs }),
  );
}

const resend = ['resend'];

describe('what was sent', () => {
  test('is there, whatever else is', () => {
    expect(found({})).toEqual([]);
  });

  test('and is not told is no difference', () => {
    expect(found({ party: { ...THERE.party!, addresses: undefined } })).toEqual([]);
  });

  test.each([
    ['another parent', { account: { ...THERE.account, parentEid: '8' } }, { type: 'content', here: { 'parent eid': '7' }, there: { 'parent eid': '8' }, repairs: resend }],
    ['invoices by mail', { account: { ...THERE.account, billType: 'PAPER' } }, { type: 'content', here: { billType: 'NONE' }, there: { billType: 'PAPER' }, repairs: resend }],
    ['another value of a field of ours', { customFields: [{ eid: '1', customFieldEid: '311', value: 'X' }] }, { type: 'content', here: { 'customField 311': 'CR' }, there: { 'customField 311': 'X' }, repairs: resend }],
    ['a value of a field of ours that has none here', { customFields: [...THERE.customFields, { eid: '3', customFieldEid: '312', value: 'X' }] }, { type: 'content', here: { 'customField 312': null }, there: { 'customField 312': 'X' }, repairs: resend }],
    ['a name that only they have', { party: { ...THERE.party!, attributes: { ...THERE.party!.attributes, middleName: 'Q' } } }, { type: 'party', here: { middleName: null }, there: { middleName: 'Q' }, repairs: [] }],
    ['a phone that only they have', { party: { ...THERE.party!, addresses: [...THERE.party!.addresses!, { kind: 'telecomAddress', attributes: { purpose: 'MOBILE', countryCode: '1', areaCode: '512', number: '5550100' } }] } }, { type: 'address', here: { 'telecomAddress MOBILE': null }, there: { 'telecomAddress MOBILE': 'MOBILE, 1, 512, 5550100' }, repairs: [] }],
    ['another party', { account: { ...THERE.account, party: { kind: 'person', eid: '22' } } }, { type: 'party', here: { party_eid: '21', kind: 'person' }, there: { party_eid: '22', kind: 'person' }, repairs: [] }],
    ['an organization', { account: { ...THERE.account, party: { kind: 'organization', eid: '21' } } }, { type: 'party', here: { party_eid: '21', kind: 'person' }, there: { party_eid: '21', kind: 'organization' }, repairs: [] }],
  ] as [string, Partial<WholeAccount>, object][])('has %s', (_what, there, difference) => {
    expect(found(there)).toEqual([difference]);
  }); // prettier-ignore

  test('leaves a parent that others linked where we link none', () => {
    expect(found({}, { parentEid: null })).toEqual([]);
  });
});

test.each([
  ['SUSPENDED', resend],
  ['CLOSED', []],
])('an account that is active here and %s there is told, with what can be done', (status, repairs) => {
  expect(statusDifferenceThere(BOOKS, '9', status)).toMatchObject([
    { type: 'status', here: { status: 'active' }, there: { status }, repairs },
  ]);
  expect(statusDifferenceThere(BOOKS, '9', 'COLLECTION')).toEqual([]);
});
