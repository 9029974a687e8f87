import { expect, test } from '@jest/globals';
import { KnownRoutes } from './known-routes.js';

const routes = new KnownRoutes();
routes.note('POST', '/api/v1/locations');
routes.note('GET', '/api/v1/locations/:ref');
routes.note('PUT', '/api/v1/locations/:ref');
routes.note('PUT', '/api/v1/locations/:ref');
routes.note('DELETE', '/api/v1/locations/special');
routes.note('GET', '/api/v1/exports/:kind.csv');
routes.note('GET', '/api/v1/files/*');

test.each([
  ['/api/v1/locations', ['POST']],
  ['/api/v1/locations/', ['POST']],
  ['/api/v1/locations/A%2FB', ['GET', 'PUT']],
  ['/api/v1/locations/A/', ['GET', 'PUT']],
  ['/api/v1/locations/special', ['DELETE', 'GET', 'PUT']],
  ['/api/v1/exports/accounts.csv', ['GET']],
  ['/api/v1/files/a/b', ['GET']],
  ['/api/v1/exports/accountsXcsv', []],
  ['/api/v1/locations/A/B', []],
  ['/api/v1/location', []],
  ['/api/v1', []],
  ['', []],
])('%s takes %j', (path, methods) => {
  expect(routes.methodsOf(path)).toEqual(methods);
});
