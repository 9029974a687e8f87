import type { FastifyInstance } from 'fastify';
import { parseStrictJson } from '../validation/strict-json.js';

/** JSON, and JSON that says it is a patch of a record. */
const JSON_TYPES = ['application/json', 'application/merge-patch+json'];

/** Bodies are JSON, read strictly; Fastify's own parsers would take plain text too, and JSON leniently. */
export function readStrictJson(server: FastifyInstance): void {
  server.removeContentTypeParser(['text/plain', 'application/json']);
  server.addContentTypeParser<Buffer>(JSON_TYPES, { parseAs: 'buffer' }, (_request, body, done) => {
    // A mistake is thrown to Fastify: handed on from here, a failure behind `done` would come back as one.
    done(null, parseStrictJson(body));
  });
}
