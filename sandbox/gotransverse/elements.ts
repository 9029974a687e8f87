import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { invalid, mismatched } from './refusal.js';

export function childNamed(parent: XmlElement, ...names: string[]): XmlElement | undefined {
  return parent.children.find(({ name }) => names.includes(name));
}

export function eidIn(parent: XmlElement, ...names: string[]): string | undefined {
  return childNamed(parent, ...names)?.attributes['eid'];
}

/** An attribute that must be there and not be blank. @throws Refusal */
export function required(from: XmlElement, name: string): string {
  const value = from.attributes[name];
  if (value === undefined || value.trim() === '') throw invalid(`${from.name} ${name} is required`);
  return value;
}

/** Those attributes of the element that are in the list, as they are. */
export function picked(from: XmlElement, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(from.attributes).filter(([name]) => names.includes(name)));
}

export function booleanOf(text: string): boolean {
  if (['true', '1'].includes(text)) return true;
  if (['false', '0'].includes(text)) return false;
  throw mismatched(text, 'BOOLEAN');
}

/** `xs:dateTime`, which has a time; a zone it may have. */
const DATE_TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/;

export function dateTimeOf(text: string): string {
  if (DATE_TIME.test(text)) return text;
  throw mismatched(text, 'DATE_TIME');
}

/** @throws Refusal where the text is longer than the vendor takes */
export function atMost(characters: number, text: string | undefined, name: string): void {
  if (text !== undefined && text.length > characters)
    throw invalid(`${name} is longer than ${characters} characters`);
}
