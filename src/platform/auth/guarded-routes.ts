import type { INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer, Reflector } from '@nestjs/core';
import { OPEN_ROUTE, REQUIRED_SCOPE } from './scopes.decorator.js';

/**
 * Proves at boot that every route says who may use it. The guard would deny an unmarked one anyway; this
 * tells the developer, not the first caller.
 * @throws Error that names the unmarked routes
 */
export function assertRoutesGuarded(app: INestApplicationContext): void {
  const reflector = app.get(Reflector);
  const unmarked: string[] = [];
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      for (const name of Object.getOwnPropertyNames(metatype.prototype)) {
        const handler: unknown = Object.getOwnPropertyDescriptor(metatype.prototype, name)?.value;
        if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) continue;
        const marks = [OPEN_ROUTE, REQUIRED_SCOPE].map((mark) =>
          reflector.getAllAndOverride<unknown>(mark, [handler, metatype]),
        );
        if (marks.every((mark) => mark === undefined)) unmarked.push(`${metatype.name}.${name}`);
      }
    }
  if (unmarked.length > 0) throw new Error(`These routes state no scope: ${unmarked.join(', ')}`);
}
