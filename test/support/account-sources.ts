import type { AccountSource, References } from '../../src/billing/gotransverse/account-content.types.js';
import type { Seeded } from './seeded.js';

/** A person with everything. */
export function personSource(): AccountSource {
  return {
    account: { externalId: 'ACC-0098', externalAccountNumber: '4111-0001', placedOn: '2026-01-31' },
    customer: {
      externalId: 'C-1',
      kind: 'person',
      name: 'Tim Q. Curri Jr.',
      firstName: null,
      middleName: null,
      lastName: null,
      suffix: null,
      email: 'tim@example.com',
      phone: '(512) 555-0100',
      phoneE164: '+15125550100',
      dateOfBirth: '1980-02-03',
      address: {
        name: null,
        line1: '123 Interesting Street',
        line2: null,
        city: 'Austin',
        postalCode: '78701',
        state: 'TX',
        country: 'US',
      },
    },
    location: { externalId: 'L-1', name: 'Harbor Bank' },
  };
}

export function references(changes: Partial<References> = {}): References {
  return {
    billCycle: { element: 'monthlyBillCycle', eid: '1688' },
    category: { eid: '80' },
    placementReason: { eid: '136', level: 'PRIMARY' },
    debitReason: { eid: '137', level: 'PRIMARY' },
    creditReason: { eid: '138', level: 'SECONDARY' },
    suspensionReason: { eid: '501' },
    deactivationReason: { eid: '502' },
    customFields: [
      { source: 'creditor_id', eid: '901' },
      { source: 'creditor_name', eid: '902' },
      { source: 'external_account_number', eid: '903' },
      { source: 'customer_external_id', eid: '904' },
    ],
    accountPrefix: '',
    billType: 'NONE',
    version: '1.28',
    ...changes,
  };
}

/** What careless XML, JavaScript or splitting would trip over; XML can carry all of it. */
const HOSTILE = [
  `O'Brien`,
  '"><script>alert(1)</script>',
  'Smith & Sons <Ltd>',
  ']]>',
  '<![CDATA[x]]>',
  '<!-- -- -->',
  '<?xml version="1.0"?>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&amp; &#1; &b;',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  '0098',
  '1e3',
  '𝄞 😀 𠮷',
  'é ȧ̴͖ Zo\u0308e',
  'שלום \u202eabc',
  'a\tb',
  'a\nb\r\nc\rd',
  'a\u00a0b\u2028c\u200bd',
  '\u0085\u009f\ufffd',
  `{"a":"b"}\\u0000`,
  '%00 %ED%A0%80 ${x}',
  'de la Cruz',
  'x'.repeat(255),
];
const PIECES = ['x', ' ', `'`, '"', '<', '>', '&', ']', '-', '\t', '\n', '0', 'é', '😀', 'ש', ';', '=', ','];

/** A source whose texts are hostile ones, or made of hostile pieces; the same for the same seed. */
export function hostileSource(random: Seeded): AccountSource {
  const text = (most = 255): string => hostileText(random, most);
  const maybe = (most = 255): string | null => (random.chance(0.7) ? text(most) : null);
  const area = String(random.integer(200, 999));
  return {
    account: { externalId: text(50), externalAccountNumber: maybe(), placedOn: null },
    customer: {
      externalId: text(),
      kind: random.pick(['person', 'organization']),
      name: text(),
      firstName: maybe(100),
      middleName: maybe(100),
      lastName: maybe(100),
      suffix: maybe(50),
      email: random.pick([null, `o'brien+"x"&y@example.com`, 'jürgen@example.com', text()]),
      phone: maybe(50),
      phoneE164: random.pick([null, `+1${area}5550100`, '+4930901820']),
      dateOfBirth: random.pick([null, '1980-02-29', '0001-01-01', '9999-12-31']),
      address: random.chance(0.2)
        ? null
        : {
            name: maybe(),
            line1: text(),
            line2: maybe(),
            city: text(),
            postalCode: random.pick(['00501', text(50)]),
            state: text(100),
            country: random.pick(['US', 'USA', 'CAN', null, text(100)]),
          },
    },
    location: { externalId: text(), name: text() },
    ...(random.chance(0.3) ? { parentEid: String(random.integer(1, 1e9)) } : {}),
  };
}

function hostileText(random: Seeded, most: number): string {
  let text = random.pick(HOSTILE);
  if (random.chance(0.5)) {
    text = '';
    for (let left = random.integer(1, 40); left > 0; left -= 1) text += random.pick(PIECES);
  }
  const cut = Array.from(text).slice(0, most).join('');
  return cut.trim() === '' ? 'x' : cut;
}
