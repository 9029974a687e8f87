import {
  type CustomerPlan,
  type DebtorPlan,
  type DebtPlan,
  type LedgerPlan,
  type PendingShape,
} from './demo-shapes.js';
import { itemizationWeights, statusesOtherThanActive, type Story, storyOf } from './demo-shapes.js';
import { rareNames } from './demo-names.js';
import type { DebtAccountStatus, ItemizationDateType } from '../platform/database/generated/enums.js';

// The first debtors of every load: one of each shape, so that even a small load has them all. The first
// two are the examples that messages and documentation name; later numbers may move, those two may not.

const plainPerson: CustomerPlan = { kind: 'person', phone: 'us', addresses: 1 };
const exampleCustomer: CustomerPlan = {
  ...plainPerson,
  known: {
    name: 'Marisol Núñez',
    firstName: 'Marisol',
    middleName: null,
    lastName: 'Núñez',
    suffix: null,
    email: 'marisol.nunez@example.com',
    dateOfBirth: '1979-03-14',
    ssnLast4: '0098',
  },
};
const company: CustomerPlan = { kind: 'organization', phone: 'us', addresses: 2 };
const active: LedgerPlan = { status: 'active', story: 'paying' };

/** Legal to the letter, and each of them once broke a program somewhere. */
export const oddExternalIds: readonly string[] = [
  'acct-000001',
  'ACCT 2019/0047 B',
  'AC+CT%2F0048&x=1#top',
  'Konto-№ 49 Ünï',
  '债务-50',
  '🏦-51',
  'العربية-52',
  '"O\'Neil" \\53;--',
  '...',
  '0',
  'null',
  '7f2c1d5e-0b7a-4c3d-9e8f-1a2b3c4d5e6f',
  '{ref}?<54>',
  'LONG-'.padEnd(255, '0123456789'),
];

const oddCustomerIds: readonly string[] = ['cust 60/A', 'CUST+61%20', 'çust-62'];
const stories: readonly Story[] = [
  'empty',
  'untouched',
  'paying',
  'growing',
  'corrected',
  'restated',
  'payment_returned',
  'charge_waived',
  'overpaid',
  'paid_off',
];
const pendingShapes: readonly PendingShape[] = [
  'pending',
  'scheduled',
  'exceeding',
  'posted',
  'released',
  'reversed',
];
const allStatuses: readonly DebtAccountStatus[] = ['active', ...statusesOtherThanActive];

function single(plan: LedgerPlan, more: Partial<DebtPlan> = {}, customer = plainPerson): DebtorPlan {
  return { customer, debts: [{ furtherLocations: 0, children: [], ...plan, ...more }] };
}

function family(
  status: DebtAccountStatus,
  children: readonly LedgerPlan[],
  customer = plainPerson,
): DebtorPlan {
  return { customer, debts: [{ status, story: 'empty', furtherLocations: 1, children }] };
}

function withStatus(status: DebtAccountStatus): LedgerPlan {
  return { status, story: storyOf(status) ?? 'paying' };
}

function withItemization(type: ItemizationDateType, used: boolean): LedgerPlan {
  return { ...active, itemization: { type, used } };
}

function rangeOfCustomers(): DebtorPlan[] {
  return [
    ...rareNames.map((name) => single(active, {}, { ...plainPerson, name })),
    ...oddCustomerIds.map((externalId) => single(active, {}, { ...plainPerson, externalId })),
    single(active, {}, { ...plainPerson, phone: 'foreign' }),
    single(active, {}, { ...plainPerson, phone: 'unreadable' }),
    single(active, {}, { ...plainPerson, phone: 'none', addresses: 0 }),
    single(active, {}, { ...plainPerson, addresses: 2 }),
    single(active, {}, { ...plainPerson, addresses: 3 }),
    single(active, {}, company),
  ];
}

function rangeOfFamilies(): DebtorPlan[] {
  return [
    family('active', allStatuses.slice(0, 5).map(withStatus)),
    family('active', allStatuses.slice(5).map(withStatus), company),
    ...statusesOtherThanActive.map((status) => family(status, [active, withStatus(status)])),
    family('active', [active, { ...active, pending: 'exceeding' }, { status: 'active', story: 'overpaid' }]),
    family('active', [{ status: 'active', story: 'empty' }, active]),
  ];
}

export const showcase: readonly DebtorPlan[] = [
  single(withItemization('charge_off', false), { furtherLocations: 2 }, exampleCustomer),
  family('active', [
    active,
    { status: 'active', story: 'untouched' },
    { status: 'active', story: 'growing' },
  ]),
  ...statusesOtherThanActive.map((status) => single(withStatus(status))),
  ...stories.map((story) => single({ status: 'active', story })),
  ...pendingShapes.map((pending) => single({ ...active, pending })),
  ...(Object.keys(itemizationWeights) as ItemizationDateType[]).flatMap((type) => [
    single(withItemization(type, false)),
    single(withItemization(type, true)),
  ]),
  ...[1, 3].map((furtherLocations) => single(active, { furtherLocations })),
  ...oddExternalIds.map((externalId) => single(active, { externalId })),
  ...rangeOfFamilies(),
  ...rangeOfCustomers(),
];
