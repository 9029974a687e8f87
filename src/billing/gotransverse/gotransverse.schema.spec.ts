import { describe, expect, test } from '@jest/globals';
import { keepBody } from '../../../test/support/kept-bodies.js';
import { SCHEMA_SAMPLES } from '../../../test/support/schema-samples.js';
import { domainNamespace, restNamespace } from './gotransverse.namespaces.js';
import { gotransverseSchema } from './gotransverse.schema.js';

test('the namespaces of a version', () => {
  expect(domainNamespace('1.28')).toBe('http://www.tractbilling.com/billing/1_28/domain');
  expect(restNamespace('1.33')).toBe('http://www.tractbilling.com/billing/1_33/domain/rest');
});

test.each(['', '1', '1_28', '1.28"', 'latest'])('%j is no version', (version) => {
  expect(() => gotransverseSchema(version)).toThrow('two numbers');
});

describe('a schema is of one version', () => {
  const body = `<person xmlns="${domainNamespace('1.28')}" firstName="Tim" lastName="Curri"/>`;

  test('and is made once', () => {
    expect(gotransverseSchema('1.28')).toBe(gotransverseSchema('1.28'));
  });

  test('which another refuses', () => {
    expect(gotransverseSchema('1.28').problemsOf(body)).toEqual([]);
    expect(gotransverseSchema('1.29').problemsOf(body)).toEqual([
      'person is no element that may stand alone',
    ]);
  });
});

/** The vendor's own verdict on the same samples: tools/vendor-schema-check.mjs, where its schema is at hand. */
describe.each(['1.28', '1.33'])('samples in %s', (version) => {
  test.each(SCHEMA_SAMPLES)('$good: $what: $body', ({ body, good }) => {
    const xml = body.replace(/^<\w+/, (root) => `${root} xmlns="${domainNamespace(version)}"`);
    keepBody(xml, good ? 'good-sample' : 'bad-sample');

    expect(gotransverseSchema(version).problemsOf(xml).length === 0).toBe(good);
  });
});

test('a command without its target is refused by ours alone: it would say nothing of whom it means', () => {
  const xml = `<resumeBillingAccount xmlns="${domainNamespace('1.28')}"/>`;

  expect(gotransverseSchema('1.28').problemsOf(xml)).toEqual(['resumeBillingAccount lacks an element']);
});
