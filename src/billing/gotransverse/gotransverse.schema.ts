import { domainNamespace } from './gotransverse.namespaces.js';
import { COMMANDS } from './gotransverse.schema-commands.js';
import { ENTITIES } from './gotransverse.schema-entities.js';
import type { Particle, TypeRule } from './gotransverse.schema-rules.js';
import { VALUES } from './gotransverse.schema-values.js';
import { XmlSchema } from './gotransverse.xml.js';

/** The types that no body has as its root: wrappers inside others, and what some element of another name holds. */
const NEVER_ROOT = new Set([
  'Addresses',
  'PostalAddress',
  'EmailAddress',
  'TelecomAddress',
  'PartyCategory',
  'Invoice',
  'Invoices',
  'CashPaymentMethod',
  'CheckPaymentMethod',
  'WireTransferPaymentMethod',
  'CustomPaymentMethod',
  'RefundReason',
]);

const made = new Map<string, XmlSchema>();

/**
 * What bodies to and entities from Gotransverse must look like, in a version's namespace: in our own words, and
 * never wider than the vendor's schema without its required marks ({@link ENTITIES}).
 * @throws Error where the version is none
 */
export function gotransverseSchema(version: string): XmlSchema {
  const kept = made.get(version);
  if (kept !== undefined) return kept;
  const schema = XmlSchema.from(schemaText(domainNamespace(version)));
  made.set(version, schema);
  return schema;
}

function schemaText(namespace: string): string {
  const types = Object.entries({ ...ENTITIES, ...COMMANDS });
  const roots = types.filter(([name]) => !NEVER_ROOT.has(name));
  return [
    `<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:d="${namespace}"`,
    ` targetNamespace="${namespace}" elementFormDefault="qualified">`,
    ...roots.map(
      ([name]) => `<s:element name="${name.charAt(0).toLowerCase()}${name.slice(1)}" type="d:${name}"/>`,
    ),
    ...types.map(([name, rule]) => typeText(name, rule)),
    ...Object.entries(VALUES).map(([name, values]) => valuesText(name, values)),
    '</s:schema>',
  ].join('\n');
}

function typeText(name: string, { attributes, content }: TypeRule): string {
  const attributeTexts = Object.entries(attributes).map(
    ([attribute, type]) => `<s:attribute name="${attribute}" type="${qualified(type)}"/>`,
  );
  const sequence = `<s:sequence>${content.map(particleText).join('')}</s:sequence>`;
  return `<s:complexType name="${name}">${sequence}${attributeTexts.join('')}</s:complexType>`;
}

function particleText(particle: Particle): string {
  const occurs = ` minOccurs="${particle.atLeast}" maxOccurs="${particle.most}"`;
  if (!('oneOf' in particle)) return elementText(particle.name, particle.type, occurs);
  const choices = particle.oneOf.map(([name, type]) => elementText(name, type, ''));
  return `<s:choice${occurs}>${choices.join('')}</s:choice>`;
}

function elementText(name: string, type: string, occurs: string): string {
  return `<s:element name="${name}" type="${qualified(type)}"${occurs}/>`;
}

function valuesText(name: string, values: readonly string[]): string {
  const items = values.map((value) => `<s:enumeration value="${value}"/>`);
  return `<s:simpleType name="${name}"><s:restriction base="s:string">${items.join('')}</s:restriction></s:simpleType>`;
}

/** Ours begin with a capital; XML Schema's own do not. */
function qualified(type: string): string {
  return /^[A-Z]/.test(type) ? `d:${type}` : `s:${type}`;
}
