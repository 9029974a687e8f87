import 'reflect-metadata';

const PERSONAL = Symbol('personal parameters');

interface PersonalParameters {
  names: readonly string[];
  instead: string;
}

/**
 * Names that callers may try in the URL of a list, though what they ask by is personal: proxies, histories and
 * logs keep URLs. The refusal says where to ask instead.
 * @param instead such as `POST /api/v1/searches/customers`
 */
export function NeverInUrl(names: readonly string[], instead: string): ClassDecorator {
  return (query) => Reflect.defineMetadata(PERSONAL, { names, instead } satisfies PersonalParameters, query);
}

/** What to say of a parameter that a query does not have. */
export function unknownParameter(query: object, name: string): string {
  const personal = Reflect.getMetadata(PERSONAL, query) as PersonalParameters | undefined;
  if (personal?.names.includes(name) !== true) return 'is not a parameter of this request';
  return `is personal and must not stand in a URL; send it in the body of ${personal.instead}`;
}
