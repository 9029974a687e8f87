import type { Books } from './books.js';
import { textAnswer, type Answer } from './answer.js';
import { ControlMistake, faultSpec } from './fault-spec.js';
import { ANSWERING_FAULTS, PASSING_FAULTS, type FaultBook } from './faults.js';
import { plant, plantedAccounts } from './planted-accounts.js';
import type { RequestLog } from './request-log.js';
import { stateOf } from './state-view.js';

export const CONTROL_PATH = '/_sandbox';

/** What the control routes act on. */
export interface Controlled {
  readonly books: Books;
  readonly faults: FaultBook;
  readonly log: RequestLog;
  readonly now: () => Date;
}

interface ControlRequest {
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

type Route = (controlled: Controlled, request: ControlRequest, id: number | undefined) => Answer;

const ROUTES: Readonly<Record<string, Route>> = {
  'GET ': () => json(200, { routes: Object.keys(ROUTES).map(asWritten), faults: faultNames() }),
  'POST faults': ({ faults }, { body }) => json(201, faults.add(faultSpec(parsed(body)))),
  'GET faults': ({ faults }) => json(200, { faults: faults.list() }),
  'DELETE faults': ({ faults }, _request, id) => {
    faults.clear(id);
    return nothing();
  },
  'GET state': ({ books }, { query }) =>
    json(200, stateOf(books, query.get('externalAccountNum') ?? undefined)),
  'POST accounts': ({ books, now }, { body }) =>
    json(201, { eids: plant(books, now(), plantedAccounts(parsed(body))) }),
  'GET requests': ({ log }, { query }) => {
    const after = Number(query.get('after') ?? 0);
    const bodies = query.get('bodies') === 'true';
    const requests = log
      .list()
      .filter(({ id }) => id > after)
      .map(({ body, ...entry }) => (bodies && body !== undefined ? { ...entry, body } : entry));
    return json(200, { requests });
  },
  'POST reset': ({ books, faults, log }) => {
    books.reset();
    faults.clear();
    log.clear();
    return nothing();
  },
};

/** Answers `/_sandbox…`. */
export function control(
  controlled: Controlled,
  method: string,
  pathname: string,
  request: ControlRequest,
): Answer {
  const [name = '', id] = pathname.slice(CONTROL_PATH.length + 1).split('/');
  const key = `${method} ${name}`;
  const route = Object.hasOwn(ROUTES, key) ? ROUTES[key] : undefined;
  if (route === undefined)
    return json(404, { error: `There is no ${method} ${pathname}; GET /_sandbox lists all` });
  try {
    return route(controlled, request, id === undefined ? undefined : Number(id));
  } catch (error) {
    if (error instanceof ControlMistake) return json(400, { error: error.message });
    throw error;
  }
}

/** The control routes are open to this machine alone: they ask for no password. */
export function isLoopback(address: string | undefined): boolean {
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address ?? '');
}

export function forbiddenControl(): Answer {
  return json(403, { error: 'The control routes answer this machine only' });
}

function asWritten(route: string): string {
  const [method, name] = route.split(' ');
  return `${method ?? ''} ${CONTROL_PATH}${name ? `/${name}` : ''}`;
}

function faultNames(): Record<string, string> {
  const answering = Object.entries(ANSWERING_FAULTS).map(([name, { about }]) => [name, about] as const);
  return { ...PASSING_FAULTS, ...Object.fromEntries(answering) };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ControlMistake('The body is not JSON');
  }
}

function json(status: number, value: unknown): Answer {
  return textAnswer(status, `${JSON.stringify(value)}\n`, { 'content-type': 'application/json' });
}

function nothing(): Answer {
  return { status: 204, headers: {}, body: '' };
}
