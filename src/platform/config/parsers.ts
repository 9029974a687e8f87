import { Cron } from 'croner';
import ipaddr from 'ipaddr.js';
import type { EncryptionKey } from '../crypto/personal-data.js';

/** Turns a setting's text into its value; throws an Error whose message is the reason why it can't. */
export type Parser<T> = (text: string) => T;

/** An address range: the network's address and how many leading bits count. */
export type AddressRange = [ipaddr.IPv4 | ipaddr.IPv6, number];

export const text: Parser<string> = (value) => value;

export function oneOf<const T extends string>(...choices: T[]): Parser<T> {
  return (value) => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw new Error(`must be one of ${choices.join(', ')}`);
    return choice;
  };
}

/** `on` or `off` as a boolean. */
export const onOff: Parser<boolean> = (value) => oneOf('on', 'off')(value) === 'on';

export function integer(min: number, max: number): Parser<number> {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max)
      throw new Error(`must be a whole number from ${String(min)} to ${String(max)}`);
    return number;
  };
}

/** @param minCharacters of every part */
export function list(minCharacters = 1): Parser<string[]> {
  return (value) => {
    const parts = value.split(',').map((part) => part.trim());
    if (parts.some((part) => part.length < minCharacters))
      throw new Error(
        minCharacters === 1
          ? 'must be a comma-separated list without empty parts'
          : `every part must have at least ${String(minCharacters)} characters`,
      );
    return parts;
  };
}

export function atLeast(characters: number): Parser<string> {
  return (value) => {
    if (value.length < characters) throw new Error(`must have at least ${String(characters)} characters`);
    return value;
  };
}

export function url(...protocols: string[]): Parser<string> {
  return (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (parsed === undefined || !protocols.includes(parsed.protocol))
      throw new Error(`must be a URL that begins with ${protocols.map((name) => `${name}//`).join(' or ')}`);
    return value.replace(/\/+$/, '');
  };
}

/** Path secrets: 22 URL-safe characters carry 128 bits. */
export const pathTokens: Parser<string[]> = (value) => {
  const tokens = list(22)(value);
  if (tokens.some((token) => !/^[\w~-]+$/.test(token)))
    throw new Error('every token may hold letters, digits, "-", "_" and "~" only, for it stands in a path');
  return tokens;
};

export const addressRanges: Parser<AddressRange[]> = (value) =>
  list()(value).map((part) => {
    const range = part.includes('/') ? part : `${part}/${part.includes(':') ? '128' : '32'}`;
    // Shortened and octal forms, which ipaddr.js takes, hardly mean what they become: 192.168/16 is 192.0.0.168/16.
    const shortened =
      !part.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(range.split('/', 1)[0] ?? '');
    if (shortened || !ipaddr.isValidCIDR(range))
      throw new Error(`"${part}" is not an address or a CIDR range`);
    return ipaddr.parseCIDR(range);
  });

/** `id:base64` pairs of 32 bytes each. The reason never repeats the value: it is a secret. */
export const encryptionKeys: Parser<EncryptionKey[]> = (value) => {
  const keys = list()(value).map((part) => {
    const [id = '', encoded = ''] = part.split(/:(.*)/s, 2);
    const key = Buffer.from(encoded, 'base64');
    if (!/^[\w.-]{1,32}$/.test(id) || key.length !== 32 || key.toString('base64') !== encoded)
      throw new Error(
        'every part must be ID:BASE64, where the ID has 1 to 32 letters, digits, ".", "_" or "-" and the base64 is of 32 bytes',
      );
    return { id, key };
  });
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) throw new Error('two keys have the same id');
  return keys;
};

/** Pairs such as `disputed=told`, each name out of `names`, each value out of `values`. */
export function pairs<N extends string, V extends string>(
  names: readonly N[],
  values: readonly V[],
): Parser<[N, V][]> {
  return (value) =>
    list()(value).map((part) => {
      const [name = '', choice = ''] = part.split('=', 2).map((half) => half.trim());
      return [oneOfNamed(names, name), oneOfNamed(values, choice)];
    });
}

function oneOfNamed<T extends string>(choices: readonly T[], value: string): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new Error(`"${value}" must be one of ${choices.join(', ')}`);
  return choice;
}

/** Pairs such as `creditor_id=Creditor ID`, each name out of `names` and once, each value any text. */
export function namedTexts<N extends string>(names: readonly N[]): Parser<[N, string][]> {
  return (value) => {
    const parts = list()(value).map((part): [N, string] => {
      const [name = '', text = ''] = part.split(/=(.*)/s, 2).map((half) => half.trim());
      if (text === '') throw new Error(`"${part}" must be NAME=TEXT`);
      return [oneOfNamed(names, name), text];
    });
    if (new Set(parts.map(([name]) => name)).size !== parts.length) throw new Error('a name is there twice');
    return parts;
  };
}

/** Each part out of `choices`. */
export function someOf<T extends string>(...choices: T[]): Parser<T[]> {
  return (value) => list()(value).map((part) => oneOfNamed(choices, part));
}

const cron: Parser<string> = (value) => {
  try {
    new Cron(value, { paused: true, mode: '5-part' });
  } catch {
    throw new Error('must be a cron expression of five parts');
  }
  return value;
};

/** A cron expression, or `off`: never. */
export const cronOrOff: Parser<string> = (value) => {
  if (value === 'off') return value;
  try {
    return cron(value);
  } catch {
    throw new Error('must be a cron expression of five parts, or off');
  }
};

export const timeZone: Parser<string> = (value) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    throw new Error('must be an IANA time zone');
  }
  return value;
};
