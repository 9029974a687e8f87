import ipaddr from 'ipaddr.js';
import type { AddressRange } from '../config/parsers.js';

/** Whether an address lies in one of the ranges; an IPv4 address written as an IPv6 one counts as IPv4. */
export function isWithin(address: string, ranges: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some((range) => parsed.kind() === range[0].kind() && parsed.match(range));
}
