import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ModulesContainer, Reflector } from '@nestjs/core';
import type { Scope } from '../auth/caller.js';
import { REQUIRED_SCOPE } from '../auth/scopes.decorator.js';
import { chapterOf, descriptionOf, type Chapter, type Description } from './describe.decorator.js';
import type { SchemaClass } from './schema.js';

/** A controller's route, as its decorators say. */
export interface Route {
  operationId: string;
  method: string;
  /** Of an answer that nothing else decides. */
  status: number;
  /** Undefined: open. */
  scope: Scope | undefined;
  chapter: Chapter | undefined;
  description: Description | undefined;
  body: SchemaClass | undefined;
  query: SchemaClass | undefined;
}

type Controller = abstract new (...args: never[]) => object;

/** `locations_create` for `LocationsController.create`. */
export function operationIdOf(controllerName: string, methodName: string): string {
  const noun = controllerName.replace(/Controller$/, '');
  return `${noun.charAt(0).toLowerCase()}${noun.slice(1)}_${methodName}`;
}

/** All routes of the application, by their operation's id. */
export function routesOf(app: INestApplicationContext): Map<string, Route> {
  const reflector = app.get(Reflector);
  const routes = new Map<string, Route>();
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values())
      if (typeof metatype === 'function')
        for (const route of routesOfController(metatype as Controller, reflector))
          routes.set(route.operationId, route);
  return routes;
}

function routesOfController(controller: Controller, reflector: Reflector): Route[] {
  const prototype = controller.prototype as object;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    const method =
      typeof handler === 'function'
        ? (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined)
        : undefined;
    if (typeof handler !== 'function' || method === undefined) return [];
    return [
      {
        operationId: operationIdOf(controller.name, name),
        method: RequestMethod[method],
        status:
          (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ??
          (method === RequestMethod.POST ? 201 : 200),
        scope: reflector.getAllAndOverride<Scope | undefined>(REQUIRED_SCOPE, [
          handler as () => void,
          controller,
        ]),
        chapter: chapterOf(controller),
        description: descriptionOf(handler),
        body: argumentClass(controller, name, RouteParamtypes.BODY),
        query: argumentClass(controller, name, RouteParamtypes.QUERY),
      },
    ];
  });
}

/** The class of what a method takes whole: `@Body() body: LocationBody`. */
function argumentClass(controller: Controller, name: string, kind: RouteParamtypes): SchemaClass | undefined {
  const given =
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as
      Record<string, { index: number; data?: unknown }> | undefined) ?? {};
  const found = Object.entries(given).find(
    ([key, { data }]) => key.startsWith(`${String(kind)}:`) && typeof data !== 'string',
  );
  if (found === undefined) return undefined;
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, name) as unknown[];
  const type = types[found[1].index];
  return typeof type === 'function' && type !== Object && type !== String ? (type as SchemaClass) : undefined;
}
