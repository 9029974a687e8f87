import { Means } from '../openapi/shown.js';
import { IsText, MayBeAbsent } from './fields.js';

/** Why a write is made, for the audit trail; the header `X-Reason` says the same. */
export class ReasonBody {
  @Means('Why, in your own words, for the audit trail; `X-Reason` says the same.', 'Told by the debtor')
  @MayBeAbsent()
  @IsText(1000)
  reason?: string | null;
}
