import type { TransformFnParams } from 'class-transformer';

/** Values of a query string, which are all texts, as what they mean; what can't be read stays and is refused. */
export const fromQuery = {
  number: ({ value }: TransformFnParams): unknown =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : (value as unknown),
  /** `a,b`, or the parameter given several times. */
  list: ({ value }: TransformFnParams): unknown => {
    if (typeof value === 'string') return value.split(',');
    return Array.isArray(value)
      ? value.flatMap((part: unknown) => (typeof part === 'string' ? part.split(',') : [part]))
      : (value as unknown);
  },
};
