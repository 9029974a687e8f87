import { expect, test } from '@jest/globals';
import { JitTokens } from './jit-tokens.js';

const [one, other] = ['first-token-of-22-letters', 'other-token-of-22-letters'];

test('each of the tokens is accepted, and nothing else', () => {
  const tokens = new JitTokens([one, other]);

  for (const token of [one, other]) expect(tokens.accepts(token)).toBe(true);
  for (const token of [
    '',
    one.slice(1),
    `${one} `,
    one.toUpperCase(),
    `${one},${other}`,
    'undefined',
    'x'.repeat(10_000),
  ])
    expect(tokens.accepts(token)).toBe(false);
});

test('without tokens nothing is accepted', () => {
  const tokens = new JitTokens([]);

  for (const token of ['', 'undefined', 'null', one]) expect(tokens.accepts(token)).toBe(false);
});
