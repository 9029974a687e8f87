import { REFUSALS, type Refusal } from '../errors/domain-error.js';
import { OrAbsent, ShowsList, ShowsNumber, ShowsText } from './shown.js';

class FieldAtFault {
  @ShowsText('Where it stands in the request; members of lists by their position.', 'addresses.0.state')
  field!: string;

  @ShowsText('What to change.', 'must be text of 1 to 100 characters, without control characters')
  message!: string;
}

/** RFC 9457, as every refusal below `/api/v1` is told. */
export class Problem {
  @ShowsText('Always `about:blank`: the status says which kind of problem it is.', 'about:blank')
  type!: string;

  @ShowsText('The kind of problem in words; the same for each problem of its kind.', REFUSALS.invalid.title)
  title!: string;

  @ShowsNumber('The HTTP status once more.', 422, 400)
  status!: number;

  @ShowsText(
    'What is wrong here, and how to mend it. Holds no personal data.',
    'external_id must be text of 1 to 255 characters without blanks at the ends, and neither "." nor ".."',
  )
  detail!: string;

  @ShowsText(
    "The request's id, also in `X-Request-Id`; the log and the audit trail have it too.",
    '7d0f7a0e-4a0c-4b54-9c0e-0f0b7c9a5a11',
  )
  request_id!: string;

  @OrAbsent()
  @ShowsList(() => FieldAtFault, 'Every field that is at fault, all at once; absent where none is.')
  errors?: FieldAtFault[];
}

/** When each refusal comes, where the route itself does not say it. */
const WHEN: Record<string, string> = {
  malformed: 'The body is no JSON object, or the path is not valid percent-encoded UTF-8.',
  unauthenticated:
    'There is no API key in `Authorization: Bearer KEY`, or it is unknown, expired or revoked.',
  forbidden: 'The API key has not the scope that the route needs.',
  not_found: 'There is no such record.',
  conflict:
    'The request conflicts with what the books have. With `Idempotency-Key`: the first request with it is still under way; try again.',
  precondition_failed:
    'The record has changed since it was read: read it again, and send `If-Match` with its new `ETag`.',
  too_large: 'The body is larger than the route takes.',
  unsupported_media_type: 'The body is sent as another content type; send `Content-Type: application/json`.',
  invalid:
    'The request can be read, and something in it is wrong; `errors` names every field at fault. With `Idempotency-Key`: the key was used with another body.',
  precondition_required: "`If-Match` is missing: read the record, and send it with the record's `ETag`.",
  too_many_requests: 'The key sends more requests than it may; wait as long as `Retry-After` says.',
  internal: 'The service failed; its log has the request id.',
  unavailable: 'The database is away or too busy; try again after `Retry-After` seconds.',
};

export function whenRefused(refusal: Refusal): string {
  return WHEN[refusal] ?? `${REFUSALS[refusal].title}.`;
}
