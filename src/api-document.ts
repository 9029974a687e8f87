import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { buildDocument } from './platform/openapi/document.js';
import { packageRoot } from './platform/package-root.js';

const DESCRIPTION = `Arrears is the system of record for an agency's debt accounts. It answers Tratta's Just-In-Time requests below \`/jit\`, and gives staff and their programs the routes below \`/api/v1\`.

JSON in UTF-8, field names in snake_case. **Amounts are whole cents**: \`12345\` is $123.45; a float or a string is refused, never rounded. Times are RFC 3339 in UTC, days are \`YYYY-MM-DD\`. Optional fields may be left out or \`null\`; both mean the same. Unknown fields are refused by name.

## Keys and scopes

Each request below \`/api/v1\` carries an API key: \`Authorization: Bearer KEY\`. A key has some of the scopes \`read\`, \`write\`, \`pii\`, \`billing\`, \`tratta\`, \`admin\`; each operation names the one that it needs. A scope implies no other one: a program that posts and reads needs \`read\` and \`write\`.

## Answers and lists

One record is answered as \`{"data": {…}}\`, many as \`{"data": […], "meta": {"next_cursor": …}}\`. A list is read page by page: \`limit\` (1 to 500, usually 50) says how long a page is, and \`next_cursor\` goes into \`cursor\` to read on; it is \`null\` at the end. A cursor is opaque, and stays good while records are added.

\`{ref}\` in a path is the record's \`external_id\`, percent-encoded, or our \`id\`; where both could be meant, the external id is.

## Errors

What is refused is told by RFC 9457, as \`application/problem+json\`: \`detail\` says what is wrong and how to mend it, \`errors\` names every field at fault at once, and \`request_id\` is what to ask us about. Each answer has it in \`X-Request-Id\` too: the caller's own where it sent one. 503 and 429 say in \`Retry-After\` when to try again.

## Sending a request again

Every write takes an \`Idempotency-Key\`, any text that names the request. For 24 hours the same key on the same route with the same body gets the stored answer, with \`Idempotency-Replayed: true\`; with another body it is refused (422), and while the first request is still under way too (409). So a request whose answer got lost can simply be sent again.

## Changing what others change too

A record that can be changed has a \`version\`, which is also its \`ETag\`. A \`PATCH\` needs it in \`If-Match\` (428 without), \`PUT\` honours it: where the record has changed since it was read, nothing happens (412), and it is to be read again.

## Reasons

Why a sensitive change is made goes into the body's \`reason\` or the header \`X-Reason\`, and from there into the audit trail.`;

/** What the API's document says, built from the application's own decorators. */
export function documentOf(app: INestApplication): OpenAPIObject {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return buildDocument(app, { title: 'Arrears', version: manifest.version, description: DESCRIPTION });
}
