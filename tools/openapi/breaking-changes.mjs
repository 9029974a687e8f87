// Compares two OpenAPI documents of ours and names what would break a program written for the first one.
// Only additions are harmless: a new route, a field of an answer, a field of a request that may be left out.
// It knows the parts of OpenAPI 3.1 that our document uses.

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** @returns {string[]} each with the place and what has become of it */
export function breakingChanges(before, after) {
  const found = new Findings(before, after);
  for (const [path, item] of Object.entries(before.paths)) {
    const now = after.paths[path];
    if (now === undefined) found.add(path, 'the path is gone');
    else compareMethods(path, item, now, found);
  }
  return [...found.lines];
}

class Findings {
  lines = new Set();
  /** Pairs of schemas that are being compared: schemas may hold themselves. */
  underWay = new Set();

  constructor(before, after) {
    this.before = before;
    this.after = after;
  }

  add(where, what) {
    this.lines.add(`${where}: ${what}`);
  }

  /** @returns both without `$ref` */
  resolved(before, after) {
    return [resolve(before, this.before), resolve(after, this.after)];
  }
}

function resolve(part, document) {
  if (part?.$ref === undefined) return part;
  return part.$ref
    .slice(2)
    .split('/')
    .reduce((inner, key) => inner?.[key], document);
}

function compareMethods(path, before, after, found) {
  for (const method of METHODS) {
    if (before[method] === undefined) continue;
    const where = `${method.toUpperCase()} ${path}`;
    if (after[method] === undefined) found.add(where, 'the operation is gone');
    else compareOperations(where, before[method], after[method], found);
  }
}

function compareOperations(where, before, after, found) {
  if (scopes(before) !== scopes(after))
    found.add(where, `needs the scope "${scopes(after)}" instead of "${scopes(before)}"`);
  compareParameters(where, before.parameters ?? [], after.parameters ?? [], found);
  compareBodies(where, before.requestBody, after.requestBody, found);
  for (const [status, response] of Object.entries(before.responses)) {
    const place = `${where} ${status}`;
    const now = after.responses[status];
    if (now === undefined) found.add(place, 'the status is gone');
    else compareResponses(place, ...found.resolved(response, now), found);
  }
}

function scopes({ security = [] }) {
  return security.flatMap((requirement) => Object.values(requirement).flat()).join(' ');
}

function compareParameters(where, before, after, found) {
  const key = ({ in: place, name }) => `${place} parameter ${name}`;
  const known = new Map(before.map((parameter) => [key(parameter), parameter]));
  const now = new Map(after.map((parameter) => [key(parameter), parameter]));
  for (const [name, parameter] of known) {
    const other = now.get(name);
    if (other === undefined) found.add(where, `the ${name} is gone`);
    else compareSchemas(`${where} ${name}`, parameter.schema, other.schema, 'request', found);
  }
  for (const [name, { required }] of now)
    if (required && !known.get(name)?.required) found.add(where, `the ${name} is required now`);
}

function compareBodies(where, before, after, found) {
  if (after?.required && !before?.required) found.add(where, 'a body is required now');
  if (before === undefined) return;
  compareContents(`${where} body`, before.content, after?.content ?? {}, 'request', found);
}

function compareResponses(where, before, after, found) {
  for (const name of Object.keys(before.headers ?? {}))
    if (after.headers?.[name] === undefined) found.add(where, `the header ${name} is gone`);
  compareContents(where, before.content ?? {}, after.content ?? {}, 'response', found);
}

function compareContents(where, before, after, direction, found) {
  for (const [type, { schema }] of Object.entries(before))
    if (after[type] === undefined) found.add(where, `the content type ${type} is gone`);
    else compareSchemas(where, schema, after[type].schema, direction, found);
}

function compareSchemas(where, before, after, direction, found) {
  const pair = `${direction} ${JSON.stringify(before)} ${JSON.stringify(after)}`;
  if (found.underWay.has(pair)) return;
  found.underWay.add(pair);
  const [was, is] = [flattened(before, found.before), flattened(after, found.after)];
  compareTypes(where, was, is, direction, found);
  compareAlternatives(where, was, is, found);
  compareFormats(where, was.format, is.format, direction, found);
  if (direction === 'request') compareRequests(where, was, is, found);
  else compareAnswers(where, was, is, found);
  for (const [name, schema] of Object.entries(was.properties ?? {}))
    if (is.properties?.[name] !== undefined)
      compareSchemas(`${where} ${name}`, schema, is.properties[name], direction, found);
  for (const inner of ['items', 'additionalProperties'])
    if (isSchema(was[inner]) && isSchema(is[inner]))
      compareSchemas(`${where} each`, was[inner], is[inner], direction, found);
  found.underWay.delete(pair);
}

function compareFormats(where, was, is, direction, found) {
  if (was !== is && (direction === 'response' || is !== undefined))
    found.add(where, `the format is ${is ?? 'none'} instead of ${was ?? 'none'}`);
}

function isSchema(part) {
  return typeof part === 'object' && part !== null;
}

/** A reference that may be null as what it refers to, with null among its types. */
function flattened(schema, document) {
  const own = resolve(schema, document) ?? {};
  const others = own.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  if (others.length !== 1 || own.anyOf.length !== 2) return own;
  const of = resolve(others[0], document);
  return { ...of, type: [of.type, 'null'].flat() };
}

const ANY = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

function typesOf({ type }) {
  const types = type === undefined ? ANY : [type].flat();
  return types.includes('number') ? [...new Set([...types, 'integer'])] : types;
}

/** What callers send must still be taken; what they get must be what they know. */
function compareTypes(where, was, is, direction, found) {
  const [wider, narrower] = direction === 'request' ? [is, was] : [was, is];
  const extra = typesOf(narrower).filter((type) => !typesOf(wider).includes(type));
  if (extra.length === 0) return;
  const verb = direction === 'request' ? 'is not taken any more' : 'may be answered now';
  found.add(where, `${extra.join(', ')} ${verb}`);
}

function compareAlternatives(where, was, is, found) {
  for (const word of ['oneOf', 'allOf', 'not', 'const'])
    if (JSON.stringify(was[word]) !== JSON.stringify(is[word])) found.add(where, `${word} has changed`);
}

function compareRequests(where, was, is, found) {
  compareLimits(where, was, is, LOWER, (now, then) => now > then, found);
  compareLimits(where, was, is, UPPER, (now, then) => now < then, found);
  compareValues(where, was.enum, is.enum, found);
  if (is.pattern !== undefined && is.pattern !== was.pattern)
    found.add(where, `the pattern is ${is.pattern} instead of ${was.pattern ?? 'none'}`);
  const closed = is.additionalProperties === false;
  if (closed && was.additionalProperties !== false) found.add(where, 'other fields are refused now');
  if (closed) for (const name of gone(was, is)) found.add(`${where} ${name}`, 'the field is gone');
  for (const name of without(is.required, was.required))
    found.add(`${where} ${name}`, 'the field is required now');
}

const LOWER = ['minimum', 'minLength', 'minItems'];
const UPPER = ['maximum', 'maxLength', 'maxItems', 'maxProperties'];

function compareLimits(where, was, is, words, isNarrower, found) {
  for (const word of words.filter((name) => is[name] !== undefined))
    if (was[word] === undefined || isNarrower(is[word], was[word]))
      found.add(where, `${word} is ${is[word]} instead of ${was[word] ?? 'none'}`);
}

function compareValues(where, was, is, found) {
  if (is === undefined) return;
  if (was === undefined) found.add(where, `only ${is.join(', ')} are taken now`);
  for (const value of without(was, is)) found.add(where, `${value} is not taken any more`);
}

function compareAnswers(where, was, is, found) {
  const removed = gone(was, is);
  for (const name of removed) found.add(`${where} ${name}`, 'the field is gone');
  for (const name of without(without(was.required, is.required), removed))
    found.add(`${where} ${name}`, 'the field may be absent now');
}

function gone(was, is) {
  return without(Object.keys(was.properties ?? {}), Object.keys(is.properties ?? {}));
}

function without(all = [], some = []) {
  return all.filter((one) => !some.includes(one));
}
