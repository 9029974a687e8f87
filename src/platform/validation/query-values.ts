import type { TransformFnParams } from 'class-transformer';

/**
 * Values of a query string, which are all texts, as what they mean; what can't be read stays and is refused. A
 * body with the same fields says what it means.
 */
export const fromQuery = {
  number: ({ value, options }: TransformFnParams): unknown =>
    isQuery(options) && typeof value === 'string' && /^-?\d{1,15}$/.test(value)
      ? Number(value)
      : (value as unknown),
  /** `a,b`, or the parameter given several times. */
  list: ({ value, options }: TransformFnParams): unknown => {
    if (!isQuery(options)) return value as unknown;
    if (typeof value === 'string') return value.split(',');
    return Array.isArray(value)
      ? value.flatMap((part: unknown) => (typeof part === 'string' ? part.split(',') : [part]))
      : (value as unknown);
  },
};

function isQuery({ groups }: TransformFnParams['options']): boolean {
  return groups?.includes('query') ?? false;
}
