import createClient, { type Client } from 'openapi-fetch';
import { ApiError, ApiUnreachableError, toApiError } from './api-error.js';
import type { paths } from './generated/schema.js';

export interface ApiClientOptions {
  /** Where the service is, such as `https://arrears.example.com`. */
  url: string;
  key: string;
  /** From asking to the answer's last byte. */
  deadlineMs?: number;
  /** A longer answer is not read to its end. */
  maxAnswerBytes?: number;
}

/** The API with the types of its document: `client.GET('/api/v1/locations/{ref}', { params: … })`. */
export type ApiClient = Client<paths>;

const DEADLINE_MS = 30_000;
const MAX_ANSWER_BYTES = 16 * 1_048_576;
/** Statuses whose answers have no body, and may not be given one. */
const BODILESS = [204, 205, 304];

/**
 * A client of the admin API. Refusals are thrown as `ApiError`, all other failures as `ApiUnreachableError`.
 * It follows no redirect: it would carry the key elsewhere.
 */
export function createApiClient({
  url,
  key,
  deadlineMs = DEADLINE_MS,
  maxAnswerBytes = MAX_ANSWER_BYTES,
}: ApiClientOptions): ApiClient {
  return createClient<paths>({
    baseUrl: url.replace(/\/+$/, ''),
    headers: { authorization: `Bearer ${key}` },
    redirect: 'error',
    fetch: (request) => answerTo(request, deadlineMs, maxAnswerBytes),
  });
}

/** The body of an answer; that there is none is an error. */
export async function bodyOf<Body>(asked: Promise<{ data?: Body | undefined }>): Promise<Body> {
  const { data } = await asked;
  if (data === undefined) throw new ApiUnreachableError('The service answered without a body');
  return data;
}

/** Anything at all, as texts: for what the document does not have, or nobody has written types for. */
export async function requestAny(
  client: ApiClient,
  method: string,
  path: string,
  { headers, body }: { headers: Record<string, string>; body: string | undefined },
): Promise<string> {
  const request = client.request as unknown as (
    method: string,
    path: string,
    options: object,
  ) => Promise<{ data?: string }>;
  const asIs = (text: string): string => text;
  const { data } = await request(method, path, { headers, body, bodySerializer: asIs, parseAs: 'text' });
  return data ?? '';
}

async function answerTo(request: Request, deadlineMs: number, maxAnswerBytes: number): Promise<Response> {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort();
  }, deadlineMs);
  // Beside the signal, which a garbage collection can take from under a waiting fetch on Node 20.
  const late = new Promise<never>((_resolve, reject) => {
    deadline.signal.addEventListener('abort', () => {
      reject(new Error('The deadline passed'));
    });
  });
  try {
    const signal = AbortSignal.any([request.signal, deadline.signal]);
    const response = await Promise.race([fetch(request, { signal }), late]);
    const { status, headers } = response;
    const text = await textOf(response, maxAnswerBytes, deadline.signal);
    if (!response.ok) throw toApiError(status, headers, text);
    return new Response(BODILESS.includes(status) ? null : text, { status, headers });
  } catch (error) {
    if (error instanceof ApiError || error instanceof ApiUnreachableError || request.signal.aborted)
      throw error;
    throw deadline.signal.aborted
      ? new ApiUnreachableError(`The service did not answer within ${deadlineMs} ms`, error)
      : explained(error);
  } finally {
    clearTimeout(timer);
  }
}

/** What Node calls "fetch failed" has its reason inside. */
function explained(error: unknown): ApiUnreachableError {
  const { message, cause } = error as Partial<Record<'message' | 'cause', unknown>>;
  const inner = (cause as { message?: unknown } | undefined)?.message;
  return new ApiUnreachableError(`The service cannot be reached: ${String(inner ?? message)}`, error);
}

/** Ends the reading itself at the deadline: Node 20 can lose a signal once the headers are there. */
async function textOf({ body }: Response, maxBytes: number, deadline: AbortSignal): Promise<string> {
  if (body === null) return '';
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  deadline.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw new ApiUnreachableError(`The answer is longer than ${maxBytes} bytes; ask for less at once`);
    }
    chunks.push(part.value);
  }
  deadline.throwIfAborted();
  return Buffer.concat(chunks).toString('utf8');
}
