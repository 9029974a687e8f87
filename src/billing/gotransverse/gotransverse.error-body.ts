import { readXml, XmlRefusedError, type XmlElement } from './gotransverse.xml.js';

/** What a body says that came with a fault. */
export interface VendorWords {
  /** The three that the schema of 1.29 knows (FailureReason); any other text is not repeated. */
  failureReason?: FailureReason;
  /** May repeat what was sent, personal data too: 2 kB at most. */
  text?: string;
}

type FailureReason = 'ALREADY_EXISTS' | 'VALIDATION_FAILURE' | 'GENERAL';

const FAILURE_REASONS: readonly string[] = [
  'ALREADY_EXISTS',
  'VALIDATION_FAILURE',
  'GENERAL',
] satisfies FailureReason[];

const MAX_TEXT_BYTES = 2048;

/** In this order: the tutorial's name, that of SOAP faults, and that of `FaultResponse`. */
const DESCRIPTIONS = ['errorDescription', 'description', 'message'];

/**
 * What the vendor says of a fault. Its wrapper element is not documented, and the tutorial shows none, so names
 * are looked for as elements and attributes, at any depth and of any namespace. What is no XML is told as it is.
 */
export function vendorWordsOf(body: Uint8Array): VendorWords {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const root = readLeniently(body, text);
  const failureReason =
    root === undefined ? reasonInText(text) : valuesOf(root, 'failureReason').find(isFailureReason);
  const description = root === undefined ? text : (descriptionOf(root) ?? text);
  const shown = shortened(description);
  return {
    ...(failureReason !== undefined && { failureReason }),
    ...(shown !== '' && { text: shown }),
  };
}

/** The tutorial shows the parts of a 422 side by side, without anything around them. */
function readLeniently(body: Uint8Array, text: string): XmlElement | undefined {
  const whole = readOrNothing(body);
  if (whole !== undefined) return whole;
  const bare = text.replace(/^\s*<\?xml[^>]*\?>/, '');
  const parts = readOrNothing(Buffer.from(`<parts>${bare}</parts>`));
  return parts?.children.length === 0 ? undefined : parts;
}

function readOrNothing(bytes: Uint8Array): XmlElement | undefined {
  try {
    return readXml(bytes);
  } catch (error) {
    if (error instanceof XmlRefusedError) return undefined;
    throw error;
  }
}

function descriptionOf(root: XmlElement): string | undefined {
  const found = DESCRIPTIONS.map((name) => valuesOf(root, name)).find((values) => values.length > 0);
  return found === undefined ? undefined : [...new Set(found)].join('; ');
}

function valuesOf(node: XmlElement, name: string): string[] {
  const own = [node.attributes[name] ?? '', node.name === name ? node.text : ''];
  return [
    ...own.map((value) => value.trim()).filter((value) => value !== ''),
    ...node.children.flatMap((child) => valuesOf(child, name)),
  ];
}

function reasonInText(text: string): FailureReason | undefined {
  return FAILURE_REASONS.filter(isFailureReason).find((reason) =>
    new RegExp(`\\bfailureReason\\b[^A-Za-z]{1,10}${reason}\\b`).test(text),
  );
}

function isFailureReason(value: string): value is FailureReason {
  return FAILURE_REASONS.includes(value);
}

function shortened(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is taken out: no store and no page wants them
  const plain = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ' ').trim();
  const bytes = Buffer.from(plain);
  if (bytes.length <= MAX_TEXT_BYTES) return plain;
  // Cut in the middle of a character, its rest reads as U+FFFD.
  return bytes
    .subarray(0, MAX_TEXT_BYTES - 3)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
}
