/** Entities and commands. `1.28` stands as `1_28` in it: reference, the vendor's tutorial and every version since. */
export function domainNamespace(version: string): string {
  if (!/^\d+\.\d+$/.test(version)) throw new Error('A version of the API is two numbers, such as 1.28');
  return `http://www.tractbilling.com/billing/${version.replace('.', '_')}/domain`;
}

/** What only answers have: the pages around entities, and `createResponse`. */
export function restNamespace(version: string): string {
  return `${domainNamespace(version)}/rest`;
}
