import {
  Means,
  OrNull,
  ShowsAnything,
  ShowsMoment,
  ShowsOneOf,
  ShowsText,
  ShowsUuid,
} from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import { IsMoment, IsOneOf, IsText, IsUuid, MayBeAbsent } from '../platform/validation/fields.js';

export const ACTOR_KINDS = ['api_key', 'bootstrap_key', 'cli', 'system'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** What the rooms write down, by noun and verb. */
const ACTIONS = [
  'api_key.created',
  'api_key.revoked',
  'billing_account.sent',
  'billing_accounts.requeued',
  'billing_lane.paused',
  'billing_lane.resumed',
  'billing_run.asked',
  'billing_run.cancelled',
  'billing_run.confirmed',
  'billing_difference.repaired',
  'billing_reconciliation.cancelled',
  'billing_reconciliation.started',
  'customer.changed',
  'customer.created',
  'customer.removed',
  'customer.revealed',
  'debt_account.changed',
  'debt_account.created',
  'demo.loaded',
  'ledger_entry.posted',
  'location.changed',
  'location.created',
  'location.removed',
];
const RECORD_KINDS = [
  'api_key',
  'billing_lane',
  'billing_run',
  'billing_difference',
  'billing_reconciliation',
  'customer',
  'debt_account',
  'installation',
  'ledger_entry',
  'location',
];

/** Which events; all that is given must hold. */
export class AuditEventQuery extends ListQuery {
  @Means("The API key's id.")
  @MayBeAbsent()
  @IsText()
  actor_id?: string | null;

  @Means('What kind of caller did it.', 'api_key')
  @MayBeAbsent()
  @IsOneOf(ACTOR_KINDS)
  actor_kind?: ActorKind | null;

  @Means(
    'What was done. Closing an account, too, is a `debt_account.changed`: its `changes.status` says so.',
    'debt_account.changed',
  )
  @MayBeAbsent()
  @IsOneOf(ACTIONS)
  action?: string | null;

  @Means('To what kind of record.', 'debt_account')
  @MayBeAbsent()
  @IsOneOf(RECORD_KINDS)
  record_kind?: string | null;

  @Means('Our id of the record; with its `record_kind`.')
  @MayBeAbsent()
  @IsUuid()
  record_id?: string | null;

  @Means('The external id or our id of an account: all events that belong to it.', 'D-1001')
  @MayBeAbsent()
  @IsText()
  debt_account?: string | null;

  @Means('`X-Request-Id` of the answer.')
  @MayBeAbsent()
  @IsText()
  request_id?: string | null;

  @Means('At or after this time.', '2026-01-31T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  since?: string | null;

  @Means('Before this time.', '2026-02-01T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  until?: string | null;
}

/** Who did what to which record. */
export class AuditEventView {
  @ShowsUuid('Our own id of the event.')
  id!: string;

  @ShowsMoment('When it was done.', '2026-01-31T17:45:00.000Z')
  occurred_at!: string;

  @ShowsOneOf(ACTOR_KINDS, 'What kind of caller did it.', 'api_key')
  actor_kind!: ActorKind;

  @OrNull()
  @ShowsText("The API key's id.")
  actor_id!: string | null;

  @ShowsText("The API key's name, or who was at the command line.", 'posting job')
  actor_name!: string;

  @ShowsOneOf(ACTIONS, 'What was done.', 'debt_account.changed')
  action!: string;

  @ShowsOneOf(RECORD_KINDS, 'To what kind of record.', 'debt_account')
  record_kind!: string;

  @ShowsUuid('Our id of the record.')
  record_id!: string;

  @OrNull()
  @ShowsUuid('The account that the event belongs to.')
  debt_account_id!: string | null;

  @OrNull()
  @ShowsText('Its external id.', 'D-1001')
  debt_account_external_id!: string | null;

  @OrNull()
  @ShowsText("Why, in the caller's words.", 'Told by the debtor')
  reason!: string | null;

  @OrNull()
  @ShowsText('`X-Request-Id` of the answer.')
  request_id!: string | null;

  @ShowsAnything('What changed, by field; never the values of encrypted fields.', {
    fields: ['status'],
    status: { from: 'active', to: 'disputed' },
  })
  changes!: Record<string, unknown>;
}
