import type { ApiKey } from '../database/generated/client.js';
import {
  Means,
  OrNull,
  ShowsMoment,
  ShowsOneOf,
  ShowsText,
  ShowsTextList,
  ShowsUuid,
} from '../openapi/shown.js';
import { ListQuery } from '../pagination/list-query.js';
import { IsMoment, IsText, MayBeAbsent } from '../validation/fields.js';
import { IsSomeOf } from '../validation/nested-fields.js';
import { ReasonBody } from '../validation/reason-body.js';
import { SCOPES, type Scope } from './caller.js';

/** What a caller says of a new API key. */
export class ApiKeyBody extends ReasonBody {
  @Means('Who or what uses it; the audit trail tells it.', 'posting job')
  @IsText(100)
  name!: string;

  @Means('What it may do; only scopes that your own key has.', ['read', 'write'])
  @IsSomeOf(SCOPES, { least: 1, of: 'scopes' })
  scopes!: Scope[];

  @Means('From then on it is refused. Absent: never.', '2036-12-31T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  expires_at?: string | null;
}

export class ApiKeyQuery extends ListQuery {}

export type ApiKeyState = 'valid' | 'expired' | 'revoked';

/** An API key's row without what proves its secret. */
export type ApiKeyRow = Omit<ApiKey, 'secretDigest'>;

/** An API key as the API tells it. */
export class ApiKeyView {
  @ShowsUuid('Our own id of the key.')
  id!: string;

  @ShowsText('Who or what uses it.', 'posting job')
  name!: string;

  @ShowsText('The part of the key that is no secret, after `arrears_`.', '92858bd21aa91fac')
  public_id!: string;

  @ShowsTextList('What it may do.', ['read', 'write'], SCOPES)
  scopes!: Scope[];

  @ShowsOneOf(['valid', 'expired', 'revoked'], 'Whether it works.', 'valid')
  state!: ApiKeyState;

  @ShowsMoment('When it was made.', '2026-01-31T17:45:00.000Z')
  created_at!: string;

  @OrNull()
  @ShowsMoment('From when on it is refused.')
  expires_at!: string | null;

  @OrNull()
  @ShowsMoment('Up to a minute old.')
  last_used_at!: string | null;

  @OrNull()
  @ShowsMoment('When it was ended.')
  revoked_at!: string | null;
}

/** A key that was just made. */
export class NewApiKeyView extends ApiKeyView {
  @OrNull()
  @ShowsText('The key itself, shown this once; null where an answer is given again.')
  key!: string | null;
}

export function toApiKeyView(row: ApiKeyRow, now: Date): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    public_id: row.publicId,
    scopes: row.scopes as Scope[],
    state: stateOf(row, now),
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    revoked_at: row.revokedAt?.toISOString() ?? null,
  };
}

export function stateOf({ revokedAt, expiresAt }: ApiKeyRow, now: Date): ApiKeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt === null || expiresAt > now ? 'valid' : 'expired';
}
