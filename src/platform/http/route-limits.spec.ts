import { expect, test } from '@jest/globals';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import { BodyLimit, Deadline } from './route-limits.js';

class Routes {
  @BodyLimit(10)
  @Deadline(20)
  both(): number {
    return 1;
  }

  @Deadline(30)
  one(): number {
    return 2;
  }

  none(): number {
    return 2;
  }
}

test.each([
  ['both', { bodyLimitBytes: 10, deadlineMs: 20 }],
  ['one', { deadlineMs: 30 }],
  ['none', undefined],
] as const)('a route with %s of the decorators', (name, limits) => {
  const handler = Object.getOwnPropertyDescriptor(Routes.prototype, name)!.value as object;

  expect(Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler)).toEqual(limits);
});
