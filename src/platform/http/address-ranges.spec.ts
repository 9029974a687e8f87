import { expect, test } from '@jest/globals';
import { addressRanges } from '../config/parsers.js';
import { isWithin, toInet } from './address-ranges.js';

const RANGES = addressRanges('10.0.0.0/8, 192.0.2.7, 2001:db8::/32');

test.each([
  ['10.255.0.1', true],
  ['11.0.0.1', false],
  ['192.0.2.7', true],
  ['192.0.2.8', false],
  ['::ffff:10.0.0.1', true],
  ['::ffff:11.0.0.1', false],
  ['2001:db8:ffff::1', true],
  ['2001:db9::1', false],
  ['', false],
  ['10.0.0.1:443', true],
  ['10.0.0.1:x', false],
  ['unknown', false],
])('%s is within: %s', (address, expected) => {
  expect(isWithin(address, RANGES)).toBe(expected);
});

test('nothing is within no range', () => {
  expect(isWithin('10.0.0.1', [])).toBe(false);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:DB8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['192.0.2.7:443', '192.0.2.7'],
  ['[::1]', '::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['unknown', null],
  ['', null],
])('%s is kept as %s', (address, expected) => {
  expect(toInet(address)).toBe(expected);
});
