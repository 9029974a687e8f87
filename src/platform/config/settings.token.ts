import { Inject } from '@nestjs/common';

/** Where the settings stand in Nest's container. */
export const SETTINGS = Symbol('settings');

/** Injects the {@link Settings}. */
export const InjectSettings = (): ParameterDecorator => Inject(SETTINGS);
