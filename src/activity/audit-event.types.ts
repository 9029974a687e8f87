import { IsIn, IsUUID } from 'class-validator';
import { ListQuery } from '../platform/pagination/list-query.js';
import { IsMoment, IsText, MayBeAbsent } from '../platform/validation/fields.js';

export const ACTOR_KINDS = ['api_key', 'bootstrap_key', 'cli', 'system'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Which events; all that is given must hold. */
export class AuditEventQuery extends ListQuery {
  /** The API key's id. */
  @MayBeAbsent()
  @IsText()
  actor_id?: string | null;

  @MayBeAbsent()
  @IsIn(ACTOR_KINDS, { message: `must be one of ${ACTOR_KINDS.join(', ')}` })
  actor_kind?: ActorKind | null;

  /** Such as `debt_account.changed`. */
  @MayBeAbsent()
  @IsText()
  action?: string | null;

  @MayBeAbsent()
  @IsText()
  record_kind?: string | null;

  /** Our id of the record; with its `record_kind`. */
  @MayBeAbsent()
  @IsUUID('all', { message: 'must be a uuid' })
  record_id?: string | null;

  /** The external id or our id of an account: all events that belong to it. */
  @MayBeAbsent()
  @IsText()
  debt_account?: string | null;

  @MayBeAbsent()
  @IsText()
  request_id?: string | null;

  @MayBeAbsent()
  @IsMoment()
  since?: string | null;

  /** Before this time. */
  @MayBeAbsent()
  @IsMoment()
  until?: string | null;
}

/** Who did what to which record. */
export interface AuditEventView {
  id: string;
  occurred_at: string;
  actor_kind: ActorKind;
  actor_id: string | null;
  actor_name: string;
  action: string;
  record_kind: string;
  record_id: string;
  debt_account_id: string | null;
  debt_account_external_id: string | null;
  reason: string | null;
  request_id: string | null;
  /** What changed, by field; never the values of encrypted fields. */
  changes: Record<string, unknown>;
}
