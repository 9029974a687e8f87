import { timingSafeEqual } from 'node:crypto';
import {
  element,
  readXml,
  writeXml,
  XmlRefusedError,
  type XmlElement,
} from '../../src/billing/gotransverse/gotransverse.xml.js';
import { accountsAndTheRest } from './all-resources.js';
import { EMPTY, refusalAnswer, textAnswer, unauthorized, xmlAnswer, type Answer } from './answer.js';
import { collection, queryScope } from './query.js';
import { badEntity, badRequest, invalid, notFound, Refusal, unmarshalling } from './refusal.js';
import {
  domainNamespace,
  restNamespace,
  VERSIONS,
  type Call,
  type Command,
  type Desk,
  type Outcome,
  type Resource,
} from './resource.js';
import { vendorPath, type VendorPath } from './vendor-path.js';

/** A request as it came, with its body read to the end. */
export interface VendorRequest {
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/** What a schema says against a body, a line each; nothing where it is valid. */
export type Judge = (xml: Buffer, version: string) => string[];

export interface VendorOptions {
  readonly username: string;
  readonly password: string;
  readonly judge: Judge;
}

/** The API: from a request to its answer, and to what it changes in the books. */
export class Vendor {
  private readonly resources: ReadonlyMap<string, Resource>;

  constructor(
    private readonly desk: Desk,
    private readonly options: VendorOptions,
  ) {
    this.resources = new Map(accountsAndTheRest(desk).map((resource) => [resource.name, resource]));
  }

  /** @param visibleFromMs until when what this creates is hidden from queries */
  handle(request: VendorRequest, visibleFromMs?: number): Answer {
    const path = vendorPath(request.pathname);
    const version = path?.version ?? '1.28';
    try {
      if (!this.isAllowed(request.authorization)) return unauthorized();
      if (path === undefined || !VERSIONS.some((known) => known === version))
        return textAnswer(404, 'Not Found');
      return this.desk.books.transact(() => this.answer(request, path, { version, visibleFromMs }));
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error, version);
      throw error;
    }
  }

  private isAllowed(authorization: string | undefined): boolean {
    const { username, password } = this.options;
    const expected = Buffer.from(`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
    const given = Buffer.from(authorization ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  private answer(request: VendorRequest, path: VendorPath, call: Call): Answer {
    if (path.resource === 'users' && path.eid === 'current')
      return this.entityAnswer(request, this.currentUser(), call);
    const resource = this.resources.get(path.resource);
    if (resource === undefined || path.eid === 'current') return textAnswer(404, 'Not Found');
    if (path.eid !== undefined) return this.one(request, resource, path.eid, path.command, call);
    if (path.command !== undefined) return textAnswer(404, 'Not Found');
    if (request.method === 'GET') {
      const page = collection(resource, request.query, call.version, this.desk.now().getTime());
      return xmlAnswer(200, writeXml(page, domainNamespace(call.version)));
    }
    if (request.method === 'POST' && resource.create) {
      const eid = resource.create(this.bodyOf(request, resource.root, call), call);
      return responseAnswer(201, 'createResponse', { type: resource.entity, eid }, call);
    }
    // The old form of adjustments: the eid stands in the body alone.
    if (request.method === 'PUT' && resource.name === 'adjustments')
      return this.updateByBody(request, resource, call);
    return notAllowed();
  }

  private one(
    request: VendorRequest,
    resource: Resource,
    eid: string,
    command: string | undefined,
    call: Call,
  ): Answer {
    if (command !== undefined && request.method !== 'POST') return notAllowed();
    const known = command === undefined ? undefined : resource.commands?.[command];
    if (command !== undefined && known === undefined) return textAnswer(404, 'Not Found');
    const row = resource.find(eid);
    if (row === undefined) throw notFound(`${resource.entity} ${eid}`);
    if (known !== undefined) {
      const outcome = known.run(row, this.bodyOf(request, known.root, call), call);
      return commandAnswer(known, outcome, { type: resource.entity, eid }, call);
    }
    return this.plain(request, resource, eid, call);
  }

  private plain(request: VendorRequest, resource: Resource, eid: string, call: Call): Answer {
    const row = resource.find(eid);
    if (row === undefined) throw notFound(`${resource.entity} ${eid}`);
    if (request.method === 'GET') {
      const view = resource.view(row, queryScope(request.query), call.version);
      resource.wasRead?.(row);
      return this.entityAnswer(request, view, call);
    }
    if (request.method === 'PUT' && resource.update) {
      const body = this.bodyOf(request, resource.root, call);
      if (body.attributes['eid'] !== undefined && body.attributes['eid'] !== eid)
        throw invalid('eid of the path and of the body differ');
      resource.update(row, body, call);
      return responseAnswer(200, 'updateResponse', { type: resource.entity, eid }, call);
    }
    if (request.method === 'DELETE' && resource.remove) {
      resource.remove(row);
      return EMPTY;
    }
    return notAllowed();
  }

  private updateByBody(request: VendorRequest, resource: Resource, call: Call): Answer {
    const { eid } = this.bodyOf(request, resource.root, call).attributes;
    if (eid === undefined) throw invalid('eid is required');
    return this.plain(request, resource, eid, call);
  }

  private entityAnswer(request: VendorRequest, view: XmlElement, { version }: Call): Answer {
    if (request.method !== 'GET') return notAllowed();
    return xmlAnswer(200, writeXml(view, domainNamespace(version)));
  }

  private currentUser(): XmlElement {
    const { username } = this.options;
    return element('user', { eid: '1', queryScope: 'SHALLOW', username, tenantEid: '1' });
  }

  /** The body, whose root is what the path asks for. @throws Refusal */
  private bodyOf({ contentType, body }: VendorRequest, root: string, { version }: Call): XmlElement {
    if (!/^application\/xml\s*(;|$)/i.test(contentType ?? ''))
      throw new Refusal(415, 'Unsupported media type');
    const read = readBody(body);
    if (read.name !== root || read.namespace !== domainNamespace(version)) throw badEntity(root);
    refuseProblems(this.options.judge(body, version));
    return read;
  }
}

/**
 * The vendor documents 500 for wrong datatypes. Names, order and choices its server is thought to overlook; here
 * they are told, since what they stand for would be lost there.
 */
function refuseProblems(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const told = problems.join('; ');
  if (problems.every((problem) => problem.endsWith('is not of its type')))
    throw new Refusal(500, `Mismatched input: ${told}, expecting one that is`);
  throw badRequest(`the schema says: ${told}`);
}

function readBody(body: Buffer): XmlElement {
  try {
    return readXml(body);
  } catch (error) {
    if (error instanceof XmlRefusedError) throw unmarshalling();
    throw error;
  }
}

function notAllowed(): Answer {
  return textAnswer(405, 'Method Not Allowed');
}

/** `any` in the WADL is answered without a body here, XML with an element that names what it was about. */
function commandAnswer(
  { answers }: Command<never>,
  outcome: Outcome | undefined,
  about: { type: string; eid: string },
  call: Call,
): Answer {
  if (answers === 'nothing') return EMPTY;
  return responseAnswer(200, answers === 'add' ? 'addResponse' : 'updateResponse', outcome ?? about, call);
}

function responseAnswer(
  status: number,
  name: string,
  { type, eid }: { type: string; eid: string },
  { version }: Call,
): Answer {
  return xmlAnswer(status, writeXml(element(name, { type, eid }), restNamespace(version)));
}
