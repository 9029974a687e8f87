/** One field that a request has wrong. */
export interface ApiFieldError {
  field: string;
  message: string;
}

/** The service refused: its own words, from its problem document. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** What is wrong, and how to mend it. */
    readonly detail: string,
    readonly fields: readonly ApiFieldError[],
    /** What to ask the service's people about. */
    readonly requestId: string | undefined,
    /** After how many seconds it is worth trying again; undefined where it said nothing. */
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(`${String(status)}: ${detail}`);
    this.name = 'ApiError';
  }
}

/** There was no answer that could be used: the deadline passed, nobody was there, or it was not the service. */
export class ApiUnreachableError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ApiUnreachableError';
  }
}

/** Whatever a proxy in between answered is an error too, with its status alone. */
export function toApiError(status: number, headers: Headers, text: string): ApiError {
  const problem = parsed(text);
  const detail = problem['detail'];
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return new ApiError(
    status,
    typeof detail === 'string' ? detail : 'The answer has no problem document',
    Array.isArray(problem['errors']) ? problem['errors'].filter(isFieldError) : [],
    headers.get('x-request-id') ?? undefined,
    Number.isFinite(seconds) ? seconds : undefined,
  );
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isFieldError(value: unknown): value is ApiFieldError {
  if (typeof value !== 'object' || value === null) return false;
  const { field, message } = value as Partial<Record<keyof ApiFieldError, unknown>>;
  return typeof field === 'string' && typeof message === 'string';
}
