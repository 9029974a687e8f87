import { expect, test } from '@jest/globals';
import { personSource, references } from '../../../test/support/account-sources.js';
import type { AccountContent } from './account-content.types.js';
import { mapAccount } from './account.mapper.js';
import { differencesOf } from './content-difference.js';

function content(): AccountContent {
  const mapped = mapAccount(personSource(), references());
  if ('refusals' in mapped) throw new Error('It is refused');
  return mapped.content;
}

function changesTo(changes: Partial<AccountContent>, before: AccountContent = content()): string[] {
  return differencesOf(before, { ...before, ...changes }).map(
    ({ part, field, by }) => `${part} ${field}: ${by}`,
  );
}

test('the same content has no differences, whatever the order of its attributes', () => {
  const before = content();
  const reversed = Object.fromEntries(Object.entries(before.party.attributes).reverse());

  expect(differencesOf(before, JSON.parse(JSON.stringify(before)) as AccountContent)).toEqual([]);
  expect(changesTo({ party: { kind: 'person', attributes: reversed } })).toEqual([]);
});

test('what each change is made by', () => {
  const before = content();

  expect(changesTo({ account: { ...before.account, billType: 'EMAIL' } })).toEqual([
    'account billType: updateAccount',
  ]);
  expect(changesTo({ category: { eid: '81' } })).toEqual(['category eid: updateAccount']);
  expect(changesTo({ billCycle: { element: 'dailyBillCycle', eid: '9' } })).toEqual([
    'billCycle eid: moveToBillCycle',
  ]);
  expect(
    changesTo({
      party: { kind: 'person', attributes: { ...before.party.attributes, lastName: 'Roe', title: 'Dr' } },
    }),
  ).toEqual(['party lastName: updateParty', 'party title: updateParty']);
  expect(changesTo({ parentEid: '7' })).toEqual(['parent eid: addParent']);
  expect(changesTo({ parentEid: '8' }, { ...before, parentEid: '7' })).toEqual(['parent eid: changeParent']);
  expect(changesTo({ parentEid: null }, { ...before, parentEid: '7' })).toEqual(['parent eid: removeParent']);
});

test('an address replaces the one of its kind and purpose', () => {
  const [postal, email, phone] = content().addresses;
  const moved = {
    kind: 'postalAddress',
    attributes: { ...postal!.attributes, line1: '1 Main St', line2: '#2' },
  } as const;

  expect(changesTo({ addresses: [phone!, moved, email!] })).toEqual([
    'address postalAddress BILLING line1: addAddress',
    'address postalAddress BILLING line2: addAddress',
  ]);
  expect(
    changesTo({ addresses: [postal!, email!, phone!] }, { ...content(), addresses: [postal!, email!] }),
  ).toContain('address telecomAddress MOBILE number: addAddress');
});

test('custom fields are added, updated and taken away one by one', () => {
  const [first, second, ...others] = content().customFields;

  expect(
    changesTo({ customFields: [{ ...first!, value: 'x' }, ...others, { eid: '905', value: '' }] }),
  ).toEqual([
    'customField 901: updateCustomFieldValue',
    `customField ${second!.eid}: removeCustomFieldValue`,
    'customField 905: addCustomFieldValue',
  ]);
});

test('what nothing can change is said, with why and how to mend it', () => {
  const before = content();
  const { suffix, ...attributes } = before.party.attributes;
  expect(suffix).toBe('Jr.');

  const gone = differencesOf(before, {
    ...before,
    party: { kind: 'person', attributes },
    addresses: before.addresses.slice(1),
  });

  expect(gone.map(({ part, field, by }) => [part, field, by])).toEqual([
    ['party', 'suffix', 'nothing'],
    ['address', 'postalAddress BILLING', 'nothing'],
  ]);
  expect(gone.map(({ remark }) => remark)).toEqual([
    expect.stringContaining('by hand'),
    expect.stringContaining('by hand'),
  ]);
  expect(JSON.stringify(gone)).not.toContain('Interesting Street');
});

test('a party of another kind is not changed, and neither are its addresses', () => {
  const differences = differencesOf(content(), {
    ...content(),
    party: { kind: 'organization', attributes: { name: 'Acme' } },
    addresses: [],
  });

  expect(differences).toEqual([
    { part: 'party', field: 'kind', by: 'nothing', remark: expect.stringContaining('organization') },
  ]);
});

test('the currency is not changed', () => {
  const before = content();
  const euros = { ...before, account: { ...before.account, currencyType: 'EUR' as 'USD' } };

  expect(differencesOf(euros, before)).toMatchObject([{ field: 'currencyType', by: 'nothing' }]);
});
