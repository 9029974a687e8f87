import { expect, test } from '@jest/globals';
import { splitPersonName } from './person-name.js';

test.each([
  ['Tim Curri', ['Tim', undefined, 'Curri', undefined]],
  ['Tim Q Curri', ['Tim', 'Q', 'Curri', undefined]],
  ['  Anna   Maria\tLuisa  Roe ', ['Anna', 'Maria Luisa', 'Roe', undefined]],
  [`Sean O'Brien`, ['Sean', undefined, `O'Brien`, undefined]],
  ['Tim Curri Jr', ['Tim', undefined, 'Curri', 'Jr']],
  ['Tim Q. Curri, Jr.', ['Tim', 'Q.', 'Curri', 'Jr.']],
  ['Tim Curri SR', ['Tim', undefined, 'Curri', 'SR']],
  ['Tim Curri II', ['Tim', undefined, 'Curri', 'II']],
  ['Tim Curri III', ['Tim', undefined, 'Curri', 'III']],
  ['Tim Curri IV', ['Tim', undefined, 'Curri', 'IV']],
  ['Curri, Tim', ['Tim', undefined, 'Curri', undefined]],
  ['Curri, Tim Quentin Adam', ['Tim', 'Quentin Adam', 'Curri', undefined]],
  ['Curri, Tim Q, Jr.', ['Tim', 'Q', 'Curri', 'Jr.']],
  ['Curri Jr., Tim Q', ['Tim', 'Q', 'Curri', 'Jr.']],
  ['Curri, Tim III', ['Tim', undefined, 'Curri', 'III']],
  ['de la Cruz, Maria', ['Maria', undefined, 'de la Cruz', undefined]],
  ['Maria de la Cruz', ['Maria', undefined, 'de la Cruz', undefined]],
  ['Maria Elena del Rio Sr', ['Maria', 'Elena', 'del Rio', 'Sr']],
  ['Dick Van Dyke', ['Dick', undefined, 'Van Dyke', undefined]],
  ['Karl von der Heide', ['Karl', undefined, 'von der Heide', undefined]],
  // A first name stays one, whatever word it is.
  ['Van Morrison', ['Van', undefined, 'Morrison', undefined]],
  ['van de Berg', ['van', undefined, 'de Berg', undefined]],
  ['Juan de la Vega Garcia', ['Juan', 'de la Vega', 'Garcia', undefined]],
  ['Tim Curri,', ['Tim', undefined, 'Curri', undefined]],
  ['王 小明', ['王', undefined, '小明', undefined]],
  ['null null', ['null', undefined, 'null', undefined]],
])('%j', (name, [firstName, middleName, lastName, suffix]) => {
  expect(splitPersonName(name)).toStrictEqual({
    firstName,
    ...(middleName === undefined ? {} : { middleName }),
    lastName,
    ...(suffix === undefined ? {} : { suffix }),
  });
});

test.each([
  'Cher',
  '',
  ' ',
  ',',
  'Curri,',
  ', Tim',
  'Tim Jr.',
  'Curri, Jr.',
  'Jr',
  'Curri, Tim, MD',
  'a, b, c, d',
])('%j is not split', (name) => {
  expect(splitPersonName(name)).toBeUndefined();
});
