// Proves that tools/openapi/breaking-changes.mjs finds what it is for: changes a small document in each way
// that breaks programs, and in each that does not, and fails unless exactly the former are found.
import { breakingChanges } from './openapi/breaking-changes.mjs';

const json = (schema) => ({ content: { 'application/json': { schema } } });

function original() {
  return {
    paths: {
      '/things': {
        post: {
          security: [{ apiKey: ['write'] }],
          parameters: [
            { in: 'query', name: 'limit', required: false, schema: { type: 'integer', maximum: 500 } },
          ],
          requestBody: { required: true, ...json({ $ref: '#/components/schemas/Body' }) },
          responses: {
            201: { headers: { ETag: {} }, ...json({ $ref: '#/components/schemas/View' }) },
            409: json({ type: 'object' }),
          },
        },
        get: { responses: { 200: json({ type: 'array', items: { $ref: '#/components/schemas/View' } }) } },
      },
    },
    components: {
      schemas: {
        Body: {
          type: 'object',
          additionalProperties: false,
          required: ['name'],
          properties: {
            name: { type: 'string', minLength: 1, maxLength: 255 },
            kind: { type: ['string', 'null'], enum: ['a', 'b', null] },
            code: { type: 'string' },
            list: { type: 'array', maxItems: 10, items: { type: 'string', maxLength: 9 } },
          },
        },
        View: {
          type: 'object',
          required: ['id', 'name'],
          properties: {
            id: { type: 'string', format: 'uuid' },
            name: { type: 'string' },
            parent: { anyOf: [{ $ref: '#/components/schemas/View' }, { type: 'null' }] },
          },
        },
      },
    },
  };
}

/** What is done to the document, and a part of what must be found; nothing where it is harmless. */
const CASES = [
  ['a path is removed', (d) => delete d.paths['/things'], 'the path is gone'],
  ['an operation is removed', (d) => delete d.paths['/things'].get, 'GET /things: the operation is gone'],
  ['another scope', (d) => (post(d).security = [{ apiKey: ['admin'] }]), 'needs the scope "admin"'],
  ['a status is changed', (d) => rename(post(d).responses, '201', '200'), '201: the status is gone'],
  [
    'a content type is changed',
    (d) => rename(answer(d).content, 'application/json', 'text/csv'),
    'json is gone',
  ],
  ['a header is removed', (d) => delete answer(d).headers.ETag, 'the header ETag is gone'],
  ['a field of an answer is removed', (d) => delete view(d).properties.name, 'name: the field is gone'],
  ['a field of an answer may be absent', (d) => (view(d).required = ['id']), 'name: the field may be absent'],
  [
    'a field of an answer may be null',
    (d) => (view(d).properties.name.type = ['string', 'null']),
    'null may be',
  ],
  [
    'a field of an answer changes its type',
    (d) => (view(d).properties.name.type = 'integer'),
    'integer may be',
  ],
  ['a format of an answer changes', (d) => delete view(d).properties.id.format, 'none instead of uuid'],
  ['a field in a list is removed', (d) => delete view(d).properties.id, 'GET /things 200 each id'],
  ['a parameter is removed', (d) => (post(d).parameters = []), 'query parameter limit is gone'],
  ['a parameter is required', (d) => (post(d).parameters[0].required = true), 'limit is required now'],
  ['a new required parameter', (d) => post(d).parameters.push(IF_MATCH), 'If-Match is required now'],
  ['a parameter is narrowed', (d) => (post(d).parameters[0].schema.maximum = 50), 'maximum is 50'],
  ['a field of a request is removed', (d) => delete body(d).properties.code, 'code: the field is gone'],
  ['a field of a request is required', (d) => body(d).required.push('code'), 'code: the field is required'],
  ['a new required field', (d) => addField(body(d), 'more', true), 'more: the field is required now'],
  ['an enum loses a value', (d) => (body(d).properties.kind.enum = ['a', null]), 'b is not taken'],
  ['a new enum', (d) => (body(d).properties.code.enum = ['x']), 'only x are taken now'],
  ['null is not taken', (d) => (body(d).properties.kind.type = 'string'), 'null is not taken'],
  ['a limit is narrowed', (d) => (body(d).properties.name.maxLength = 100), 'maxLength is 100'],
  ['a lower limit is raised', (d) => (body(d).properties.name.minLength = 2), 'minLength is 2'],
  ['a new limit', (d) => (body(d).properties.code.maxLength = 9), 'maxLength is 9 instead of none'],
  ['a new pattern', (d) => (body(d).properties.code.pattern = '^x'), 'the pattern is ^x'],
  ['a new format', (d) => (body(d).properties.code.format = 'uuid'), 'the format is uuid'],
  ['items are narrowed', (d) => (body(d).properties.list.items.maxLength = 3), 'list each: maxLength is 3'],
  ['alternatives change', (d) => (body(d).properties.code.oneOf = [{}]), 'oneOf has changed'],
  [
    'a body is required',
    (d) => (d.paths['/things'].get.requestBody = { required: true }),
    'a body is required',
  ],

  ['nothing', () => undefined],
  ['a new path', (d) => (d.paths['/more'] = {})],
  ['a new operation', (d) => (d.paths['/things'].put = { responses: {} })],
  ['a new field of an answer', (d) => addField(view(d), 'more', true)],
  ['a new field of a request', (d) => addField(body(d), 'more', false)],
  ['a new parameter', (d) => post(d).parameters.push({ ...IF_MATCH, required: false })],
  ['a new value of a request', (d) => body(d).properties.kind.enum.push('c')],
  ['wider limits', (d) => Object.assign(body(d).properties.name, { minLength: 0, maxLength: 999 })],
  ['a field that need not be sent any more', (d) => (body(d).required = [])],
  ['a wider type of a request', (d) => (body(d).properties.code.type = ['string', 'null'])],
  ['a new refusal', (d) => (post(d).responses[429] = json({ type: 'object' }))],
  ['other words', (d) => (post(d).description = 'Makes a thing.')],
];

const IF_MATCH = { in: 'header', name: 'If-Match', required: true, schema: { type: 'string' } };
const post = (document) => document.paths['/things'].post;
const answer = (document) => post(document).responses[201];
const body = (document) => document.components.schemas.Body;
const view = (document) => document.components.schemas.View;

function rename(record, from, to) {
  record[to] = record[from];
  delete record[from];
}

function addField(schema, name, required) {
  schema.properties[name] = { type: 'string' };
  if (required) schema.required.push(name);
}

function mistakeOf([what, change, expected]) {
  const changed = original();
  change(changed);
  const found = breakingChanges(original(), changed);
  if (expected === undefined) return found.length === 0 ? [] : [`${what}: wrongly found ${found.join('; ')}`];
  return found.some((line) => line.includes(expected))
    ? []
    : [`${what}: not found "${expected}", but ${found.join('; ') || 'nothing'}`];
}

const mistakes = CASES.flatMap(mistakeOf);
for (const mistake of mistakes) console.error(mistake);
if (mistakes.length > 0) process.exitCode = 1;
else console.log(`${CASES.length} changes judged as they should be.`);
