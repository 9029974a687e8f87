import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { required } from './elements.js';
import { ADDRESS_KINDS, type Address, type AddressKind } from './records.js';
import { invalid } from './refusal.js';

/** What the vendor marks as required (reference 3.4), and an e-mail address that is none without its text. */
const REQUIRED: Readonly<Record<AddressKind, readonly string[]>> = {
  postalAddress: ['purpose', 'country', 'city', 'regionOrState', 'postalCode', 'line1'],
  emailAddress: ['purpose', 'email'],
  telecomAddress: ['purpose', 'areaCode', 'number'],
};

/** The address elements among the children. @throws Refusal where a mandatory attribute is missing */
export function addressesIn(parent: XmlElement): Address[] {
  return parent.children.flatMap((child) => {
    const kind = ADDRESS_KINDS.find((name) => name === child.name);
    if (kind === undefined) return [];
    for (const name of REQUIRED[kind]) required(child, name);
    const { eid: _eid, queryScope: _queryScope, ...attributes } = child.attributes;
    return [{ kind, attributes }];
  });
}

/** One address a kind and purpose: the new one takes the old one's place. */
export function withAddresses(addresses: readonly Address[], added: readonly Address[]): readonly Address[] {
  return added.reduce<readonly Address[]>(
    (kept, address) => [...kept.filter((other) => slot(other) !== slot(address)), address],
    addresses,
  );
}

function slot({ kind, attributes }: Address): string {
  return `${kind} ${attributes['purpose'] ?? ''}`;
}

/** The one address of an addAddress command. */
export function oneAddressIn(body: XmlElement): Address {
  const [address, ...others] = addressesIn(body);
  if (address === undefined || others.length > 0) throw invalid('exactly one address is required');
  return address;
}
