import type { ErrorShape } from '../platform/errors/problem.filter.js';
import { frameworkRefusal } from './jit-errors.js';

/** Whatever fails below `/jit` answers in the shape that Tratta relays. */
export const JIT_ERROR_SHAPE: ErrorShape = { prefix: '/jit', render: frameworkRefusal };
