import { describe, expect, it } from '@jest/globals';
import { copyTable, copyText } from './demo-copy.js';

describe('copyText', () => {
  it.each([
    [null, '\\N'],
    ['', ''],
    ['\\N', '\\\\N'],
    ['tab\there, line\nhere, return\rhere', 'tab\\there, line\\nhere, return\\rhere'],
    ['𠮷 "quoted" \\.', '𠮷 "quoted" \\\\.'],
    [-125, '-125'],
    [true, 't'],
    [new Date('2026-11-02T00:00:00Z'), '2026-11-02T00:00:00.000Z'],
    [Buffer.from([0, 255]), '\\\\x00ff'],
    [[], '{}'],
    [['one', 'a "b" \\c'], '{"one","a \\\\"b\\\\" \\\\\\\\c"}'],
    [{ note: 'a "b"\n' }, '{"note":"a \\\\"b\\\\"\\\\n"}'],
  ])('writes %j as %s', (value, text) => {
    expect(copyText(value)).toBe(text);
  });
});

describe('copyTable', () => {
  it('names the columns and writes a row in their order', () => {
    const table = copyTable<{ id: string; isPrimary: boolean }>('addresses', {
      id: 'id',
      isPrimary: 'is_primary',
    });

    expect(table.statement).toBe('COPY addresses (id, is_primary) FROM STDIN');
    expect(table.lineOf({ isPrimary: false, id: 'a' })).toBe('a\tf\n');
  });
});
