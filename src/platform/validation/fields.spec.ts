import { describe, expect, test } from '@jest/globals';
import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SchemaRegistry } from '../openapi/schema.js';
import {
  IsCents,
  IsCentsFromZero,
  IsDay,
  IsExternalId,
  IsMetadata,
  IsEmailAddress,
  IsFlag,
  IsMatching,
  IsMoment,
  IsOneOf,
  IsText,
  IsUuid,
  IsWholeNumber,
  MayBeAbsent,
  toDay,
} from './fields.js';
import { RequestPipe } from './request.pipe.js';
import { IsListOf, IsNested, IsSomeOf, IsTextList } from './nested-fields.js';

class Inner {
  @IsText()
  name!: string;
}

/** One field of each kind. */
class Body {
  @MayBeAbsent()
  @IsWholeNumber(1, 500)
  number?: number | null;

  @MayBeAbsent()
  @IsFlag()
  flag?: boolean | null;

  @MayBeAbsent()
  @IsOneOf(['a', 'b'])
  one_of?: string | null;

  @MayBeAbsent()
  @IsMatching(/^\d{4}$/, 'must be four digits')
  matching?: string | null;

  @MayBeAbsent()
  @IsUuid()
  uuid?: string | null;

  @MayBeAbsent()
  @IsEmailAddress()
  email?: string | null;

  @MayBeAbsent()
  @IsNested(() => Inner)
  nested?: Inner | null;

  @MayBeAbsent()
  @IsListOf(() => Inner, { most: 2, least: 1, of: 'names' })
  list?: Inner[] | null;

  @MayBeAbsent()
  @IsTextList(3, { most: 2, of: 'texts' })
  texts?: string[] | null;

  @MayBeAbsent()
  @IsSomeOf(['a', 'b'], { least: 1, of: 'letters' })
  some_of?: string[] | null;

  @MayBeAbsent()
  @IsText()
  text?: string | null;

  @MayBeAbsent()
  @IsText(3)
  short?: string | null;

  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;

  @MayBeAbsent()
  @IsCents()
  cents?: number | null;

  @MayBeAbsent()
  @IsCentsFromZero()
  from_zero?: number | null;

  @MayBeAbsent()
  @IsDay()
  day?: string | null;

  @MayBeAbsent()
  @IsMoment()
  moment?: string | null;

  @MayBeAbsent()
  @IsMetadata()
  metadata?: Record<string, string> | null;
}

const pipe = new RequestPipe();

async function takes(body: unknown): Promise<boolean> {
  try {
    await pipe.transform(body, { type: 'body', metatype: Body });
    return true;
  } catch {
    return false;
  }
}

const MAX = 9_999_999_999_999;
const EMOJI = '😀';

/** Values that a field takes, and others that it refuses. */
const FIELDS: Record<keyof Body, { right: unknown[]; wrong: unknown[] }> = {
  number: { right: [1, 500], wrong: [0, 501, 1.5, '1', NaN, true] },
  flag: { right: [true, false], wrong: ['true', 0, 1, {}] },
  one_of: { right: ['a', 'b'], wrong: ['c', '', 'A', ['a'], 1] },
  matching: { right: ['0098'], wrong: ['98', '00981', 98, ['0098'], '0098\n'] },
  uuid: {
    right: ['019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e', '019A6F2E-7C41-7D3A-9A51-3F0B8F1C2D4E'],
    wrong: ['019a6f2e', '', '019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e ', 1],
  },
  email: {
    right: ['a@b.example'],
    wrong: ['a', 'a@', '', 1, 'a\uD83D@b.example', 'a\uDE00', 'a\uFFFE@b.example', '"a\u0001"@b.example'],
  },
  nested: { right: [{ name: 'a' }], wrong: ['a', {}, { name: '' }, { name: 'a', more: 1 }, [], 1] },
  list: {
    right: [[{ name: 'a' }], [{ name: 'a' }, { name: 'b' }]],
    wrong: [[], [{}], [null], ['a'], { name: 'a' }, [{ name: 'a' }, { name: 'a' }, { name: 'a' }]],
  },
  texts: { right: [[], ['abc', 'd']], wrong: [['abcd'], [''], [1], 'abc', ['a', 'b', 'c']] },
  some_of: { right: [['a'], ['a', 'b']], wrong: [[], ['c'], ['a', 'a', 'b'], 'a', [1]] },
  text: {
    right: ['a', ' a ', 'x'.repeat(255), EMOJI.repeat(255), 'line\nbreak\tand\rtab', '\u200B', '\uFFFD'],
    wrong: [
      '',
      ' ',
      '\t\n',
      '\u00A0',
      'x'.repeat(256),
      EMOJI.repeat(256),
      'a\u0000',
      'a\u0001',
      'a\u001F',
      'a\u000B',
      'a\uFFFE',
      'a\uFFFF',
      '\uD83D',
      '\uDE00x',
      7,
      true,
      [],
      {},
    ],
  },
  short: { right: ['abc', EMOJI.repeat(3)], wrong: ['abcd', EMOJI.repeat(4)] },
  external_id: {
    right: ['a', 'a b', '...', '..a', '0', 'x'.repeat(255)],
    wrong: [
      '',
      '.',
      '..',
      ' a',
      'a ',
      'a\n',
      '\u00A0a',
      'a\u0085',
      '\uFEFFa',
      'a\u2003',
      'x'.repeat(256),
      'a\u0000b',
      'a\uFFFEb',
      'a\uD83Db',
      7,
    ],
  },
  cents: {
    right: [0, -0, 1, -1, MAX, -MAX, 1e3],
    wrong: [0.5, MAX + 1, -MAX - 1, Infinity, NaN, '1', '', true, [], {}, 2 ** 53],
  },
  from_zero: { right: [0, 1, MAX], wrong: [-1, 0.5, MAX + 1, '1', NaN, Infinity, true] },
  day: {
    right: ['2026-01-31', '2024-02-29', '0001-01-01', '9999-12-31'],
    wrong: [
      '2026-02-29',
      '2026-02-30',
      '2026-13-01',
      '2026-00-10',
      '2026-01-00',
      '0000-01-01',
      '26-01-31',
      '2026-1-31',
      '2026-01-31T00:00:00Z',
      ' 2026-01-31',
      'today',
      20260131,
      {},
    ],
  },
  moment: {
    right: [
      '2026-01-31T17:45:00Z',
      '2026-01-31T17:45:00.123456789Z',
      '2026-01-31T17:45:00+05:30',
      '2026-01-31T17:45:00-12:00',
      '9999-12-31T23:59:59Z',
      '0001-01-01T00:00:00Z',
    ],
    wrong: [
      '2026-01-31',
      '2026-01-31T17:45:00',
      '2026-01-31T17:45Z',
      '2026-01-31 17:45:00Z',
      '2026-02-30T17:45:00Z',
      '2026-01-31T25:00:00Z',
      '2026-01-31T17:60:00Z',
      '2026-01-31T17:45:00+24:60',
      '9999-12-31T23:59:59-01:00',
      '0001-01-01T00:00:00+01:00',
      'now',
      1_769_881_500_000,
    ],
  },
  metadata: {
    right: [
      {},
      { a: 'b' },
      { ['k'.repeat(255)]: EMOJI.repeat(255) },
      Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${String(i)}`, 'v'])),
    ],
    wrong: [
      { a: '' },
      { a: ' ' },
      { '': 'a' },
      { a: 1 },
      { a: null },
      { a: {} },
      { a: [] },
      { a: 'x'.repeat(256) },
      { ['k'.repeat(256)]: 'a' },
      { a: 'b\u0000' },
      { 'a\uFFFE': 'b' },
      { a: 'b\uDE00' },
      [],
      ['a'],
      'a',
      7,
      Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`k${String(i)}`, 'v'])),
    ],
  },
};

describe.each(Object.entries(FIELDS))('%s', (field, { right, wrong }) => {
  test.each(right.map((value) => [value]))('takes %j', async (value) => {
    expect(await takes({ [field]: value })).toBe(true);
  });

  test.each(wrong.map((value) => [value]))('refuses %j', async (value) => {
    expect(await takes({ [field]: value })).toBe(false);
  });

  test('may be absent, or null', async () => {
    expect(await takes({})).toBe(true);
    expect(await takes({ [field]: null })).toBe(true);
    expect(await takes({ [field]: undefined })).toBe(true);
  });
});

describe('the document', () => {
  const registry = new SchemaRegistry();
  const ajv = new Ajv2020({ allowUnionTypes: true });
  formats.default(ajv);
  registry.refTo(Body, true);
  ajv.addKeyword('components');
  ajv.addSchema({ $id: 'api', components: { schemas: registry.schemas } });
  const validate = ajv.compile({ $ref: 'api#/components/schemas/Body' });

  test.each(Object.entries(FIELDS))(
    'takes of %s all that the rule takes, and not all else',
    (field, values) => {
      for (const value of [...values.right, null])
        expect([value, validate({ [field]: value })]).toEqual([value, true]);
      expect(values.wrong.some((value) => !validate({ [field]: value }))).toBe(true);
    },
  );

  test('refuses other fields', () => {
    expect(validate({ more: 1 })).toBe(false);
  });
});

test('all that is wrong is told at once, by field', async () => {
  const wrong = Object.fromEntries(
    Object.entries(FIELDS).map(
      ([
        field,
        {
          wrong: [value],
        },
      ]) => [field, value],
    ),
  );

  await expect(
    pipe.transform({ ...wrong, surprise: 1 }, { type: 'body', metatype: Body }),
  ).rejects.toMatchObject({
    refusal: 'invalid',
    fields: expect.arrayContaining(
      [...Object.keys(FIELDS), 'surprise'].map((field) => expect.objectContaining({ field })),
    ),
  });
});

test('what is no body is left as it is', async () => {
  expect(await pipe.transform('X', { type: 'param', metatype: String })).toBe('X');
});

test('a day is midnight by UTC', () => {
  expect(toDay('2026-01-31').toISOString()).toBe('2026-01-31T00:00:00.000Z');
});
