import { describe, expect, test } from '@jest/globals';
import { personSource, references } from '../../../test/support/account-sources.js';
import type { AccountContent, AccountSource, References, Remark } from './account-content.types.js';
import { mapAccount } from './account.mapper.js';

type Part = 'account' | 'customer' | 'location';

function sourceWith<P extends Part>(part: P, changes: Partial<AccountSource[P]>): AccountSource {
  const source = personSource();
  return { ...source, [part]: { ...source[part], ...changes } };
}

function mapped(
  source: AccountSource,
  changes: Partial<References> = {},
): { content: AccountContent; leftOut: Remark[] } {
  const result = mapAccount(source, references(changes));
  if ('refusals' in result) throw new Error(`It is refused: ${JSON.stringify(result.refusals)}`);
  return result;
}

function refused(source: AccountSource, changes: Partial<References> = {}): Remark[] {
  const result = mapAccount(source, references(changes));
  return 'refusals' in result ? result.refusals : [];
}

const fieldsOf = (remarks: readonly Remark[]): string[] => remarks.map(({ field }) => field);
const WHOLE_ADDRESS = personSource().customer.address;

test('a person with everything', () => {
  expect(mapped(personSource())).toEqual({
    content: {
      account: {
        externalAccountNum: 'ACC-0098',
        billType: 'NONE',
        automaticRecurringPayment: 'false',
        currencyType: 'USD',
      },
      billCycle: { element: 'monthlyBillCycle', eid: '1688' },
      category: { eid: '80' },
      party: {
        kind: 'person',
        attributes: {
          firstName: 'Tim',
          middleName: 'Q.',
          lastName: 'Curri',
          suffix: 'Jr.',
          dob: '1980-02-03',
        },
      },
      addresses: [
        {
          kind: 'postalAddress',
          attributes: {
            purpose: 'BILLING',
            country: 'USA',
            city: 'Austin',
            regionOrState: 'TX',
            postalCode: '78701',
            line1: '123 Interesting Street',
          },
        },
        { kind: 'emailAddress', attributes: { purpose: 'PRIMARY', email: 'tim@example.com' } },
        {
          kind: 'telecomAddress',
          attributes: { purpose: 'MOBILE', countryCode: '1', areaCode: '512', number: '5550100' },
        },
      ],
      customFields: [
        { eid: '901', value: 'L-1' },
        { eid: '902', value: 'Harbor Bank' },
        { eid: '903', value: '4111-0001' },
        { eid: '904', value: 'C-1' },
      ],
      parentEid: null,
    },
    leftOut: [],
  });
});

test('the content is plain data that JSON carries unaltered', () => {
  const { content } = mapped({ ...personSource(), parentEid: '7' });

  expect(content.parentEid).toBe('7');
  expect(JSON.parse(JSON.stringify(content))).toStrictEqual(content);
});

describe('the account number', () => {
  test('is the external id after the prefix, in its own case', () => {
    const { content } = mapped(sourceWith('account', { externalId: 'aBc 1' }), { accountPrefix: 'TEST-' });

    expect(content.account.externalAccountNum).toBe('TEST-aBc 1');
  });

  test('may have 50 characters, the prefix counted', () => {
    const source = sourceWith('account', { externalId: 'x'.repeat(46) });

    expect(mapped(source, { accountPrefix: 'abcd' }).content.account.externalAccountNum).toHaveLength(50);
    expect(fieldsOf(refused(source, { accountPrefix: 'abcde' }))).toEqual(['account.externalId']);
  });
});

describe('a name', () => {
  test('of its own, first and last, wins over the whole one', () => {
    const { content } = mapped(sourceWith('customer', { firstName: ' Timothy ', lastName: 'Curri-Roe' }));

    expect(content.party.attributes).toEqual({
      firstName: 'Timothy',
      lastName: 'Curri-Roe',
      dob: '1980-02-03',
    });
  });

  test('of its own in part fills in the split of the whole one', () => {
    const { content } = mapped(
      sourceWith('customer', { lastName: 'de Curri', suffix: 'III', dateOfBirth: null }),
    );

    expect(content.party.attributes).toEqual({
      firstName: 'Tim',
      middleName: 'Q.',
      lastName: 'de Curri',
      suffix: 'III',
    });
  });

  test('of one word is refused for a person, and says how to mend it', () => {
    const [remark, ...more] = refused(sourceWith('customer', { name: 'Cher' }));

    expect(more).toEqual([]);
    expect(remark?.field).toBe('customer.name');
    expect(remark?.message).toContain('Give first_name and last_name, or kind organization');
    expect(remark?.message).not.toContain('Cher');
    expect(
      mapped(sourceWith('customer', { name: 'Cher', firstName: 'Cherilyn', lastName: 'S' })).content.party
        .kind,
    ).toBe('person');
  });

  test('of one word is an organization’s, which has no date of birth', () => {
    const { content } = mapped(sourceWith('customer', { name: ' Acme ', kind: 'organization' }));

    expect(content.party).toEqual({ kind: 'organization', attributes: { name: 'Acme' } });
  });

  test('of blanks is no organization’s', () => {
    expect(fieldsOf(refused(sourceWith('customer', { name: ' ', kind: 'organization' })))).toEqual([
      'customer.name',
    ]);
  });

  test.each([
    ['customer.name', { kind: 'organization', name: 'x'.repeat(256) }],
    ['customer.name', { name: `Tim ${'x'.repeat(256)}` }],
    ['customer.lastName', { firstName: 'Tim', lastName: 'x'.repeat(256) }],
    ['customer.suffix', { suffix: 'x'.repeat(256) }],
  ] as const)('of more than 255 characters is refused: %s', (field, changes) => {
    expect(fieldsOf(refused(sourceWith('customer', changes)))).toEqual([field]);
  });
});

describe('a postal address', () => {
  test.each(['line1', 'city', 'state', 'postalCode', 'country'] as const)(
    'without %s is left out, and said so',
    (part) => {
      for (const value of [null, ' ']) {
        const address = { ...WHOLE_ADDRESS!, [part]: value };
        const { content, leftOut } = mapped(sourceWith('customer', { address }));

        expect(content.addresses.map(({ kind }) => kind)).toEqual(['emailAddress', 'telecomAddress']);
        expect(fieldsOf(leftOut)).toEqual([`customer.address.${part}`]);
      }
    },
  );

  test.each([
    ['US', 'USA'],
    [' usa ', 'USA'],
    ['U.S.', 'USA'],
    ['United States', 'USA'],
    ['united states of america', 'USA'],
    [' CAN', 'CAN'],
    ['Deutschland', 'Deutschland'],
  ])('in %j is sent as of %j', (country, sent) => {
    const address = { ...WHOLE_ADDRESS!, country, name: 'c/o Roe', line2: 'Apt. 2' };

    expect(mapped(sourceWith('customer', { address })).content.addresses[0]?.attributes).toMatchObject({
      country: sent,
      attention: 'c/o Roe',
      line2: 'Apt. 2',
    });
  });

  test('that is missing is no remark, and missing for invoices on paper', () => {
    const source = sourceWith('customer', { address: null });

    expect(mapped(source).leftOut).toEqual([]);
    expect(fieldsOf(refused(source, { billType: 'PAPER' }))).toEqual(['customer.address']);
    expect(mapped(personSource(), { billType: 'PAPER' }).content.account.billType).toBe('PAPER');
  });
});

describe('an e-mail address', () => {
  test('that is missing is no remark, and missing for invoices by e-mail', () => {
    const source = sourceWith('customer', { email: null });

    expect(mapped(source).leftOut).toEqual([]);
    expect(fieldsOf(refused(source, { billType: 'EMAIL' }))).toEqual(['customer.email']);
    expect(mapped(personSource(), { billType: 'EMAIL' }).content.account.billType).toBe('EMAIL');
  });

  test.each(['nobody', 'a b@example.com', `${'x'.repeat(250)}@a.example`])(
    'such as %j is left out',
    (email) => {
      const { content, leftOut } = mapped(sourceWith('customer', { email }));

      expect(content.addresses.map(({ kind }) => kind)).not.toContain('emailAddress');
      expect(fieldsOf(leftOut)).toEqual(['customer.email']);
      expect(leftOut[0]?.message).not.toContain(email);
    },
  );
});

describe('a phone number', () => {
  test.each([
    ['of another plan', '+4930901820'],
    ['that could not be read', null],
    ['whose area code is none', '+10125550100'],
    ['that is too long', '+151255501000'],
  ])('%s is left out', (_, phoneE164) => {
    const { content, leftOut } = mapped(sourceWith('customer', { phoneE164 }));

    expect(content.addresses.map(({ kind }) => kind)).not.toContain('telecomAddress');
    expect(fieldsOf(leftOut)).toEqual(['customer.phone']);
  });

  test('that is missing is no remark', () => {
    expect(mapped(sourceWith('customer', { phone: null, phoneE164: null })).leftOut).toEqual([]);
  });
});

describe('a custom field', () => {
  test('without a value is not there', () => {
    const { content, leftOut } = mapped(sourceWith('account', { externalAccountNumber: null }));

    expect(content.customFields.map(({ eid }) => eid)).toEqual(['901', '902', '904']);
    expect(leftOut).toEqual([]);
  });

  test('with more than 255 characters is left out', () => {
    const { content, leftOut } = mapped(sourceWith('location', { name: 'x'.repeat(256) }));

    expect(content.customFields.map(({ eid }) => eid)).toEqual(['901', '903', '904']);
    expect(fieldsOf(leftOut)).toEqual(['location.name']);
    expect(mapped(sourceWith('location', { name: 'x'.repeat(255) })).leftOut).toEqual([]);
  });
});

describe('a character that XML cannot carry is refused, by its field', () => {
  const bad = 'a\uFFFEb';

  test.each([
    ['account.externalId', sourceWith('account', { externalId: bad })],
    ['account.externalAccountNumber', sourceWith('account', { externalAccountNumber: bad })],
    ['customer.name', sourceWith('customer', { name: bad })],
    ['customer.suffix', sourceWith('customer', { suffix: '\uD83D' })],
    ['customer.email', sourceWith('customer', { email: 'a\u0000@example.com' })],
    ['customer.address.city', sourceWith('customer', { address: { ...WHOLE_ADDRESS!, city: '\u0001' } })],
    ['location.externalId', sourceWith('location', { externalId: bad })],
    ['location.name', sourceWith('location', { name: bad })],
  ])('%s', (field, source) => {
    const remarks = refused(source);

    expect(fieldsOf(remarks)).toEqual([field]);
    expect(remarks[0]?.message).not.toContain(bad);
  });
});

test('all refusals are told at once', () => {
  const source = sourceWith('customer', { name: 'Cher', email: null });
  source.account.externalId = 'x'.repeat(51);

  expect(fieldsOf(refused(source, { billType: 'EMAIL' }))).toEqual([
    'account.externalId',
    'customer.name',
    'customer.email',
  ]);
});
