import ipaddr from 'ipaddr.js';
import type { AddressRange } from '../config/parsers.js';

/**
 * An address as PostgreSQL's `inet` takes it, without a zone; null for what is none, for a trusted proxy may
 * pass on anything.
 */
export function toInet(address: string): string | null {
  const [bare = ''] = address.split('%');
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : null;
}

/** Whether an address lies in one of the ranges; an IPv4 address written as an IPv6 one counts as IPv4. */
export function isWithin(address: string, ranges: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some((range) => parsed.kind() === range[0].kind() && parsed.match(range));
}
