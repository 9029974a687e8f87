import { describe, expect, test } from '@jest/globals';
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
