import { vendorWordsOf, type VendorWords } from './gotransverse.error-body.js';

/** How a call ended. Nothing is thrown for what the other side or the network does. */
export type Outcome<T> = { kind: 'done'; value: T } | Fault;

/**
 * Why a call is not done, by what may be done about it:
 * - `rejected`: permanent; the same again is refused again
 * - `not_found`: the EID, or the address, is not known there
 * - `already_exists`: what was to be created is there
 * - `unauthorized`: user, password or role; no other call will do better
 * - `throttled`: refused before any work, for being too many
 * - `not_sent`: surely nothing happened there
 * - `unavailable`: a read that brought nothing; it may be asked again
 * - `unknown`: a write that may have happened: to be looked up before anything is sent again
 */
export type FaultKind =
  | 'rejected'
  | 'not_found'
  | 'already_exists'
  | 'unauthorized'
  | 'throttled'
  | 'not_sent'
  | 'unavailable'
  | 'unknown';

export interface Fault {
  kind: FaultKind;
  /** Of the HTTP answer, where there was one. */
  status?: number;
  /** For people and logs: our own words. No personal data, path or credentials. */
  reason: string;
  /** What the vendor says, 2 kB at most. May hold personal data: stored encrypted, shown by right, not logged. */
  vendorText?: string;
  /** What the other side asks for by `Retry-After`, an hour at most. */
  retryAfterMs?: number;
}

/** A read changes nothing there, whatever becomes of it. */
export type Access = 'read' | 'write';

/** An answer whose status is not 2xx, with as much of its body as was read. */
export interface Refusal {
  status: number;
  retryAfter?: string | undefined;
  body: Uint8Array;
}

/** An exchange without an answer. */
export interface Broken {
  /** Whether any of the request can have reached the other side. */
  sent: boolean;
  why: 'timeout' | 'stopped' | 'connection';
  /** The system's word for it, e.g. `ECONNREFUSED`. */
  code?: string | undefined;
}

/** Longer waits are not believed: the caller looks again by itself. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Neither yes nor no: `unknown` for a write, `unavailable` for a read. */
type Verdict = FaultKind | 'open';

/**
 * What the reference says of a status, or HTTP where it is silent. Others: 4xx is permanent, all else is open, a
 * 5xx above all (reference: "a 500 is not a retry signal by itself", and no permanent one without its text).
 */
const BY_STATUS: Readonly<Record<number, readonly [Verdict, string]>> = {
  400: ['rejected', 'Gotransverse does not take what was sent'],
  401: ['unauthorized', 'the user is not let in: check GOTRANSVERSE_USERNAME and GOTRANSVERSE_PASSWORD'],
  403: [
    'unauthorized',
    'the user may not do this: it needs the role API User, and not to be locked or expired',
  ],
  404: ['not_found', 'not known there; if nothing is, check GOTRANSVERSE_BASE_URL'],
  405: [
    'rejected',
    'this cannot be asked for there: check GOTRANSVERSE_BASE_URL and GOTRANSVERSE_API_VERSION',
  ],
  407: ['unauthorized', 'a proxy on the way wants a password'],
  // The server waited for the rest of the request; whether it worked on the part is not said.
  408: ['open', 'the server waited too long for the request'],
  409: ['rejected', 'it contradicts what is there'],
  413: ['rejected', 'too large for the server'],
  414: ['rejected', 'the address is too long for the server'],
  415: ['rejected', 'the server does not take application/xml at this address'],
  422: ['rejected', 'Gotransverse holds what was sent to be invalid'],
  425: ['not_sent', 'the server will not work on it yet'],
  429: ['throttled', 'too many calls'],
  502: ['open', 'a gateway had no answer from Gotransverse'],
  503: ['open', 'the service is not available'],
  504: ['open', 'a gateway waited too long for Gotransverse'],
};

const REDIRECTS = [300, 301, 302, 303, 307, 308];
/** Only these say by it that nothing was made because it is there. */
const CAN_EXIST = [400, 409, 422];
/** The two that the vendor documents as permanent, by their text (reference, section 5.1). */
const PERMANENT_500 = /unmarshalling error|mismatched input/i;

/** Classifies an answer that is not 2xx. A body that cannot be read changes nothing about the status. */
export function refused(access: Access, { status, retryAfter, body }: Refusal, now: Date): Fault {
  const words = vendorWordsOf(body);
  const [verdict, sentence] = judged(status, words, body);
  const retryAfterMs = status === 429 || status === 503 ? waitOf(retryAfter, now) : undefined;
  // On a write the documentation does not say that a 503 came before the work.
  const busy = status === 503 && access === 'read' && retryAfterMs !== undefined;
  return {
    kind: busy ? 'throttled' : kindOf(verdict, access),
    status,
    reason: [`HTTP ${status}`, words.failureReason, sentence].filter((part) => part !== undefined).join(', '),
    ...(words.text !== undefined && { vendorText: words.text }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function judged(status: number, words: VendorWords, body: Uint8Array): readonly [Verdict, string] {
  if (words.failureReason === 'ALREADY_EXISTS' && CAN_EXIST.includes(status))
    return ['already_exists', 'it is there already'];
  if (status === 500 && PERMANENT_500.test(Buffer.from(body).toString('utf8')))
    return ['rejected', 'Gotransverse cannot read what was sent'];
  if (REDIRECTS.includes(status)) return ['open', 'the address redirects: check GOTRANSVERSE_BASE_URL'];
  return (
    BY_STATUS[status] ??
    (status >= 400 && status < 500 ? ['rejected', 'refused'] : ['open', 'no clear answer'])
  );
}

/** Classifies an exchange that brought no answer: all depends on whether the request had left. */
export function broken(access: Access, { sent, why, code }: Broken): Fault {
  const named = code !== undefined && /^[A-Z0-9_]{1,50}$/.test(code) ? ` (${code})` : '';
  const what = {
    timeout: sent
      ? 'no whole answer within GOTRANSVERSE_TIMEOUT_MS'
      : 'no connection within GOTRANSVERSE_TIMEOUT_MS',
    stopped: sent ? 'given up while the answer was awaited' : 'given up before it was sent',
    connection: sent ? `the connection broke${named}` : `no connection${named}`,
  }[why];
  return { kind: sent ? kindOf('open', access) : 'not_sent', reason: what };
}

/**
 * Classifies a 2xx whose body is needed and says nothing that can be used.
 * @param reason without anything of the body
 */
export function unreadable(access: Access, status: number, reason: string): Fault {
  return {
    kind: kindOf('open', access),
    status,
    reason: `HTTP ${status}, but the answer cannot be used: ${reason}`,
  };
}

/** Our own checks did not let it out. @param reason without values */
export function neverSent(reason: string): Fault {
  return { kind: 'rejected', reason: `not sent: ${reason}` };
}

function kindOf(verdict: Verdict, access: Access): FaultKind {
  if (verdict !== 'open') return verdict;
  return access === 'read' ? 'unavailable' : 'unknown';
}

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3); anything else is none. */
function waitOf(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  const waitMs = /^\d{1,12}$/.test(text)
    ? Number(text) * 1000
    : /^[A-Z][a-z]{2},? .*GMT$/.test(text)
      ? Date.parse(text) - now.getTime()
      : Number.NaN;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}
