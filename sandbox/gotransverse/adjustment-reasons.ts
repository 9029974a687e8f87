import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { required } from './elements.js';
import { invalid } from './refusal.js';
import type { Desk } from './resource.js';

/** The reason that an adjustment names. @throws Refusal where it may not be used for that */
export function adjustmentReasonOf(
  { books }: Desk,
  from: XmlElement | undefined,
  level: 'PRIMARY' | 'SECONDARY',
  credit: boolean,
): string {
  if (from === undefined) throw invalid('reason is required');
  const eid = required(from, 'eid');
  const reason = books.referenceItem('adjustmentReasons', eid);
  if (reason === undefined) throw invalid(`${from.name} ${eid} does not exist`);
  if (reason.attributes['status'] !== 'ACTIVE') throw invalid(`${from.name} ${eid} is not active`);
  if (reason.attributes['level'] !== level) throw invalid(`${from.name} ${eid} is not ${level}`);
  if (reason.attributes['creditOnly'] === 'true' && !credit)
    throw invalid(`${from.name} ${eid} is for credits only`);
  return eid;
}
