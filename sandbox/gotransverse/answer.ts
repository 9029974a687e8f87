import { element, textElement, writeXml } from '../../src/billing/gotransverse/gotransverse.xml.js';
import type { Refusal } from './refusal.js';
import { restNamespace } from './resource.js';

/** An answer before it is put on the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const XML_TYPE = 'application/xml;charset=UTF-8';

export function xmlAnswer(status: number, body: string): Answer {
  return { status, headers: { 'content-type': XML_TYPE }, body };
}

export function textAnswer(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers }, body };
}

/** Done, and nothing to say. */
export const EMPTY: Answer = { status: 200, headers: {}, body: '' };

/** What becomes of a refusal: an errorResponse, or bare text where the vendor's server speaks and not its API. */
export function refusalAnswer(error: Refusal, version: string): Answer {
  const { status, message, failureReason } = error;
  if (failureReason === undefined) return textAnswer(status, message);
  const root = element('errorResponse', {}, [
    textElement('errorDescription', message),
    textElement('failureReason', failureReason),
  ]);
  return xmlAnswer(status, writeXml(root, restNamespace(version)));
}

export function unauthorized(): Answer {
  return textAnswer(401, 'Unauthorized', { 'www-authenticate': 'Basic realm="Gotransverse sandbox"' });
}
