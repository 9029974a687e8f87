import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { ParseOption, XmlDocument, XmlElement as LibraryElement, XmlError, XsdValidator } from 'libxml2-wasm';
import { carriedByXml } from '../../platform/validation/xml-characters.js';

export { carriedByXml };

/** An element as it is written and read. Gotransverse keeps its data in attributes; text is for commands. */
export interface XmlElement {
  readonly name: string;
  /** Where it is not its document's. Of elements that were read: always set, empty for none. */
  readonly namespace?: string;
  /** Without prefix; those of other namespaces are not read. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Empty where there are children. */
  readonly text: string;
}

/** The text cannot be read, or is not read as a precaution. Its message repeats nothing of the text. */
export class XmlRefusedError extends Error {
  override readonly name = 'XmlRefusedError';
}

/** What is read at most: each is far above a page of 50 accounts, and far below what blocks the process. */
export interface XmlLimits {
  maxBytes: number;
  maxElements: number;
  maxAttributes: number;
  /** To characters and to the five entities of XML: what takes the parser longest for its size. */
  maxReferences: number;
  maxDepth: number;
}

/** A page of 50 accounts with all their parts has some 300 kB, 3,000 elements and 12,000 attributes. */
export const XML_LIMITS: XmlLimits = {
  maxBytes: 2 * 1024 * 1024,
  maxElements: 10_000,
  maxAttributes: 40_000,
  maxReferences: 20_000,
  maxDepth: 64,
};

/** No entities, no DTD, no files, no network, and UTF-8 whatever the declaration says. */
const PRECAUTIONS = (ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_IGNORE_ENC |
  ParseOption.XML_PARSE_NOCDATA) as ParseOption;

/** An element to be written. Attributes and children that are `undefined` are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  children: readonly (XmlElement | undefined)[] = [],
): XmlElement {
  return {
    name,
    attributes: Object.fromEntries(
      Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    children: children.filter((child) => child !== undefined),
    text: '',
  };
}

/** An element that holds nothing but text. */
export function textElement(name: string, text: string): XmlElement {
  return { name, attributes: {}, children: [], text };
}

/**
 * The document of an element, in UTF-8.
 * @param namespace of the root and of all below it that name none of their own
 * @throws XmlRefusedError for a character that XML cannot carry
 */
export function writeXml(root: XmlElement, namespace: string): string {
  const document = XmlDocument.create();
  try {
    fill(document.createRoot(root.name, root.namespace ?? namespace), root, root.namespace ?? namespace);
    return document.toString();
  } finally {
    document.dispose();
  }
}

function fill(target: LibraryElement, { attributes, children, text }: XmlElement, namespace: string): void {
  for (const [name, value] of Object.entries(attributes)) target.setAttr(name, carried(value, name));
  if (text !== '') target.addText(carried(text, target.name));
  for (const child of children) {
    const added = target.addElement(child.name);
    const own = child.namespace ?? namespace;
    if (own !== namespace) added.addNsDeclaration(own);
    fill(added, child, own);
  }
}

function carried(value: string, name: string): string {
  if (carriedByXml(value)) return value;
  throw new XmlRefusedError(`${name} holds a character that XML cannot carry`);
}

/**
 * Reads a document: never a DTD, an entity of its own, a file or the network, and never more than the limits.
 * What is refused is refused before it is parsed, as far as that can be told from the bytes.
 * @throws XmlRefusedError
 */
export function readXml(bytes: Uint8Array, limits: XmlLimits = XML_LIMITS): XmlElement {
  refuseByBytes(bytes, limits);
  return parsed(bytes, (document) => {
    const reading = readElement(document.root, limits.maxDepth);
    let step = reading.next();
    while (step.done !== true) step = reading.next();
    return step.value;
  });
}

/** Parsing cannot be interrupted, and takes some 15 ms for 2 MiB: together they stay far below 50 ms. */
const TURN_MS = 10;

/**
 * As {@link readXml}, but gives way to other work in between: the largest documents that it takes are ten
 * thousand elements, which read at once would stop the process for 100 ms and more.
 * @throws XmlRefusedError
 */
export async function readXmlInTurns(bytes: Uint8Array, limits: XmlLimits = XML_LIMITS): Promise<XmlElement> {
  refuseByBytes(bytes, limits);
  const document = documentOf(bytes);
  try {
    const reading = readElement(document.root, limits.maxDepth);
    let turnEndsMs = performance.now();
    for (;;) {
      if (performance.now() >= turnEndsMs) {
        await setImmediate();
        turnEndsMs = performance.now() + TURN_MS;
      }
      const step = reading.next();
      if (step.done === true) return step.value;
    }
  } finally {
    document.dispose();
  }
}

/** Parses, works and gives the memory back. @throws XmlRefusedError where it is not well-formed */
function parsed<Result>(bytes: Uint8Array, work: (document: XmlDocument) => Result): Result {
  const document = documentOf(bytes);
  try {
    return work(document);
  } finally {
    document.dispose();
  }
}

function documentOf(bytes: Uint8Array): XmlDocument {
  try {
    return XmlDocument.fromBuffer(bytes, { option: PRECAUTIONS });
  } catch (error) {
    if (error instanceof XmlError) throw new XmlRefusedError('it is not well-formed XML');
    throw error;
  }
}

/** A document type is where entities, external files and their expansion come from: nobody sends us one. */
function refuseByBytes(bytes: Uint8Array, limits: XmlLimits): void {
  if (bytes.length > limits.maxBytes)
    throw new XmlRefusedError(`it has more than ${String(limits.maxBytes)} bytes`);
  if (!isUtf8(bytes)) throw new XmlRefusedError('it is not UTF-8');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.includes('<!DOCTYPE')) throw new XmlRefusedError('it has a document type');
  // An element has one or two of them; comments and text only make the limit stricter.
  if (occursMore(bytes, LESS_THAN, limits.maxElements * 2))
    throw new XmlRefusedError(`it has more than ${String(limits.maxElements)} elements`);
  if (occursMore(bytes, EQUALS, limits.maxAttributes))
    throw new XmlRefusedError(`it has more than ${String(limits.maxAttributes)} attributes`);
  if (occursMore(bytes, AMPERSAND, limits.maxReferences))
    throw new XmlRefusedError(`it has more than ${String(limits.maxReferences)} references`);
}

const AMPERSAND = 0x26;
const LESS_THAN = 0x3c;
const EQUALS = 0x3d;

function occursMore(bytes: Uint8Array, byte: number, times: number): boolean {
  let found = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) {
    found += 1;
    if (found > times) return true;
  }
  return false;
}

/** Stops after each element, for whoever wants to do something else in between. */
function* readElement(from: LibraryElement, depthLeft: number): Generator<undefined, XmlElement> {
  if (depthLeft === 0) throw new XmlRefusedError('its elements lie too deep in each other');
  const attributes: Record<string, string> = {};
  for (const attribute of from.attrs)
    if (attribute.namespaceUri === '') attributes[attribute.name] = attribute.value;
  const children: XmlElement[] = [];
  for (let node = from.firstChild; node !== null; node = node.next)
    if (node instanceof LibraryElement) children.push(yield* readElement(node, depthLeft - 1));
  yield;
  return {
    name: from.name,
    namespace: from.namespaceUri,
    attributes,
    children,
    text: children.length === 0 ? from.content : '',
  };
}

/** A schema that judges documents. */
export class XmlSchema {
  private constructor(private readonly validator: XsdValidator) {}

  /** @param text an XSD that includes and imports nothing. @throws Error where it is no schema */
  static from(text: string): XmlSchema {
    const document = XmlDocument.fromString(text, { option: PRECAUTIONS });
    try {
      return new XmlSchema(XsdValidator.fromDoc(document));
    } finally {
      document.dispose();
    }
  }

  /**
   * What is wrong with a document, a line each: names of elements and attributes, never their values.
   * @returns nothing where it is valid
   * @throws XmlRefusedError where it is not well-formed
   */
  problemsOf(xml: string | Uint8Array): string[] {
    return parsed(typeof xml === 'string' ? Buffer.from(xml) : xml, (document) => {
      try {
        this.validator.validate(document);
        return [];
      } catch (error) {
        if (error instanceof XmlError && 'details' in error)
          return (error.details as { message: string }[]).map(({ message }) => withoutValues(message));
        throw error;
      }
    });
  }
}

/** What libxml2 says of a fault, by how it begins to say it. Its own sentences repeat the value. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/This element is not expected/, 'is not expected here'],
  [/Missing child element/, 'lacks an element'],
  [/No matching global declaration/, 'is no element that may stand alone'],
  [/is required but missing/, 'is missing'],
  [/is not allowed\.\s*$/, 'is not known'],
  [/\[facet 'enumeration'\]/, 'is none of the values that it may have'],
  [/\[facet 'maxLength'\]/, 'is too long'],
  [/\[facet 'minLength'\]/, 'is too short'],
  [/\[facet 'pattern'\]/, 'has not the form that it must have'],
  [/is not a valid value of/, 'is not of its type'],
  [/[Cc]haracter content/, 'must not hold text'],
];

function withoutValues(message: string): string {
  const where = /^Element '(?:\{[^}]*\})?([^']+)'(?:, attribute '([^']+)')?/.exec(message);
  const [, elementName = 'the document', attribute] = where ?? [];
  const missing = /^Element '[^']+': The attribute '([^']+)' is required/.exec(message)?.[1];
  const what = FAULTS.find(([form]) => form.test(message))?.[1] ?? 'is not valid';
  const name = attribute ?? missing;
  return name === undefined ? `${elementName} ${what}` : `${elementName}/@${name} ${what}`;
}
