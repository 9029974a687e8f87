import { describe, expect, test } from '@jest/globals';
import {
  IsCents,
  IsCentsFromZero,
  IsDay,
  IsExternalId,
  IsMetadata,
  IsMoment,
  IsText,
  MayBeAbsent,
  toDay,
} from './fields.js';
import { RequestPipe } from './request.pipe.js';

/** One field of each kind. */
class Body {
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
