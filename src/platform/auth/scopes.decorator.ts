import { SetMetadata } from '@nestjs/common';
import type { Scope } from './caller.js';

export const REQUIRED_SCOPE = 'arrears:required-scope';
export const OPEN_ROUTE = 'arrears:open-route';

/** Every route under `/api/v1` states the scope that its caller's key must have. */
export const RequiresScope = (scope: Scope): MethodDecorator => SetMetadata(REQUIRED_SCOPE, scope);

/** A route without an API key; the reason says why it needs none. */
export const OpenRoute = (reason: string): MethodDecorator & ClassDecorator =>
  SetMetadata(OPEN_ROUTE, reason);
