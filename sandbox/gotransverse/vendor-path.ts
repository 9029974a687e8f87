/** What everything before the version is: the base URL is the server's address and this. */
export const BASE_PATH = '/t/s/r';

/** `/t/s/r/VERSION/RESOURCE[/EID][/COMMAND]`; an eid is digits only. */
const PATH = new RegExp(`^${BASE_PATH}/([^/]+)/([A-Za-z]+)(?:/(\\d+|current))?(?:/([A-Za-z]+))?/?$`);

/** A path of the vendor's, taken apart. */
export interface VendorPath {
  readonly version: string;
  readonly resource: string;
  readonly eid: string | undefined;
  readonly command: string | undefined;
}

export function vendorPath(pathname: string): VendorPath | undefined {
  const [, version, resource, eid, command] = PATH.exec(pathname) ?? [];
  if (version === undefined || resource === undefined) return undefined;
  return { version, resource, eid, command };
}

const OPERATIONS: Readonly<Record<string, string>> = { PUT: 'update', DELETE: 'delete' };

/** What a call does, for faults and records: `billingAccounts.create`, `.query`, `.get`, `.suspend`. */
export function operationOf(method: string, pathname: string): string | undefined {
  const path = vendorPath(pathname);
  if (path === undefined) return undefined;
  const { resource, eid, command } = path;
  if (method === 'POST') return `${resource}.${command ?? 'create'}`;
  if (method === 'GET') return `${resource}.${eid === undefined ? 'query' : 'get'}`;
  return `${resource}.${OPERATIONS[method] ?? method.toLowerCase()}`;
}
