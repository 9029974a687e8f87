import {
  textAnswer,
  unauthorized,
  refusalAnswer,
  xmlAnswer,
  EMPTY,
  XML_TYPE,
  type Answer,
} from './answer.js';
import type { Exchange } from './exchange.js';
import { attackOf } from './fault-attacks.js';
import { ANSWERING_FAULTS, type AnsweringFault, type FaultSpec } from './faults.js';
import { badEntity, invalid, mismatched, notFound, Refusal, unmarshalling } from './refusal.js';
import { domainNamespace, restNamespace } from './resource.js';

/** What a fault works on. */
interface Delivered {
  readonly exchange: Exchange;
  readonly spec: FaultSpec;
  readonly version: string;
  /** What the call was answered, where it took effect, else an empty page. */
  readonly answer: Answer;
}

/**
 * Answers a call as the fault asks.
 * @param effect does what the call asks for, and gives its answer; called at most once
 */
export async function deliver(
  spec: FaultSpec & { fault: AnsweringFault },
  exchange: Exchange,
  version: string,
  effect: () => Answer,
): Promise<void> {
  const takesEffect = spec.effect ?? ANSWERING_FAULTS[spec.fault].effect;
  const answer = takesEffect ? effect() : xmlAnswer(200, emptyPage(version));
  await DELIVERIES[spec.fault]({ exchange, spec, version, answer });
}

function emptyPage(version: string): string {
  const attributes = 'pageNumber="1" pageSize="50" totalElements="0" elementCount="0" totalPages="0"';
  return `<billingAccounts xmlns="${restNamespace(version)}" ${attributes}/>`;
}

const DELIVERIES: Readonly<Record<AnsweringFault, (delivered: Delivered) => void | Promise<void>>> = {
  commit_then_drop: ({ exchange }) => exchange.cut(),
  drop_before_commit: ({ exchange }) => exchange.cut(),
  drop_mid_answer: async ({ exchange, answer }) => {
    await exchange.writeThenCut(beginHalf(exchange, answer));
  },
  commit_then_500: ({ exchange }) => exchange.send(oops()),
  commit_then_hang: async ({ exchange, spec }) => {
    await (spec.ms === undefined ? exchange.untilOver() : exchange.wait(spec.ms));
    if (!exchange.isOver) exchange.cut();
  },
  transient_500: ({ exchange }) => exchange.send(oops()),
  permanent_500_unmarshalling: refusing(() => unmarshalling()),
  permanent_500_mismatched: refusing(() => mismatched('"', 'STRING')),
  '400': refusing(() => badEntity('billingAccount')),
  '401': ({ exchange }) => exchange.send(unauthorized()),
  '403': ({ exchange }) => exchange.send(textAnswer(403, 'Access Denied')),
  '404': refusing(() => notFound('The entity')),
  '409': refusing(() => new Refusal(409, 'Conflict', 'GENERAL')),
  '415': refusing(() => new Refusal(415, 'Unsupported media type')),
  '422': refusing(({ spec }) => {
    const { description, failureReason } = spec;
    const refusal = invalid(description ?? 'addresses list is required');
    return failureReason === 'ALREADY_EXISTS' || failureReason === 'GENERAL'
      ? new Refusal(422, refusal.message, failureReason)
      : refusal;
  }),
  '429': ({ exchange, spec }) => exchange.send(textAnswer(429, 'Too Many Requests', retryAfter(spec))),
  '502': ({ exchange }) => exchange.send(page(502, 'Bad Gateway')),
  '503': ({ exchange, spec }) => {
    const answer = page(503, 'Service Unavailable');
    exchange.send({ ...answer, headers: { ...answer.headers, ...retryAfter(spec) } });
  },
  '504': ({ exchange }) => exchange.send(page(504, 'Gateway Timeout')),
  html: ({ exchange }) => exchange.send(page(200, 'Maintenance')),
  empty: ({ exchange }) => exchange.send(EMPTY),
  truncated: async ({ exchange, spec, answer }) => {
    if (spec.variant === 'xml') exchange.send({ ...answer, body: halfOf(answer.body) });
    else {
      await exchange.write(beginHalf(exchange, answer));
      exchange.endEarly();
    }
  },
  enormous: streamEnormous,
  slow_body: async ({ exchange, spec, answer }) => {
    const body = Buffer.from(answer.body);
    exchange.begin(answer, body.length);
    for (const byte of body) {
      await exchange.wait(spec.ms ?? 1000);
      if (exchange.isOver) return;
      await exchange.write(Buffer.of(byte));
    }
    exchange.response.end();
  },
  slow_headers: ({ exchange, spec, answer }) => exchange.sendHeadSlowly(answer, spec.ms ?? 1000),
  redirect: ({ exchange, spec }) =>
    exchange.send({
      status: spec.status ?? 302,
      headers: { location: spec.location ?? 'http://127.0.0.1:9/elsewhere' },
      body: '',
    }),
  wrong_namespace: ({ exchange, version, answer }) => {
    const other = domainNamespace(version === '1.27' ? '1.28' : '1.27');
    exchange.send({ ...answer, body: answer.body.replaceAll(domainNamespace(version), other) });
  },
  billion_laughs: attacking('billion_laughs'),
  external_entity: attacking('external_entity'),
  bad_character_reference: attacking('bad_character_reference'),
};

function refusing(refusal: (delivered: Delivered) => Refusal): (delivered: Delivered) => void {
  return (delivered) => delivered.exchange.send(refusalAnswer(refusal(delivered), delivered.version));
}

function attacking(fault: Parameters<typeof attackOf>[0]): (delivered: Delivered) => void {
  return ({ exchange, version }) => exchange.send(xmlAnswer(200, attackOf(fault, version)));
}

function oops(): Answer {
  return textAnswer(500, 'Internal Server Error');
}

function page(status: number, title: string): Answer {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html;charset=UTF-8' }, body };
}

function retryAfter({ retryAfter: wait }: FaultSpec): Record<string, string> {
  return wait === undefined ? {} : { 'retry-after': String(wait) };
}

function halfOf(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}

/** The head that promises the whole. An answer that has no body is given one, else there is nothing to cut. */
function beginHalf(exchange: Exchange, answer: Answer): string {
  const body = answer.body === '' ? '<updateResponse/>' : answer.body;
  exchange.begin(answer, Buffer.byteLength(body));
  return halfOf(body);
}

/** 200 MB. */
const ENORMOUS_BYTES = 200 * 1024 * 1024;

async function streamEnormous({ exchange, spec, version }: Delivered): Promise<void> {
  const bytes = spec.bytes ?? ENORMOUS_BYTES;
  const item = `<billingAccount xmlns="${domainNamespace(version)}" eid="1"/>\n`;
  const part = Buffer.from(item.repeat(Math.ceil(65_536 / item.length)));
  const root = `<billingAccounts xmlns="${restNamespace(version)}">\n`;
  exchange.begin({ status: 200, headers: { 'content-type': XML_TYPE }, body: '' });
  await exchange.write(root);
  for (let left = bytes - root.length; left > 0 && !exchange.isOver; left -= part.length)
    await exchange.write(part);
  if (!exchange.isOver) exchange.response.end('</billingAccounts>');
}
