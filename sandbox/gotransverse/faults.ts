/** The faults that answer in their own way; `effect`: whether the call's effect happens first, unless asked. */
export const ANSWERING_FAULTS = {
  commit_then_drop: { effect: true, about: 'the call takes effect, then the connection is cut' },
  drop_before_commit: { effect: false, about: 'the connection is cut and nothing has happened' },
  drop_mid_answer: { effect: true, about: 'the connection is cut in the middle of the answer' },
  commit_then_500: { effect: true, about: 'the call takes effect and is answered 500' },
  commit_then_hang: {
    effect: true,
    about: 'the call takes effect and is never answered; ms: cut after that',
  },
  transient_500: { effect: false, about: '500 that says nothing of its cause' },
  permanent_500_unmarshalling: { effect: false, about: '500 "Unmarshalling Error: …"' },
  permanent_500_mismatched: { effect: false, about: '500 "Mismatched input … expecting …"' },
  '400': { effect: false, about: '"Bad request, Enter a valid entity …"' },
  '401': { effect: false, about: 'as for wrong credentials' },
  '403': { effect: false, about: 'as for a user without the role' },
  '404': { effect: false, about: 'as for an unknown eid' },
  '409': { effect: false, about: 'conflict' },
  '415': { effect: false, about: 'unsupported media type' },
  '422': { effect: false, about: 'an errorResponse with description and failureReason' },
  '429': { effect: false, about: 'retryAfter: seconds, or an HTTP date; none: no such header' },
  '502': { effect: false, about: 'a page of a proxy' },
  '503': { effect: false, about: 'retryAfter as for 429' },
  '504': { effect: false, about: 'a page of a proxy' },
  html: { effect: false, about: '200 with a web page' },
  empty: { effect: false, about: '200 without a body' },
  truncated: {
    effect: true,
    about: 'half the answer; variant: "length" (default) or "xml", whose framing is right',
  },
  enormous: { effect: false, about: 'bytes: how many; streamed' },
  slow_body: { effect: true, about: 'ms for each byte of the body' },
  slow_headers: { effect: true, about: 'ms for each byte of the headers' },
  redirect: { effect: false, about: '302, or status: 307; location: where to' },
  wrong_namespace: { effect: true, about: "the answer in another version's namespace" },
  billion_laughs: { effect: false, about: 'an answer of nested entities' },
  external_entity: { effect: false, about: 'an answer that names a file of its reader' },
  bad_character_reference: { effect: false, about: 'an answer with &#0;' },
} as const satisfies Readonly<Record<string, { effect: boolean; about: string }>>;

/** The faults that change a call on its way and leave the answer as it is. */
export const PASSING_FAULTS = {
  latency: 'ms before anything happens',
  invisible: 'what a call creates is hidden from queries for ms',
} as const;

export type AnsweringFault = keyof typeof ANSWERING_FAULTS;
export type FaultName = AnsweringFault | keyof typeof PASSING_FAULTS;

/** A fault that is asked for. Without `times` and `seconds` it happens once. */
export interface FaultSpec {
  fault: FaultName;
  /** How often it happens. */
  times?: number;
  /** How long it may happen, from now on; without `times` then as often as it is met. */
  seconds?: number;
  /** Above 0, up to 1: how likely it happens to a call that it fits. Drawn from `seed`, else the sandbox's. */
  probability?: number;
  seed?: number;
  /** The calls that it fits; without one, all. */
  match?: {
    method?: string;
    /** What the path begins with, or a regular expression between slashes. */
    path?: string;
    /** `billingAccounts.create`, or `adjustments.*`. */
    operation?: string;
  };
  /** Whether the call takes effect first. */
  effect?: boolean;
  ms?: number;
  bytes?: number;
  status?: number;
  retryAfter?: number | string;
  location?: string;
  variant?: string;
  description?: string;
  failureReason?: string;
}

/** One that is asked for, as it stands. */
export interface ActiveFault extends FaultSpec {
  readonly id: number;
  /** How often it has happened. */
  fired: number;
}

interface Kept extends ActiveFault {
  readonly endsAtMs: number;
  readonly random: () => number;
}

export interface CallFacts {
  readonly method: string;
  readonly pathname: string;
  readonly operation: string | undefined;
}

/** What a call meets: any number of those that it passes, at most one that answers. */
export interface Met {
  readonly passing: readonly ActiveFault[];
  readonly answering: (ActiveFault & { fault: AnsweringFault }) | undefined;
}

/** The faults that are asked for. With the same seed and the same calls, the same happens. */
export class FaultBook {
  private readonly kept: Kept[] = [];
  private count = 0;

  constructor(
    private readonly now: () => Date,
    private readonly seed: number,
  ) {}

  add(spec: FaultSpec): ActiveFault {
    this.count += 1;
    const forSeconds = spec.seconds === undefined ? Infinity : spec.seconds * 1000;
    const once = spec.times === undefined && spec.seconds === undefined;
    const fault: Kept = {
      ...spec,
      ...(once && { times: 1 }),
      id: this.count,
      fired: 0,
      endsAtMs: this.now().getTime() + forSeconds,
      random: randomFrom(spec.seed ?? this.seed + this.count),
    };
    this.kept.push(fault);
    return shown(fault);
  }

  list(): ActiveFault[] {
    return this.kept.filter((fault) => this.isLeft(fault)).map(shown);
  }

  /** @param id of one; without it all go */
  clear(id?: number): void {
    const rest = id === undefined ? [] : this.kept.filter((fault) => fault.id !== id);
    this.kept.splice(0, this.kept.length, ...rest);
  }

  /** What this call meets, which is counted. */
  draw(facts: CallFacts): Met {
    const passing: ActiveFault[] = [];
    let answering: Met['answering'];
    for (const fault of this.kept) {
      if (!this.isLeft(fault) || !fits(fault, facts)) continue;
      if (isAnswering(fault)) {
        if (answering === undefined && happens(fault)) answering = fault;
      } else if (happens(fault)) passing.push(fault);
    }
    return { passing, answering };
  }

  private isLeft({ fired, times = Infinity, endsAtMs }: Kept): boolean {
    return fired < times && this.now().getTime() < endsAtMs;
  }
}

function isAnswering<Fault extends FaultSpec>(fault: Fault): fault is Fault & { fault: AnsweringFault } {
  return Object.hasOwn(ANSWERING_FAULTS, fault.fault);
}

function happens(fault: Kept): boolean {
  if (fault.probability !== undefined && fault.random() >= fault.probability) return false;
  fault.fired += 1;
  return true;
}

function fits({ fault, match = {} }: FaultSpec, { method, pathname, operation = '' }: CallFacts): boolean {
  // Only what creates something can be met by it; else a query before it would use it up.
  if (fault === 'invisible' && !operation.endsWith('.create') && !operation.endsWith('.addAdjustment'))
    return false;
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match.path !== undefined && !fitsPath(match.path, pathname)) return false;
  if (match.operation === undefined) return true;
  const { operation: wanted } = match;
  return wanted.endsWith('*') ? operation.startsWith(wanted.slice(0, -1)) : operation === wanted;
}

function fitsPath(wanted: string, pathname: string): boolean {
  const expression = /^\/(.+)\/$/.exec(wanted)?.[1];
  // A prefix that ends in a slash looks like an expression; as one it finds the same and more, so both are tried.
  return pathname.startsWith(wanted) || (expression !== undefined && new RegExp(expression).test(pathname));
}

function shown({ endsAtMs: _ends, random: _random, ...fault }: Kept): ActiveFault {
  return fault;
}

/** Mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
