import { expect, test } from '@jest/globals';
import { phoneFacts } from './phone.js';

test.each([
  ['(512) 555-0100', '+15125550100', 'US'],
  ['512.555.0100', '+15125550100', 'US'],
  ['+1 512 555 0100', '+15125550100', 'US'],
  ['1-512-555-0100', '+15125550100', 'US'],
  ['001 1 512 555 0100', null, null],
  ['+1 416 555 0123', '+14165550123', 'CA'],
  ['+1 787 555 0100', '+17875550100', 'PR'],
  ['+49 30 901820', '+4930901820', 'DE'],
  ['011 49 30 901820', '+4930901820', 'DE'],
  // Toll-free: of the North American plan, and no other country's.
  ['1-800-555-0199', '+18005550199', 'US'],
  ['555-0100', null, null],
  ['12', null, null],
  ['call me', null, null],
  ['', null, null],
  [null, null, null],
  [undefined, null, null],
])('%s is %s in %s', (phone, phoneE164, phoneCountry) => {
  expect(phoneFacts(phone)).toEqual({ phoneE164, phoneCountry });
});
