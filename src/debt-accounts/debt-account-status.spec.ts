import { describe, expect, test } from '@jest/globals';
import type { DebtAccountStatus } from '../platform/database/generated/client.js';
import { moveByFeed, moveByPerson, needsReason } from './debt-account-status.js';

const HOLDS = ['disputed', 'bankruptcy', 'deceased', 'attorney', 'cease_contact'] as const;
const FINALS = ['settled', 'paid', 'recalled', 'closed'] as const;
const ALL: readonly DebtAccountStatus[] = ['active', ...HOLDS, ...FINALS];

describe('a reason is needed', () => {
  test('never out of active, nor where nothing moves', () => {
    for (const status of ALL) {
      expect(needsReason('active', status)).toBe(false);
      expect(needsReason(status, status)).toBe(false);
    }
  });

  test.each(HOLDS)('to lift %s or to make another hold of it, not to end it', (hold) => {
    expect(needsReason(hold, 'active')).toBe(true);
    for (const other of HOLDS) expect(needsReason(hold, other)).toBe(other !== hold);
    for (const final of FINALS) expect(needsReason(hold, final)).toBe(false);
  });

  test.each(FINALS)('to leave %s', (final) => {
    for (const other of ALL) expect(needsReason(final, other)).toBe(other !== final);
  });
});

test('a feed that says nothing, or the same, moves nothing and is warned of nothing', () => {
  for (const status of ALL)
    for (const said of [undefined, null, status])
      expect(moveByFeed(status, said)).toEqual({ status, warnings: [] });
});

test('a feed moves what is free, and is told of what is kept, and why', () => {
  expect(moveByFeed('active', 'paid')).toEqual({ status: 'paid', warnings: [] });
  expect(moveByFeed('disputed', 'closed')).toEqual({ status: 'closed', warnings: [] });
  expect(moveByFeed('disputed', 'active')).toEqual({
    status: 'disputed',
    warnings: [expect.stringContaining('a hold is lifted by a person only')],
  });
  expect(moveByFeed('paid', 'active')).toEqual({
    status: 'paid',
    warnings: [expect.stringContaining('it is final')],
  });
});

test('a person moves anything with a reason, and what is free without', () => {
  for (const from of ALL)
    for (const to of ALL)
      expect(moveByPerson(from, to, 'Looked into it')).toEqual({ status: to, warnings: [] });
  expect(moveByPerson('paid', undefined, null)).toEqual({ status: 'paid', warnings: [] });
  expect(moveByPerson('active', 'attorney', null)).toEqual({ status: 'attorney', warnings: [] });
  expect(() => moveByPerson('attorney', 'active', null)).toThrow(
    expect.objectContaining({ refusal: 'invalid', fields: [expect.objectContaining({ field: 'reason' })] }),
  );
});
