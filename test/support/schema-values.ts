import fc from 'fast-check';
import type { DocumentOperations, Schema } from './document-operations.js';

/** Invented, and unlike anything that the service says by itself: where one stands in an error, it was repeated. */
export const PERSONAL_VALUES: Record<string, readonly string[]> = {
  name: Array.from({ length: 1_000 }, (_, at) => `Qzxander ${String(at)}`),
  first_name: ['Qzxander'],
  middle_name: ['Qzx'],
  last_name: ['Qzxample'],
  phone: ['512-555-0142', '+44 20 7946 0142'],
  email: ['qzx.person@example.com'],
  ssn_last4: ['7391', '8462'],
  date_of_birth: ['1987-03-19', '1979-11-23'],
  line1: ['1 Qzx Street'],
};
const REPEATED = /qzx|\b(?:7391|8462)\b|555-0142|7946 0142|1987-03-19|1979-11-23/i;
/** What may look like one by chance: ids, and places in a body. */
const NO_VALUES = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|character \d+/g;

/** The personal value that a text repeats, if it does. */
export function personalValueIn(text: string): string | undefined {
  return REPEATED.exec(text.replaceAll(NO_VALUES, ''))?.[0];
}

const DATES = ['2026-02-28', '2024-02-29', '0001-01-01', '9999-12-31', '1970-01-01'];
const TIMES = ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.123456+05:30', '0001-01-01T00:00:00Z'];
/** No longer texts and lists than these where the schema has no limit below. */
const LONGEST = 300;
const MOST = 4;

/** Values that a schema allows, the borders of its limits among them. */
export class SchemaValues {
  /** @param known what stands in the books by these members' names, so that some requests mean something */
  constructor(
    private readonly operations: DocumentOperations,
    private readonly known: Readonly<Record<string, readonly string[]>>,
  ) {}

  of(schema: Schema, member = ''): fc.Arbitrary<unknown> {
    const given = PERSONAL_VALUES[member] ?? this.known[member];
    const allowed = this.bySchema(this.operations.resolved(schema), member);
    return given === undefined
      ? allowed
      : fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...given) },
          { weight: PERSONAL_VALUES[member] === undefined ? 2 : 0, arbitrary: allowed },
        );
  }

  private bySchema(schema: Schema, member: string): fc.Arbitrary<unknown> {
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => this.of(one, member)));
    const types = [schema.type ?? 'any'].flat();
    const [first = 'any', ...more] = types.map((type) => this.ofType(type, schema, member));
    if (typeof first === 'string') throw new Error(`A schema of no type: ${JSON.stringify(schema)}`);
    return more.length === 0
      ? first
      : fc.oneof({ weight: 5, arbitrary: first }, ...more.map((arbitrary) => ({ weight: 1, arbitrary })));
  }

  private ofType(type: string, schema: Schema, member: string): fc.Arbitrary<unknown> {
    switch (type) {
      case 'string':
        return textsOf(schema);
      case 'integer':
        return integersOf(schema);
      case 'number':
        return fc.double({ noNaN: true, noDefaultInfinity: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return fc.array(this.of(schema.items ?? {}, member), {
          minLength: schema.minItems ?? 0,
          maxLength: Math.min(schema.maxItems ?? MOST, MOST),
        });
      case 'object':
        return this.objectsOf(schema);
      default:
        return this.asPosted(member);
    }
  }

  private objectsOf({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
    if (typeof additionalProperties === 'object')
      return fc.dictionary(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }),
        this.of(additionalProperties),
        { maxKeys: MOST },
      );
    const members = Object.entries(properties).map(([name, schema]) => {
      const values = this.of(schema, name);
      return [name, required.includes(name) ? values : sometimes(values)] as const;
    });
    return fc.record(Object.fromEntries(members)).map(withoutAbsent);
  }

  /** Items of a bulk request are described as anything at all; they are what each kind's own route takes. */
  private asPosted(member: string): fc.Arbitrary<unknown> {
    const route = `POST /api/v1/${member.replaceAll('_', '-')}`;
    const body = this.operations.all().find(({ name }) => name === route)?.body;
    return body === undefined ? fc.jsonValue() : this.of(body);
  }
}

/** Seldom enough that most bodies have nothing that only the service knows to be wrong. */
function sometimes<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });
}

function withoutAbsent(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function textsOf({ format, pattern, minLength = 0, maxLength = LONGEST }: Schema): fc.Arbitrary<string> {
  if (format === 'date') return fc.constantFrom(...DATES);
  if (format === 'date-time') return fc.constantFrom(...TIMES);
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.constantFrom('someone@example.com', 'o+1@sub.example.org');
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const lengths = { minLength, maxLength: Math.min(maxLength, 40) };
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ ...lengths, unit: 'grapheme-ascii' }) },
    { weight: 2, arbitrary: fc.string({ ...lengths, unit: 'grapheme' }) },
    { weight: 1, arbitrary: fc.string({ ...lengths, unit: 'binary' }) },
    { weight: 1, arbitrary: fc.constantFrom('😀'.repeat(maxLength), 'x'.repeat(maxLength)) },
  );
}

function integersOf({
  minimum = Number.MIN_SAFE_INTEGER,
  maximum = Number.MAX_SAFE_INTEGER,
}: Schema): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: Math.max(minimum, -1_000), max: Math.min(maximum, 1_000_000) }),
    fc.constantFrom(minimum, maximum),
  );
}
