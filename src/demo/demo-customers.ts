import type { AddressRow, CustomerRow, Metadata } from './demo.types.js';
import { DEMO_TODAY, dayOf, daysBefore, hoursAfter } from './demo-dates.js';
import type { CustomerPlan, PhoneShape } from './demo-shapes.js';
import * as people from './demo-names.js';
import * as places from './demo-places.js';
import type { DemoWorld } from './demo-world.js';
import type { SeededRandom } from './seeded-random.js';

type Names = Pick<CustomerRow, 'name' | 'firstName' | 'middleName' | 'lastName' | 'suffix'>;
type Phone = Pick<CustomerRow, 'phone' | 'phoneE164' | 'phoneCountry'>;
type PersonalData = Pick<CustomerRow, 'dateOfBirth' | 'ssnLast4'>;

export function makeCustomer(
  world: DemoWorld,
  plan: CustomerPlan,
  number: number,
): { customer: CustomerRow; addresses: AddressRow[] } {
  const { random, names } = world;
  const home = random.pick(places.towns);
  const createdAt = hoursAfter(daysBefore(DEMO_TODAY, random.integer(900, 1100)), random.integer(13, 21));
  const named = plan.name === undefined ? drawNames(random, plan) : wholeName(plan.name);
  const customer: CustomerRow = {
    id: world.nextId(),
    externalId: plan.externalId === undefined ? names.customer(number) : names.externalId(plan.externalId),
    kind: plan.kind,
    ...named,
    email: random.maybe(0.6, () => emailOf(random, named.name, number)),
    ...drawPhone(random, plan.phone, home),
    ...drawPersonalData(random, plan),
    metadata: drawMetadata(random),
    createdAt,
    updatedAt: createdAt,
    ...plan.known,
  };
  return { customer, addresses: drawAddresses(random, customer, plan.addresses, home) };
}

function drawNames(random: SeededRandom, plan: CustomerPlan): Names {
  if (plan.kind === 'organization') {
    return wholeName(
      [random.pick(people.lastNames), random.pick(people.trades), random.pick(people.companyForms)].join(' '),
    );
  }
  if (random.chance(0.004)) return wholeName(random.pick(people.rareNames));
  const firstName = random.pick(people.firstNames);
  const middleName = random.maybe(0.25, () => random.pick(people.middleNames));
  const lastName = random.maybe(0.995, () => random.pick(people.lastNames));
  const suffix = random.maybe(0.04, () => random.pick(people.suffixes));
  const name = [firstName, middleName, lastName, suffix].filter((part) => part !== null).join(' ');
  return random.chance(0.08) ? wholeName(name) : { name, firstName, middleName, lastName, suffix };
}

/** A name whose parts nobody told. */
function wholeName(name: string): Names {
  return { name, firstName: null, middleName: null, lastName: null, suffix: null };
}

function emailOf(random: SeededRandom, name: string, number: number): string {
  const letters = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '');
  const words = letters.match(/[a-z]+/g) ?? ['customer'];
  const tag = random.chance(0.03) ? '+bills' : '';
  return `${words.slice(0, 3).join('.').slice(0, 40)}.${number}${tag}@${random.pick(['example.com', 'example.org', 'example.net'])}`;
}

function drawPhone(random: SeededRandom, shape: PhoneShape, home: places.Town): Phone {
  if (shape === 'none') return { phone: null, phoneE164: null, phoneCountry: null };
  if (shape === 'unreadable')
    return { phone: random.pick(places.unreadablePhones), phoneE164: null, phoneCountry: null };
  if (shape === 'foreign') {
    const { phone, e164, country } = random.pick(places.foreignPhones);
    return { phone, phoneE164: e164, phoneCountry: country };
  }
  const line = `01${String(random.integer(0, 99)).padStart(2, '0')}`;
  const phone = random.pick([
    `(${home.areaCode}) 555-${line}`,
    `${home.areaCode}-555-${line}`,
    `${home.areaCode}.555.${line}`,
    `+1 ${home.areaCode} 555 ${line}`,
    `${home.areaCode}555${line}`,
  ]);
  return { phone, phoneE164: `+1${home.areaCode}555${line}`, phoneCountry: 'US' };
}

function drawPersonalData(random: SeededRandom, { kind }: CustomerPlan): PersonalData {
  if (kind === 'organization') return { dateOfBirth: null, ssnLast4: null };
  return {
    dateOfBirth: random.maybe(0.8, () => dayOf(daysBefore(DEMO_TODAY, random.integer(19 * 365, 92 * 365)))),
    // One in ten begins with a zero or two, which a number would lose.
    ssnLast4: random.maybe(0.8, () =>
      String(random.integer(1, random.chance(0.02) ? 99 : 9999)).padStart(4, '0'),
    ),
  };
}

function drawMetadata(random: SeededRandom): Metadata {
  if (random.chance(0.7)) return {};
  return {
    preferred_language: random.pick(['en', 'es', 'zh', 'vi', 'ht', 'nv']),
    ...(random.chance(0.3) ? { best_time: random.pick(['mornings', 'after 5 pm', 'not on Fridays']) } : {}),
    ...(random.chance(0.1) ? { 'Empleador / employer': 'Señor "Taco" & Co.' } : {}),
  };
}

function drawAddresses(
  random: SeededRandom,
  customer: CustomerRow,
  count: number,
  home: places.Town,
): AddressRow[] {
  const primary = random.integer(1, Math.max(1, count));
  return Array.from({ length: count }, (_, index) => {
    const position = index + 1;
    const place = { customerId: customer.id, position, isPrimary: position === primary };
    return {
      ...place,
      ...drawAddress(random, customer, position === primary ? home : random.pick(places.towns)),
    };
  });
}

type PlainAddress = Omit<AddressRow, 'customerId' | 'position' | 'isPrimary'>;

function drawAddress(random: SeededRandom, customer: CustomerRow, town: places.Town): PlainAddress {
  const { city, state, postalCode } = town;
  const nothing = {
    name: null,
    line1: null,
    line2: null,
    city: null,
    postalCode: null,
    state: null,
    country: null,
  };
  if (random.chance(0.01))
    return { ...nothing, line1: '14 Larch Close', city: 'Ambleford', postalCode: 'ZZ9 9ZZ', country: 'GB' };
  if (random.chance(0.03)) return { ...nothing, city, state };
  return {
    name: random.maybe(0.15, () => customer.name),
    line1: `${random.integer(1, 9899)} ${random.pick(places.streets)}`,
    line2: random.maybe(0.25, () => random.pick(places.secondLines)),
    city,
    postalCode,
    state,
    country: random.maybe(0.7, () => 'US'),
  };
}
