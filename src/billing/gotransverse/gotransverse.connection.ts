/** How a tenant's API is reached. Never logged: it holds the password. */
export interface GotransverseConnection {
  /** All before the version, without a slash at its end, e.g. `https://my.tractbilling.com/t/s/r`. */
  baseUrl: string;
  username: string;
  password: string;
  /** E.g. `1.28`: path and namespace are both made of it, so that they cannot differ. */
  version: string;
  /** Of one whole exchange, from when its turn has come to the last byte of the answer. */
  timeoutMs: number;
  /** How many calls are under way at once; others wait for their turn. */
  concurrency: number;
}
