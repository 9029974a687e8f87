import { describe, expect, test } from '@jest/globals';
import { type EncryptionKey, PersonalDataVault } from './personal-data.js';

const key = (id: string, byte: number): EncryptionKey => ({ id, key: Buffer.alloc(32, byte) });
const vault = new PersonalDataVault([key('k1', 1)]);
const ROW = '00000000-0000-7000-8000-000000000001';
const OTHER_ROW = '00000000-0000-7000-8000-000000000002';

describe('a sealed value', () => {
  test.each(['0098', '1980-02-29', '', 'ü 😀', 'x'.repeat(10_000)])('opens as it was: %s', (value) => {
    expect(vault.open('ssn_last4', ROW, vault.seal('ssn_last4', ROW, value).cipher)).toBe(value);
  });

  test('is another one each time, and its digest the same', () => {
    const [one, other] = [vault.seal('ssn_last4', ROW, '0098'), vault.seal('ssn_last4', ROW, '0098')];

    expect(one.cipher).not.toEqual(other.cipher);
    expect(one.digest).toEqual(other.digest);
    expect(one.digest).toHaveLength(32);
  });

  test('does not show what is in it', () => {
    const { cipher, digest } = vault.seal('date_of_birth', ROW, '1980-02-29');

    for (const bytes of [cipher, digest]) expect(bytes.toString('latin1')).not.toContain('1980');
  });

  test('opens in its own row and field only', () => {
    const { cipher } = vault.seal('ssn_last4', ROW, '0098');

    expect(() => vault.open('ssn_last4', OTHER_ROW, cipher)).toThrow();
    expect(() => vault.open('date_of_birth', ROW, cipher)).toThrow();
  });

  test('does not open when a single bit was changed, wherever', () => {
    const { cipher } = vault.seal('ssn_last4', ROW, '0098');

    for (let index = 0; index < cipher.length; index += 1) {
      const changed = Buffer.from(cipher);
      changed[index]! ^= 1;
      expect(() => vault.open('ssn_last4', ROW, changed)).toThrow();
    }
  });

  test.each(['0098', ''])('does not open when it was cut short or added to: "%s"', (value) => {
    const { cipher } = vault.seal('ssn_last4', ROW, value);

    for (let length = 0; length < cipher.length; length += 1)
      expect(() => vault.open('ssn_last4', ROW, cipher.subarray(0, length))).toThrow();
    expect(() => vault.open('ssn_last4', ROW, Buffer.concat([cipher, Buffer.alloc(1)]))).toThrow();
  });

  test("opens as a part of a larger buffer, as the database's client gives it", () => {
    const { cipher } = vault.seal('ssn_last4', ROW, '0098');
    const larger = new Uint8Array(Buffer.concat([Buffer.alloc(5), cipher, Buffer.alloc(5)]).buffer.slice(0));
    const offset = Buffer.from(larger).indexOf(cipher);

    expect(vault.open('ssn_last4', ROW, larger.subarray(offset, offset + cipher.length))).toBe('0098');
  });
});

describe('keys', () => {
  test('are rotated: the first one seals, the others still open', () => {
    const old = vault.seal('ssn_last4', ROW, '0098').cipher;
    const rotated = new PersonalDataVault([key('k2', 2), key('k1', 1)]);
    const fresh = rotated.seal('ssn_last4', ROW, '0098').cipher;

    expect(rotated.open('ssn_last4', ROW, old)).toBe('0098');
    expect(rotated.open('ssn_last4', ROW, fresh)).toBe('0098');
    expect(() => vault.open('ssn_last4', ROW, fresh)).toThrow('ENCRYPTION_KEYS holds no key named "k2"');
  });

  test('of the same name but other bytes do not open', () => {
    const { cipher } = vault.seal('ssn_last4', ROW, '0098');

    expect(() => new PersonalDataVault([key('k1', 2)]).open('ssn_last4', ROW, cipher)).toThrow();
  });

  test('each find the values that they may have sealed', () => {
    const rotated = new PersonalDataVault([key('k2', 2), key('k1', 1)]);
    const digests = rotated.digests('ssn_last4', '0098');

    expect(digests).toEqual([
      rotated.seal('ssn_last4', ROW, '0098').digest,
      vault.seal('ssn_last4', ROW, '0098').digest,
    ]);
    expect(digests[0]).not.toEqual(digests[1]);
  });

  test('are needed', () => {
    expect(() => new PersonalDataVault([])).toThrow('at least one encryption key');
  });
});

describe('a digest', () => {
  test('is of the value and its field, and of no row', () => {
    const of = (field: 'ssn_last4' | 'date_of_birth', row: string, value: string) =>
      vault.seal(field, row, value).digest;

    expect(of('ssn_last4', ROW, '0098')).toEqual(of('ssn_last4', OTHER_ROW, '0098'));
    expect(of('ssn_last4', ROW, '0098')).not.toEqual(of('ssn_last4', ROW, '0099'));
    expect(of('ssn_last4', ROW, '0098')).not.toEqual(of('date_of_birth', ROW, '0098'));
  });
});
