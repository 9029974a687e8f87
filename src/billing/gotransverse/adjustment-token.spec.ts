import { expect, test } from '@jest/globals';
import { adjustmentToken, readAdjustmentToken } from './adjustment-token.js';

const ID = '019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e';

test('the same entries have the same token, and it reads back', () => {
  const token = adjustmentToken(ID, 1n, 3n);

  expect(token).toBe(`ARREARS ${ID} 1-3`);
  expect(adjustmentToken(ID.toUpperCase(), 1n, 3n)).toBe(token);
  expect(readAdjustmentToken(token)).toEqual({ accountId: ID, firstSequence: 1n, lastSequence: 3n });
});

test('it is far shorter than a description may be', () => {
  const most = 2n ** 63n - 1n;

  expect(readAdjustmentToken(adjustmentToken(ID, most, most))?.lastSequence).toBe(most);
  expect(adjustmentToken(ID, most, most).length).toBeLessThanOrEqual(255);
});

test.each([
  '',
  `ARREARS ${ID} 1-30 `,
  ` ARREARS ${ID} 1-3`,
  `Re: ARREARS ${ID} 1-3`,
  `ARREARS ${ID} 1-3 reversed`,
  `ARREARS ${ID} 1-3\n`,
  `ARREARS  ${ID} 1-3`,
  `arrears ${ID} 1-3`,
  `ARREARS ${ID} 01-3`,
  `ARREARS ${ID} 0-3`,
  `ARREARS ${ID} 3-1`,
  `ARREARS ${ID} 1`,
  `ARREARS ${ID.slice(1)} 1-3`,
  `ARREARS ${ID} 1-3-4`,
])('%j is none', (description) => {
  expect(readAdjustmentToken(description)).toBeUndefined();
});

test.each([
  ['an external id', 'ACC 1', 1n, 1n],
  ['an entry 0', ID, 0n, 1n],
  ['a range that runs backwards', ID, 2n, 1n],
])('none is made for %s', (_, id, first, last) => {
  expect(() => adjustmentToken(id, first, last)).toThrow(RangeError);
});
