import { describe, expect, test } from '@jest/globals';
import { broken, neverSent, refused, unreadable, type FaultKind } from './gotransverse.faults.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const none = new Uint8Array();

function refusal(status: number, body = '', retryAfter?: string) {
  return { status, retryAfter, body: Buffer.from(body) };
}

describe('a status without a body', () => {
  test.each<[number, FaultKind, FaultKind]>([
    [300, 'unknown', 'unavailable'],
    [301, 'unknown', 'unavailable'],
    [302, 'unknown', 'unavailable'],
    [303, 'unknown', 'unavailable'],
    [304, 'unknown', 'unavailable'],
    [307, 'unknown', 'unavailable'],
    [308, 'unknown', 'unavailable'],
    [400, 'rejected', 'rejected'],
    [401, 'unauthorized', 'unauthorized'],
    [402, 'rejected', 'rejected'],
    [403, 'unauthorized', 'unauthorized'],
    [404, 'not_found', 'not_found'],
    [405, 'rejected', 'rejected'],
    [406, 'rejected', 'rejected'],
    [407, 'unauthorized', 'unauthorized'],
    [408, 'unknown', 'unavailable'],
    [409, 'rejected', 'rejected'],
    [410, 'rejected', 'rejected'],
    [413, 'rejected', 'rejected'],
    [414, 'rejected', 'rejected'],
    [415, 'rejected', 'rejected'],
    [418, 'rejected', 'rejected'],
    [422, 'rejected', 'rejected'],
    [425, 'not_sent', 'not_sent'],
    [429, 'throttled', 'throttled'],
    [499, 'rejected', 'rejected'],
    [500, 'unknown', 'unavailable'],
    [501, 'unknown', 'unavailable'],
    [502, 'unknown', 'unavailable'],
    [503, 'unknown', 'unavailable'],
    [504, 'unknown', 'unavailable'],
    [520, 'unknown', 'unavailable'],
    [599, 'unknown', 'unavailable'],
    [0, 'unknown', 'unavailable'],
    [199, 'unknown', 'unavailable'],
    [999, 'unknown', 'unavailable'],
  ])('%d: a write is %s, a read is %s', (status, write, read) => {
    expect(refused('write', refusal(status), NOW)).toMatchObject({ kind: write, status });
    expect(refused('read', refusal(status), NOW)).toMatchObject({ kind: read, status });
  });

  test('every status says its number and nothing of a body that is not there', () => {
    for (let status = 300; status < 600; status += 1) {
      const fault = refused('write', refusal(status), NOW);
      expect(fault.reason).toMatch(new RegExp(`^HTTP ${status}, \\S`));
      expect(fault).not.toHaveProperty('vendorText');
    }
  });

  test('a redirect says which setting is wrong', () => {
    expect(refused('read', refusal(302), NOW).reason).toBe(
      'HTTP 302, the address redirects: check GOTRANSVERSE_BASE_URL',
    );
    expect(refused('read', refusal(304), NOW).reason).toBe('HTTP 304, no clear answer');
  });
});

describe('what the vendor says with it', () => {
  const described = 'Validation error: postal code 7870X is invalid';

  test.each([
    [
      'the tutorial, parts side by side',
      `<errorDescription>${described}</errorDescription> <failureReason>VALIDATION_FAILURE</failureReason>`,
    ],
    [
      'the same after a declaration',
      `<?xml version="1.0"?><errorDescription>${described}</errorDescription><failureReason>VALIDATION_FAILURE</failureReason>`,
    ],
    [
      'in a wrapper of another version',
      `<e:fault xmlns:e="http://www.tractbilling.com/billing/1_33/domain"><e:description>${described}</e:description><e:failureReason>VALIDATION_FAILURE</e:failureReason></e:fault>`,
    ],
    [
      'attributes of FaultResponse, deep down',
      `<a><b><error description="${described}" failureReason="VALIDATION_FAILURE" message="other"/></b></a>`,
    ],
    [
      'the first name wins',
      `<a message="m"><errorDescription> ${described} </errorDescription><failureReason>VALIDATION_FAILURE</failureReason><description>d</description></a>`,
    ],
  ])('%s', (_, body) => {
    const fault = refused('write', refusal(422, body), NOW);

    expect(fault).toEqual({
      kind: 'rejected',
      status: 422,
      reason: 'HTTP 422, VALIDATION_FAILURE, Gotransverse holds what was sent to be invalid',
      vendorText: described,
    });
  });

  test('several descriptions are told once each', () => {
    const body =
      '<a><error><description>x</description></error><error><description>y</description></error><description>x</description></a>';

    expect(refused('write', refusal(422, body), NOW).vendorText).toBe('x; y');
  });

  test.each([
    ['HTML', '<!DOCTYPE html><html><body>Tim Curri is wrong<br></body>', /Tim Curri is wrong/],
    ['text', 'It broke: Tim Curri', /^It broke: Tim Curri$/],
    ['JSON', '{"errors":["Tim Curri"]}', /Tim Curri/],
    ['XML without a description', '<a><b>Tim Curri</b></a>', /Tim Curri/],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x; Tim Curri</a>', /Tim Curri/],
    ['half a document', '<a><b>Tim Curri', /Tim Curri/],
  ])('%s is told as it is, and never in our reason', (_, body, told) => {
    for (const status of [400, 422, 500, 503]) {
      const fault = refused('write', refusal(status, body), NOW);
      expect(fault.vendorText).toMatch(told);
      expect(fault.reason).not.toContain('Tim');
    }
  });

  test('it is 2 kB at most, of whole characters, without control characters', () => {
    const fault = refused('write', refusal(400, `a\u0000b\u001b[31m${'€'.repeat(5000)}`), NOW);

    expect(Buffer.byteLength(fault.vendorText ?? '')).toBeLessThanOrEqual(2048);
    expect(fault.vendorText).toMatch(/^a b \[31m€{600,}$/);
  });

  test('bytes that are no text leave the status as it is', () => {
    const body = Buffer.from([0x3c, 0xff, 0xfe, 0x00]);

    expect(refused('read', { status: 404, body }, NOW)).toMatchObject({ kind: 'not_found', status: 404 });
  });

  test('a failure reason of its own words is not repeated', () => {
    const body = '<a><failureReason>TIM_CURRI</failureReason><description>x</description></a>';

    expect(refused('write', refusal(422, body), NOW).reason).not.toContain('TIM_CURRI');
  });
});

describe('already there', () => {
  const inXml = '<a><description>x</description><failureReason>ALREADY_EXISTS</failureReason></a>';

  test.each([
    [422, inXml],
    [409, inXml],
    [400, inXml],
    [422, '<failureReason>ALREADY_EXISTS</failureReason>'],
    [422, '{"failureReason":"ALREADY_EXISTS"}'],
    [422, '<a><failureReason>ALREADY_EXISTS</failureReason><half'],
  ])('HTTP %d, %s', (status, body) => {
    expect(refused('write', refusal(status, body), NOW)).toMatchObject({
      kind: 'already_exists',
      reason: `HTTP ${status}, ALREADY_EXISTS, it is there already`,
    });
  });

  test.each([500, 503, 404])('HTTP %d does not say that', (status) => {
    expect(refused('write', refusal(status, inXml), NOW).kind).not.toBe('already_exists');
  });

  test('a description that mentions it is not it', () => {
    const body = '<a><description>ALREADY_EXISTS</description></a>';

    expect(refused('write', refusal(422, body), NOW).kind).toBe('rejected');
  });
});

describe('the two 500s that are permanent', () => {
  test.each([
    "Unmarshalling Error: Unexpected 'x' in attribute value at [row,col {unknown-source}]",
    '<html><body><h1>Unmarshalling Error: Unexpected</h1></body></html>',
    '<fault><description>Mismatched input x expecting y</description></fault>',
    'mismatched input x expecting y',
  ])('%s', (body) => {
    expect(refused('write', refusal(500, body), NOW).kind).toBe('rejected');
    expect(refused('read', refusal(500, body), NOW).kind).toBe('rejected');
  });

  test('by their text in a 500 only', () => {
    expect(refused('write', refusal(502, 'Unmarshalling Error: x'), NOW).kind).toBe('unknown');
    expect(refused('write', refusal(500, 'GENERAL'), NOW).kind).toBe('unknown');
  });
});

describe('Retry-After', () => {
  test.each([
    ['7', 7000],
    [' 0 ', 0],
    ['999999999999', 3_600_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['Mon, 01 Mar 2027 11:00:00 GMT', 3_600_000],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2026', 2_026_000],
    ['Xyz, 99 Foo 2026 GMT', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %p ms', (header, expected) => {
    expect(refused('write', refusal(429, '', header), NOW).retryAfterMs).toBe(expected);
  });

  test('a read that is told to wait is throttled; a write may have happened before', () => {
    expect(refused('read', refusal(503, '', '5'), NOW)).toMatchObject({
      kind: 'throttled',
      retryAfterMs: 5000,
    });
    expect(refused('write', refusal(503, '', '5'), NOW)).toMatchObject({
      kind: 'unknown',
      retryAfterMs: 5000,
    });
    expect(refused('read', refusal(503), NOW)).not.toHaveProperty('retryAfterMs');
  });

  test('elsewhere it means nothing', () => {
    expect(refused('write', refusal(500, '', '5'), NOW)).not.toHaveProperty('retryAfterMs');
  });
});

describe('no answer', () => {
  test.each(['timeout', 'stopped', 'connection'] as const)('%s', (why) => {
    expect(broken('write', { sent: true, why }).kind).toBe('unknown');
    expect(broken('read', { sent: true, why }).kind).toBe('unavailable');
    expect(broken('write', { sent: false, why }).kind).toBe('not_sent');
    expect(broken('read', { sent: false, why }).kind).toBe('not_sent');
  });

  test('the system’s word is told where it is one', () => {
    const because = (code: string) => broken('read', { sent: false, why: 'connection', code }).reason;

    expect(because('ECONNREFUSED')).toBe('no connection (ECONNREFUSED)');
    expect(because('connect to host 10.0.0.1')).toBe('no connection');
  });
});

test('an answer without use leaves a write open', () => {
  expect(unreadable('write', 201, 'it is not UTF-8')).toEqual({
    kind: 'unknown',
    status: 201,
    reason: 'HTTP 201, but the answer cannot be used: it is not UTF-8',
  });
  expect(unreadable('read', 200, 'x').kind).toBe('unavailable');
});

test('what our own checks hold back is rejected', () => {
  expect(neverSent('x')).toEqual({ kind: 'rejected', reason: 'not sent: x' });
});

test('no fault of an empty body has words of the vendor', () => {
  expect(refused('write', { status: 500, body: none }, NOW)).not.toHaveProperty('vendorText');
});
