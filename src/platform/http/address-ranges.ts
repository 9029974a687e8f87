import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { AddressRange } from '../config/parsers.js';

/** Whether an address lies in one of the ranges; an IPv4 address written as an IPv6 one counts as IPv4. */
export function isWithin(address: string, ranges: readonly AddressRange[]): boolean {
  const parsed = read(address);
  return (
    parsed !== undefined && ranges.some((range) => parsed.kind() === range[0].kind() && parsed.match(range))
  );
}

/**
 * An address as PostgreSQL's `inet` takes it, without zone and port; null for what is none, for a trusted
 * proxy may pass on anything.
 */
export function toInet(address: string): string | null {
  if (isIPv4(address)) return address;
  return read(address)?.toString() ?? null;
}

/** Some proxies write the caller's port too: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function read(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  const [withoutZone = ''] = bare.split('%');
  return ipaddr.isValid(withoutZone) ? ipaddr.process(withoutZone) : undefined;
}
