/** One field that is at fault: its path in the request (`addresses.0.state`) and what to change. */
export interface FieldError {
  field: string;
  message: string;
}

/** Every way in which the service refuses, with its HTTP status and title. */
export const REFUSALS = {
  malformed: { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'A valid API key is required' },
  forbidden: { status: 403, title: 'The API key may not do this' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'The route does not take this method' },
  conflict: { status: 409, title: 'The request conflicts with the books' },
  precondition_failed: { status: 412, title: 'The record has changed since it was read' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  invalid: { status: 422, title: 'The request is not valid' },
  precondition_required: { status: 428, title: 'The request must say which version it changes' },
  too_many_requests: { status: 429, title: 'The API key makes too many requests' },
  internal: { status: 500, title: 'The service failed' },
  unavailable: { status: 503, title: 'The service is not available now' },
} as const;

export type Refusal = keyof typeof REFUSALS;

/**
 * What a caller is told when something can't be done: the kind of refusal, a sentence that says what,
 * where and how to mend it, and the fields at fault. Never holds personal data.
 */
export class DomainError extends Error {
  constructor(
    readonly refusal: Refusal,
    message: string,
    readonly fields: readonly FieldError[] = [],
    /** For `unavailable` and `too_many_requests`: when to try again. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = 'DomainError';
  }

  /** A request whose one field is at fault. */
  static invalidField(field: string, message: string): DomainError {
    return new DomainError('invalid', `${field} ${message}`, [{ field, message }]);
  }
}
