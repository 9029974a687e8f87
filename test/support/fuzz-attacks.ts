import { gzipSync } from 'node:zlib';
import { type FuzzRequest, withBody, withHeader } from './fuzz-request.js';
import { PERSONAL_VALUES } from './schema-values.js';

/** A valid request, and what chance has chosen for those who break it. */
export interface AttackInput {
  request: FuzzRequest;
  /** The body, if the operation takes one. */
  body: Record<string, unknown> | undefined;
  /** The operation's path, with `{ref}`. */
  path: string;
  /** Picks a member, a place. */
  pick: number;
}

/** Makes a request wrong; undefined where there is nothing to break in this way. */
export type Attack = (input: AttackInput) => FuzzRequest | undefined;

const LONG = 100_000;
/** JSON as text, for much of it no program would write. `Qzx` marks what must not be repeated. */
const VALUES: Record<string, string> = {
  null: 'null',
  true: 'true',
  'an empty text': '""',
  blanks: '"   "',
  'blanks at its ends': '" Qzx "',
  'a text': '"Qzx"',
  'digits as a number': '7391',
  zero: '0',
  'minus zero': '-0',
  'a negative': '-1',
  'a fraction': '0.1',
  'a whole fraction': '1.0',
  'an exponent': '1e3',
  'a huge number': '1e308',
  'beyond all numbers': '1e400',
  'below all numbers': '1e-400',
  '20 digits': '12345678901234567890',
  'a safe integer and one': '9007199254740993',
  'a digit too many': '10000000000000',
  '100,000 digits': '9'.repeat(LONG),
  'a long text': `"${'Qzx'.repeat(LONG / 3)}"`,
  'a long text of emoji': `"${'😀'.repeat(LONG)}"`,
  'a number as a text': '"7391"',
  NUL: '"Qzx\\u0000Qzx"',
  'control characters': '"Qzx\\u0001\\u001f\\u007f\\u0085"',
  'a lone high surrogate': '"Qzx\\ud800"',
  'a lone low surrogate': '"Qzx\\udc00x"',
  noncharacters: '"Qzx\\uffff\\ufffe"',
  emoji: '"Qzx 👩‍👩‍👧‍👦🏴‍☠️"',
  'right to left': '"Qzx \\u202e\\u200f\\u0627\\u0644"',
  'line separators': '"Qzx\\u2028\\u2029\\r\\n"',
  SQL: `"Qzx'; DROP TABLE customers; --"`,
  'a LIKE pattern': '"%_\\\\Qzx%"',
  HTML: '"<script>Qzx</script>"',
  'a path': '"../../Qzx"',
  dots: '".."',
  'a date that is none': '"1987-02-30"',
  'a day with a time': '"1987-03-19T00:00:00Z"',
  'a year of six digits': '"+275760-09-13T00:00:00.000Z"',
  'the year 0': '"0000-01-01"',
  'a leap second': '"2026-06-30T23:59:60Z"',
  'a far zone': '"2026-01-31T10:00:00+23:59"',
  'an empty list': '[]',
  'a list': '["Qzx"]',
  'nested lists': '[[["Qzx"]]]',
  'a list of nothing': '[null, null]',
  'a list of 100,000': `[${Array(LONG).fill('1').join(',')}]`,
  'an empty object': '{}',
  'an object': '{"Qzy":"Qzx"}',
  'an object with length': '{"length":100000000}',
  'an object with toString': '{"toString":"Qzx","valueOf":1}',
  'an object with toJSON': '{"toJSON":"Qzx","then":"Qzx"}',
  'an object with __proto__': '{"__proto__":{"Qzy":true}}',
  'an object with constructor': '{"constructor":{"prototype":{"Qzy":true}}}',
  'a query of an ORM': '{"not":"Qzx"}',
  'very many members': `{${Array.from({ length: 40_000 }, (_, at) => `"m${String(at)}":1`).join(',')}}`,
  'lists, 10,000 deep': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  'objects, 10,000 deep': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
};
const NAMES = [
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON',
  '', ' ', '\u0000', '😀', 'Qzy', 'id', 'version', 'x'.repeat(LONG), 'a.b', '0', '$where', 'status ',
] as const; // prettier-ignore

/** Every value at a member of the body, at any depth; and every name beside them. */
function memberAttacks(): Record<string, Attack> {
  const attacks: Record<string, Attack> = {};
  for (const [what, text] of Object.entries(VALUES)) {
    attacks[`a member is ${what}`] = (input) => replaced(input, text);
    attacks[`the body is ${what}`] = ({ request, body }) =>
      body === undefined ? undefined : withBody(request, text);
  }
  for (const name of NAMES)
    attacks[`there is a member ${JSON.stringify(name.slice(0, 20))}`] = (input) =>
      inserted(input, `${JSON.stringify(name)}:"Www"`);
  return {
    ...attacks,
    'a member is given twice': (input) => {
      const [first] = Object.entries(input.body ?? {});
      return first === undefined ? undefined : inserted(input, memberText(first));
    },
    'a member is given twice, once escaped': (input) => {
      const [first] = Object.entries(input.body ?? {});
      if (first === undefined) return undefined;
      const escaped = `\\u${first[0].charCodeAt(0).toString(16).padStart(4, '0')}${first[0].slice(1)}`;
      return inserted(input, `"${escaped}":${JSON.stringify(first[1])}`);
    },
    'a member is missing': ({ request, body, pick }) => {
      const names = Object.keys(body ?? {});
      const gone = names[pick % Math.max(1, names.length)];
      return gone === undefined
        ? undefined
        : withBody(request, JSON.stringify({ ...body, [gone]: undefined }));
    },
    'every member is null': ({ request, body }) =>
      body === undefined
        ? undefined
        : withBody(
            request,
            JSON.stringify(Object.fromEntries(Object.keys(body).map((name) => [name, null]))),
          ),
  };
}

function memberText([name, value]: [string, unknown]): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
}

/** Every place of a value: its way there, and the member's name. */
function placesIn(value: unknown, member: string): { holder: object; key: string; member: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = Array.isArray(value) ? member : key;
    return [{ holder: value, key, member: name }, ...placesIn(inner, name)];
  });
}

const MARK = '@@the value@@';

function replaced({ request, body, pick }: AttackInput, text: string): FuzzRequest | undefined {
  const copy = structuredClone(body);
  const places = placesIn(copy, '');
  const place = places[pick % Math.max(1, places.length)];
  if (place === undefined) return undefined;
  Object.assign(place.holder, { [place.key]: MARK });
  // An external id may well be repeated: only what is personal is marked as such.
  const marked = place.member in PERSONAL_VALUES ? text : impersonal(text);
  return withBody(
    request,
    JSON.stringify(copy).replace(`"${MARK}"`, () => marked),
  );
}

function impersonal(text: string): string {
  return text.replaceAll('Qzx', 'Www').replaceAll('7391', '7392').replaceAll('1987', '1986');
}

/** A further member, in the body or in an object within it. */
function inserted({ request, body, pick }: AttackInput, member: string): FuzzRequest | undefined {
  if (body === undefined) return undefined;
  const text = JSON.stringify(body);
  const starts = [...text.matchAll(/\{(?=["}])/g)].map(({ index }) => index);
  const at = (starts[pick % starts.length] ?? 0) + 1;
  return withBody(request, `${text.slice(0, at)}${member}${text[at] === '}' ? '' : ','}${text.slice(at)}`);
}

const bytes = (change: (body: Buffer, pick: number) => string | Buffer): Attack => {
  return ({ request, pick }) =>
    request.body === undefined ? undefined : withBody(request, change(request.body, pick));
};
const typed = (type: string): Attack => {
  return ({ request }) =>
    request.body === undefined ? undefined : withHeader(request, 'Content-Type', type);
};

const CONTENT_TYPES = [
  '', 'text/plain', 'text/json', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data',
  'multipart/form-data; boundary=x', 'application/json; charset=utf-16', 'application/json; charset=latin1',
  'application/json;charset=', 'application/json, text/plain', 'application/jsonp', 'application/json/x', '*/*',
  'application/octet-stream', ';', 'json', 'application/ld+json', '__proto__', 'x'.repeat(5_000),
] as const; // prettier-ignore

function bodyAttacks(): Record<string, Attack> {
  const types = CONTENT_TYPES.map((type) => [`content type ${type.slice(0, 40)}`, typed(type)] as const);
  return {
    ...Object.fromEntries(types),
    'no content type': ({ request }) => withHeader(request, 'Content-Type'),
    'two content types': ({ request }) =>
      withHeader(request, 'Content-Type', 'application/json', 'text/plain'),
    'an empty body': bytes(() => ''),
    'blanks alone': bytes(() => ' \n\t '),
    'the end is missing': bytes((body, pick) => body.subarray(0, pick % Math.max(1, body.length))),
    'there is more behind it': bytes((body) => `${body.toString()}}`),
    'two bodies': bytes((body) => `${body.toString()}\n${body.toString()}`),
    'a byte order mark': bytes((body) => `\uFEFF${body.toString()}`),
    'UTF-16': bytes((body) => Buffer.from(`\uFEFF${body.toString()}`, 'utf16le')),
    'a byte that is no UTF-8': bytes((body, pick) => {
      const at = pick % Math.max(1, body.length);
      return Buffer.concat([body.subarray(0, at), Buffer.from([0xc3, 0x28, 0xff]), body.subarray(at)]);
    }),
    'an encoded surrogate': bytes((body) =>
      Buffer.from(body.toString('latin1').replace(/"$|"}/, '\xed\xa0\x80$&'), 'latin1')),
    'a NUL byte': bytes((body) => `${body.toString()}\0`),
    comments: bytes((body) => `/* Qzx */ ${body.toString()}`),
    'single quotes': bytes((body) => body.toString().replaceAll('"', "'")),
    'a comma too many': bytes((body) => body.toString().replace(/\}$/, ',}')),
    NaN: bytes(() => '{"name":NaN,"Qzx":Infinity}'),
    'a hexadecimal number': bytes(() => '{"balance":0x10}'),
    'a form': bytes(() => 'name=Qzx&external_id=1'),
    'random bytes': bytes((body, pick) => Buffer.from(body.map((byte, at) => (byte * 31 + at * pick) & 0xff))),
    'too large': bytes(() => `{"name":"${'Qzx'.repeat(400_000)}"}`),
    'gzip, and says so': (input) => {
      const zipped = bytes((body) => gzipSync(body))(input);
      return zipped && withHeader(zipped, 'Content-Encoding', 'gzip');
    },
    'gzip, and does not say so': bytes((body) => gzipSync(body)),
    'says gzip, and is none': ({ request }) => withHeader(request, 'Content-Encoding', 'gzip'),
    'in chunks': ({ request }) => {
      const { body } = request;
      if (body === undefined || body.length === 0) return undefined;
      const chunk = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]);
      return withHeader({ ...request, body: chunk }, 'Transfer-Encoding', 'chunked');
    },
  }; // prettier-ignore
}

const HEADERS: Record<string, string[]> = {
  'If-Match': [
    '', '"0"', '"999999999999999999"', '"99999999999999999999"', '1', '"1', 'W/"1"', '"1", "2"', '"-1"', '"a"', '*, "1"',
    '"1"; x', ',', '"\xff"', '"1",'.repeat(500), '""', 'null', '"1.0"', '__proto__',
  ],
  'Idempotency-Key': ['', ' ', 'a b', 'x'.repeat(256), 'x'.repeat(5_000), '\xff', '\t', 'é', '"', "';--", '__proto__', '{}'],
  'X-Reason': ['', '\xff\xfe', '\t', 'x'.repeat(1_001), '\xc2\x85', '\xed\xa0\x80', '\xf0\x9f\x98\x80', "'; DROP", '\xef\xbf\xbf'],
  Authorization: [
    '', 'Bearer', 'Bearer ', 'Bearer \xff', 'Basic Og==', 'Bearer null', 'Bearer __proto__', `Bearer arrears_${'a'.repeat(16)}_`,
    `Bearer ${'x'.repeat(8_000)}`, 'Bearer a\tb', 'Bearer a, Bearer b', "Bearer ' OR 1=1",
  ],
  'X-Request-Id': ['', 'x'.repeat(500), '\xff', 'a b', '{}', "'"],
  Accept: ['text/html', 'application/xml', '', '*/*;q=0', '\xff'],
  'Accept-Encoding': ['gzip', 'br', 'x', ''],
  'X-HTTP-Method-Override': ['DELETE', 'PATCH'],
  'X-Forwarded-For': ['1.2.3.4', 'unknown', '\xff', 'a'.repeat(1_000)],
  Forwarded: ['for=1.2.3.4;proto=https'],
  Origin: ['null', 'https://attacker.example'],
  Range: ['bytes=0-1', 'bytes=-'],
  Expect: ['100-continue'],
  Cookie: ['a=b', '__proto__=1'],
}; // prettier-ignore
/** HTTP that Node itself refuses. */
const NOT_HTTP: Record<string, [string, string]> = {
  'a length that is none': ['Content-Length', 'x'],
  'a negative length': ['Content-Length', '-1'],
  'a NUL in a header': ['X-Reason', 'a\0b'],
  'a header without end': ['X-Reason', 'x'.repeat(20_000)],
  'a header name that is none': ['X Reason', 'x'],
  'an unknown coding': ['Transfer-Encoding', 'x'],
};

function headerAttacks(): Record<string, Attack> {
  const attacks: Record<string, Attack> = {};
  for (const [name, values] of Object.entries(HEADERS))
    for (const value of values)
      attacks[`${name}: ${JSON.stringify(value.slice(0, 30))} (${String(value.length)})`] = ({ request }) =>
        withHeader(request, name, value);
  for (const name of ['If-Match', 'Idempotency-Key', 'X-Reason', 'Authorization'])
    attacks[`${name} twice`] = ({ request }) => withHeader(request, name, '"1"', '"2"');
  for (const [what, [name, value]] of Object.entries(NOT_HTTP))
    attacks[what] = ({ request }) => ({ ...withHeader(request, name, value), beyondDocument: true });
  return attacks;
}

/** As they stand in a path. */
const REFS = [
  '%00', 'a%00b', '%', '%zz', '%f', '%ff', '%c3%28', '%ed%a0%80', '%F0%9F%98%80', '%e2%80%ae', '%20', '%09', '%0d%0a',
  '..', '.', '%2e%2e', '..%2f..%2fetc', '%2f', 'a%2Fb', '%5c', '%25', '%2500', '', 'x'.repeat(256), 'x'.repeat(15_000),
  '%61'.repeat(3_000), '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-00000000000Z', '__proto__',
  'constructor', 'null', 'undefined', '0', '-1', '1e9', '*', ':ref', '{ref}', "'%20OR%201=1", ';a=b', 'a;b', '\xff', '%uD800',
] as const; // prettier-ignore
const QUERIES = [
  '%', '%00', '%zz=1', '%ff=%ff', 'a[b]=c', 'a[]=1', 'limit[gt]=1', 'limit=1&limit=2', 'limit=0', 'limit=-1', 'limit=501',
  'limit=1e2', 'limit=', 'limit=%20', 'limit=9999999999999999999', 'limit=1.5', 'limit=NaN', 'limit=0x10', 'limit=null',
  'cursor=', 'cursor=x', 'cursor=%00', 'cursor=e30', 'cursor=bnVsbA', 'cursor=W10', 'cursor=eyJhIjoxfQ', 'cursor=a&cursor=b',
  `cursor=${'A'.repeat(1_000)}`, `cursor=${'A'.repeat(9_000)}`, 'cursor=%ff', '__proto__=1', '__proto__[a]=1', 'constructor=1',
  'toString=1', 'hasOwnProperty=1', 'prototype=1', '=', '&&&', '=1', '?', 'external_id=', 'external_id=a&external_id=b',
  'external_id=%00', 'external_id=%ff', `external_id=${'x'.repeat(300)}`, 'external_id[]=a', 'id=x', 'id=%00', 'id=', 'kind=x',
  'kind=payment&kind=fee', 'status=x', 'status=active,', 'status=,', `status=${'active,'.repeat(50)}`, 'status=active&status=disputed',
  'min_balance=x', 'min_balance=-0', 'min_balance=1e400', 'min_balance=99999999999999999999', 'max_balance=0.5', 'placed_from=x',
  'placed_from=0000-00-00', 'placed_until=2026-02-30', 'created_since=x', 'created_since=0000-01-01T00:00:00Z',
  'created_since=9999-12-31T23:59:59-23:59', 'updated_since=2026-01-31', 'updated_since=%2B275760-09-13T00:00:00Z',
  'updated_since=0001-01-01T00:00:00%2B14:00', 'any_id=%25%5f', 'any_id=%00', 'name=%00', 'name=%25', 'family=%00',
  `name=${'x'.repeat(12_000)}`, 'customer_id=%00', 'location_id=%F0%9F%98%80', 'parent_external_id=..', 'name=\xff', 'a;b=c', 'a=b#c',
  Array.from({ length: 900 }, (_, at) => `p${String(at)}=1`).join('&'), 'debt_account_external_id=1',
] as const; // prettier-ignore

function targetAttacks(): Record<string, Attack> {
  const attacks: Record<string, Attack> = {};
  for (const ref of REFS)
    attacks[`the path names ${ref.slice(0, 40)} (${String(ref.length)})`] = ({ request, path }) =>
      path.includes('{') ? { ...request, target: path.replace(/\{\w+\}/, () => ref) } : undefined;
  for (const query of QUERIES)
    attacks[`the query is ${query.slice(0, 40)} (${String(query.length)})`] = ({ request }) => ({
      ...request,
      target: `${request.target.split('?')[0] ?? ''}?${query}`,
    });
  return {
    ...attacks,
    'a slash too many': ({ request }) => ({ ...request, target: `/${request.target}`, beyondDocument: true }),
    'a slash at the end': ({ request }) => ({ ...request, target: `${request.target.split('?')[0] ?? ''}/` }),
    'an absolute address': ({ request }) => ({ ...request, target: `http://test${request.target}` }),
    'another method': ({ request }) => ({ ...request, method: 'PROPFIND', beyondDocument: true }),
    'a method that is none': ({ request }) => ({ ...request, method: 'QZY', beyondDocument: true }),
  };
}

/** All of them, by name. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  ...memberAttacks(),
  ...bodyAttacks(),
  ...headerAttacks(),
  ...targetAttacks(),
};
