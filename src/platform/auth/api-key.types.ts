import { ArrayNotEmpty, IsArray, IsIn } from 'class-validator';
import type { ApiKey } from '../database/generated/client.js';
import { ListQuery } from '../pagination/list-query.js';
import { IsMoment, IsText, MayBeAbsent } from '../validation/fields.js';
import { ReasonBody } from '../validation/reason-body.js';
import { SCOPES, type Scope } from './caller.js';

const SCOPES_MESSAGE = `must be a list of one or more of ${SCOPES.join(', ')}`;

/** What a caller says of a new API key. */
export class ApiKeyBody extends ReasonBody {
  /** Who or what uses it. */
  @IsText(100)
  name!: string;

  @IsArray({ message: SCOPES_MESSAGE })
  @ArrayNotEmpty({ message: SCOPES_MESSAGE })
  @IsIn(SCOPES, { each: true, message: SCOPES_MESSAGE })
  scopes!: Scope[];

  /** From then on it is refused; absent: never. */
  @MayBeAbsent()
  @IsMoment()
  expires_at?: string | null;
}

export class ApiKeyQuery extends ListQuery {}

export type ApiKeyState = 'valid' | 'expired' | 'revoked';

/** An API key's row without what proves its secret. */
export type ApiKeyRow = Omit<ApiKey, 'secretDigest'>;

/** An API key as the API tells it. */
export interface ApiKeyView {
  id: string;
  name: string;
  /** The part of the key that is no secret, after `arrears_`. */
  public_id: string;
  scopes: Scope[];
  state: ApiKeyState;
  created_at: string;
  expires_at: string | null;
  /** Up to a minute old. */
  last_used_at: string | null;
  revoked_at: string | null;
}

/** A key that was just made. */
export interface NewApiKeyView extends ApiKeyView {
  /** The key itself, shown this once; null where an answer is given again. */
  key: string | null;
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
