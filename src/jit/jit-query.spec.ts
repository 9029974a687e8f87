import { describe, expect, test } from '@jest/globals';
import { askedExternalId } from './jit-query.js';
describe('x', () => {
  test('y', () => {
    expect(askedExternalId('/jit/x?a=b')).toEqual({ mistake: 'missing' });
  });
});
