import { IsText, MayBeAbsent } from './fields.js';

/** Why a write is made, for the audit trail; the header `X-Reason` says the same. */
export class ReasonBody {
  @MayBeAbsent()
  @IsText(1000)
  reason?: string | null;
}
