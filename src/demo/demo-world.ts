import type { LocationRow } from './demo.types.js';
import { inventedLocations } from './demo-creditors.js';
import { DEMO_TODAY, daysBefore } from './demo-dates.js';
import { SeededRandom } from './seeded-random.js';

/** The seed whose records carry plain names: the demo data of a first start. */
export const DEMO_SEED = 1;

/** External ids that a load with any seed has, for messages and documentation. */
export interface DemoExamples {
  /** An active account of its own, of which JIT tells a balance. */
  single: string;
  /** An active parent with three active children. */
  family: string;
}

/** Names records so that loads with different seeds never meet in one database. */
class DemoNames {
  private readonly prefix: string;
  private readonly mark: string;

  constructor(seed: number) {
    this.prefix = seed === DEMO_SEED ? '' : `S${seed}-`;
    this.mark = seed === DEMO_SEED ? '' : ` (S${seed})`;
  }

  debtAccount(number: number): string {
    return this.externalId(`ACCT-${sixDigits(number)}`);
  }

  customer(number: number): string {
    return this.externalId(`CUST-${sixDigits(number)}`);
  }

  /** Of any form, cut where the prefix would make it longer than the 255 characters that are allowed. */
  externalId(form: string): string {
    return (this.prefix + form).slice(0, 255);
  }

  /** Names of locations are unique within their type. */
  location(name: string): string {
    return name + this.mark;
  }
}

/** What every maker of rows draws from. */
export interface DemoWorld {
  random: SeededRandom;
  names: DemoNames;
  locations: readonly LocationRow[];
  /** The next id: UUIDs of version 7, ascending, as the service's own are. */
  nextId: () => string;
}

export function demoExamples(seed = DEMO_SEED): DemoExamples {
  const names = new DemoNames(seed);
  return { single: names.debtAccount(1), family: names.debtAccount(2) };
}

export function makeWorld(seed: number): DemoWorld {
  const random = new SeededRandom(seed);
  const names = new DemoNames(seed);
  // A day of its own: loads do not interleave, and none has an id from the future.
  const nextId = idsFrom(random, daysBefore(DEMO_TODAY, seed % 5000));
  return { random, names, nextId, locations: makeLocations(names, nextId) };
}

function makeLocations(names: DemoNames, nextId: () => string): LocationRow[] {
  const createdAt = daysBefore(DEMO_TODAY, 1200);
  return inventedLocations.map(({ code, name, type, metadata = {} }) => ({
    id: nextId(),
    externalId: names.externalId(code),
    name: names.location(name),
    type,
    metadata,
    createdAt,
    updatedAt: createdAt,
  }));
}

/** One millisecond a row: ids ascend, and an index grows in one place. */
function idsFrom(random: SeededRandom, day: Date): () => string {
  let milliseconds = day.getTime();
  return () => {
    const time = hex(milliseconds++, 12);
    const [first, second, third] = [random.next(), random.next(), random.next()];
    const variant = hex(0x8000 | ((first >>> 12) & 0x3fff), 4);
    const node = hex(second, 8) + hex(third & 0xffff, 4);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(first & 0xfff, 3)}-${variant}-${node}`;
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function sixDigits(number: number): string {
  return String(number).padStart(6, '0');
}
