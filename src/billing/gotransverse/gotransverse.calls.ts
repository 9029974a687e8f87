import type { Clock } from '../../platform/clock/clock.js';
import {
  isEid,
  mustBeEntity,
  readCreated,
  readPage,
  UnreadableAnswerError,
  type Created,
  type ListShape,
  type Page,
} from './gotransverse.answers.js';
import { broken, neverSent, refused, unreadable, type Fault, type Outcome } from './gotransverse.faults.js';
import { domainNamespace } from './gotransverse.namespaces.js';
import type { Exchange, GotransverseTransport, WireAnswer, WireRequest } from './gotransverse.transport.js';
import {
  carriedByXml,
  readXmlInTurns,
  writeXml,
  XmlRefusedError,
  type XmlElement,
} from './gotransverse.xml.js';

/** One operation of the API, before its body. */
export interface Target {
  /** The name of the client's method. */
  operation: string;
  method: WireRequest['method'];
  /** With `{eid}` in it where an EID stands. */
  pathPattern: string;
  eid?: string;
  query?: Readonly<Record<string, string | undefined>>;
}

/** What is told of each call when it has ended, of those that were never sent too. */
export interface CallRecord {
  operation: string;
  method: WireRequest['method'];
  pathPattern: string;
  /** Of the HTTP answer, where there was one. */
  status?: number;
  /** From when its turn had come to its end. */
  durationMs: number;
  outcome: Fault['kind'] | 'done';
  /** Holds personal data: stored encrypted, never logged. */
  requestBody?: string;
  /** Of the answer to a write, and of a refusal: as {@link CallRecord.requestBody}. */
  answerBody?: string;
  reason?: string;
  /** See {@link Fault}. */
  vendorText?: string;
}

/** For whom calls are made. */
export interface CallContext {
  /** Ends calls under way, and those that wait for their turn. */
  signal?: AbortSignal | undefined;
  /** Is told of each call, before its outcome is. Must not throw. */
  onCall?: ((call: CallRecord) => void) | undefined;
}

/** Judges an outgoing body: a line for each thing that is wrong, without values. `XmlSchema` is one. */
export interface BodyJudge {
  problemsOf(xml: string): string[];
}

export interface CallTools {
  transport: Pick<GotransverseTransport, 'exchange'>;
  judge: BodyJudge;
  /** Of the API; the same as the transport's. */
  version: string;
  clock: Clock;
}

/** The vendor's default, and its largest unless a tenant changes that ("Max Number of API Entities"). */
const PAGE_SIZE = '50';
/** Far more than any list that is read whole has: 10,000 adjustments of one account. */
const MAX_PAGES = 200;
/** Of an answer, enough for what it says. */
const KEPT_BYTES = 8_192;
/** Of a body that is wrong in many ways, the rest is more of the same. */
const MAX_PROBLEMS = 10;

/** What tells an item of a list from all others. */
type Listed = { eid: string } | { name: string };

/** The few ways in which operations ask and are answered. */
export class GotransverseCalls {
  constructor(
    private readonly tools: CallTools,
    private readonly context: CallContext,
  ) {}

  /** The same connections, for another caller. Whoever was told of calls is told of its calls, too. */
  in(context: CallContext): GotransverseCalls {
    const { onCall: before } = this.context;
    const { onCall: now } = context;
    const both = (call: CallRecord): void => {
      before?.(call);
      now?.(call);
    };
    return new GotransverseCalls(this.tools, { ...this.context, ...context, onCall: both });
  }

  /** Reads one entity, by the name of its element. */
  ask<T>(target: Target, name: string, read: (entity: XmlElement) => T): Promise<Outcome<T>> {
    return this.call(target, undefined, (root) => {
      mustBeEntity(root, name, this.tools.version);
      return read(root);
    });
  }

  /** Reads one page of a list, the first being 1. */
  askPage<T>(target: Target, shape: ListShape<T>, pageNumber: number): Promise<Outcome<Page<T>>> {
    const query = { ...target.query, pageNumber: String(pageNumber), pageSize: PAGE_SIZE };
    return this.call({ ...target, query }, undefined, (root) => {
      const page = readPage(root, shape, this.tools.version);
      if (page.pageNumber !== pageNumber)
        throw new UnreadableAnswerError(`page ${pageNumber} was asked for and page ${page.pageNumber} came`);
      return page;
    });
  }

  /** Reads a list whole, or not at all. What moves from page to page meanwhile is told once. */
  async askAll<T extends Listed>(
    target: Target,
    shape: ListShape<T>,
    maxPages = MAX_PAGES,
  ): Promise<Outcome<T[]>> {
    const all = new Map<string, T>();
    let elements = 0;
    for (let pageNumber = 1; pageNumber <= maxPages; pageNumber += 1) {
      const asked = await this.askPage(target, shape, pageNumber);
      if (asked.kind !== 'done') return asked;
      const { items, totalPages, totalElements, elementCount } = asked.value;
      elements += elementCount;
      if (items.length > 0 && items.every((item) => all.has(keyOf(item))))
        return listFault(shape, `page ${pageNumber} repeats what came before`);
      for (const item of items) all.set(keyOf(item), item);
      if (pageNumber < totalPages) continue;
      if (elements < totalElements) return listFault(shape, 'its pages hold fewer elements than it says');
      return { kind: 'done', value: [...all.values()] };
    }
    return listFault(shape, `it has more than ${maxPages} pages`);
  }

  /** Creates, and reads what EID was given. A 2xx that does not tell it is `unknown`. */
  create(target: Target, body: XmlElement): Promise<Outcome<Created>> {
    return this.call(target, body, (root) => readCreated(root, this.tools.version));
  }

  /**
   * Changes: 2xx decides, since no source says what such an answer holds. But a web page is no answer of
   * Gotransverse's: it is what a proxy says while the service is down.
   */
  command(target: Target, body?: XmlElement): Promise<Outcome<undefined>> {
    return this.call(target, body, undefined);
  }

  private async call<T>(
    target: Target,
    body: XmlElement | undefined,
    read: ((root: XmlElement) => T) | undefined,
  ): Promise<Outcome<T>> {
    const request = this.requestOf(target, body);
    if ('fault' in request) return this.told(target, { outcome: request.fault, durationMs: 0 });
    const { result, durationMs } = await this.tools.transport.exchange(request);
    const outcome = await this.outcomeOf(target, result, read);
    return this.told(target, {
      outcome,
      durationMs,
      status: 'answer' in result ? result.answer.status : undefined,
      requestBody: request.body,
      answerBody: 'answer' in result ? keptAnswer(target, outcome, result.answer) : undefined,
    });
  }

  private requestOf(target: Target, body: XmlElement | undefined): WireRequest | { fault: Fault } {
    const path = pathOf(target);
    if (path === undefined) return { fault: neverSent('an EID or a name that cannot exist there') };
    const written = body === undefined ? undefined : this.written(body);
    if (written !== undefined && 'fault' in written) return written;
    return { method: target.method, path, body: written?.xml, signal: this.context.signal };
  }

  private written(body: XmlElement): { xml: string } | { fault: Fault } {
    const { version, judge } = this.tools;
    try {
      const xml = writeXml(body, domainNamespace(version));
      const problems = judge.problemsOf(xml);
      if (problems.length === 0) return { xml };
      const shown = problems.slice(0, MAX_PROBLEMS).join('; ');
      return { fault: neverSent(`not what version ${version} takes: ${shown}`) };
    } catch (error) {
      if (error instanceof XmlRefusedError) return { fault: neverSent(error.message) };
      throw error;
    }
  }

  private async outcomeOf<T>(
    { method }: Target,
    result: Exchange['result'],
    read: ((root: XmlElement) => T) | undefined,
  ): Promise<Outcome<T>> {
    const access = method === 'GET' ? 'read' : 'write';
    if ('broken' in result) return broken(access, result.broken);
    const { answer } = result;
    if (answer.status < 200 || answer.status > 299) return refused(access, answer, this.tools.clock.now());
    try {
      if (read !== undefined) return { kind: 'done', value: read(await wholeXml(answer)) };
      if (isWebPage(answer)) throw new UnreadableAnswerError('it is a web page');
      return { kind: 'done', value: undefined as T };
    } catch (error) {
      if (error instanceof XmlRefusedError || error instanceof UnreadableAnswerError)
        return unreadable(access, answer.status, error.message);
      throw error;
    }
  }

  private told<T>(
    { operation, method, pathPattern }: Target,
    call: {
      outcome: Outcome<T>;
      durationMs: number;
      status?: number | undefined;
      requestBody?: string | undefined;
      answerBody?: string | undefined;
    },
  ): Outcome<T> {
    const { outcome, durationMs, status, requestBody, answerBody } = call;
    this.context.onCall?.({
      operation,
      method,
      pathPattern,
      durationMs,
      outcome: outcome.kind,
      ...(status !== undefined && { status }),
      ...(requestBody !== undefined && { requestBody }),
      ...(answerBody !== undefined && { answerBody }),
      ...(outcome.kind !== 'done' && { reason: outcome.reason }),
      ...(outcome.kind !== 'done' && outcome.vendorText !== undefined && { vendorText: outcome.vendorText }),
    });
    return outcome;
  }
}

/** What reads bring is read again at any time, and large. */
function keptAnswer<T>({ method }: Target, outcome: Outcome<T>, { body }: WireAnswer): string | undefined {
  if ((method === 'GET' && outcome.kind === 'done') || body.byteLength === 0) return undefined;
  return Buffer.from(body.subarray(0, KEPT_BYTES)).toString('utf8');
}

function keyOf(item: Listed): string {
  return 'eid' in item ? item.eid : item.name;
}

const WEB_PAGE = /^\s*<(?:!doctype\s+html|html)\b/i;
const FIRST_BYTES = 256;

function isWebPage({ body }: WireAnswer): boolean {
  return WEB_PAGE.test(Buffer.from(body.subarray(0, FIRST_BYTES)).toString('utf8'));
}

async function wholeXml({ body, flaw }: WireAnswer): Promise<XmlElement> {
  if (flaw !== undefined) throw new UnreadableAnswerError(flaw);
  return readXmlInTurns(body);
}

/** Nothing where it holds what no record there can have, so that it cannot lead elsewhere. */
function pathOf({ pathPattern, eid, query = {} }: Target): string | undefined {
  if (pathPattern.includes('{eid}') && (eid === undefined || !isEid(eid))) return undefined;
  const asked = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (!asked.every(([, value]) => carriedByXml(value))) return undefined;
  const keys = asked.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  return pathPattern.replace('{eid}', eid ?? '') + (keys === '' ? '' : `?${keys}`);
}

function listFault({ list }: ListShape<unknown>, reason: string): Fault {
  return { kind: 'unavailable', reason: `the answer cannot be used: ${list}: ${reason}` };
}
