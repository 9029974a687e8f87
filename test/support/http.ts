import { expectConformity } from './conformance.js';

/** An HTTP answer, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined where it is none. */
  body: unknown;
  /** From asking to the last byte, in milliseconds. */
  ms: number;
}

/** Asks, and holds the answer of a service of this process to its document. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const startMs = performance.now();
  const response = await fetch(url, init);
  const text = await response.text();
  const answer: Answer = {
    status: response.status,
    headers: response.headers,
    text,
    body: parsed(text),
    ms: performance.now() - startMs,
  };
  expectConformity(url, init, answer);
  return answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 9457, as `/api/v1` answers what it refuses. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  request_id: string;
  errors?: { field: string; message: string }[];
}

export function problemOf(answer: Answer): Problem {
  return answer.body as Problem;
}

/** The fields that an answer finds at fault, sorted. */
export function fieldsAtFault(answer: Answer): string[] {
  return [...new Set((problemOf(answer).errors ?? []).map(({ field }) => field))].sort();
}
