import { IsIn, IsUUID } from 'class-validator';
import { type Location, LocationType } from '../platform/database/generated/client.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import {
  IsExternalId,
  IsMetadata,
  IsMetadataChange,
  IsMoment,
  IsText,
  MayBeAbsent,
  MayBeLeftOut,
} from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

const TYPES = Object.values(LocationType);
const TYPE_MESSAGE = { message: `must be one of ${TYPES.join(', ')}` };

/** What a location is called and is, when it is made or replaced. */
class LocationFields extends ReasonBody {
  @IsText()
  name!: string;

  @MayBeAbsent()
  @IsIn(TYPES, TYPE_MESSAGE)
  type?: LocationType | null;

  @MayBeAbsent()
  @IsMetadata()
  metadata?: Record<string, string> | null;
}

/** What a caller says of a location. */
export class LocationBody extends LocationFields {
  @IsExternalId()
  external_id!: string;
}

/** The same where the path names it. */
export class LocationReplacement extends LocationFields {
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;
}

/** What shall be other than it is. */
export class LocationChange extends ReasonBody {
  @MayBeLeftOut()
  @IsText()
  name?: string;

  @MayBeLeftOut()
  @IsIn(TYPES, TYPE_MESSAGE)
  type?: LocationType;

  @MayBeLeftOut()
  @IsMetadataChange()
  metadata?: Record<string, string | null>;
}

export class LocationQuery extends ListQuery {
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;

  @MayBeAbsent()
  @IsUUID('all', { message: 'must be a uuid' })
  id?: string | null;

  /** Part of the name; case and accents don't count. */
  @MayBeAbsent()
  @IsText()
  name?: string | null;

  @MayBeAbsent()
  @IsIn(TYPES, TYPE_MESSAGE)
  type?: LocationType | null;

  @MayBeAbsent()
  @IsMoment()
  updated_since?: string | null;
}

/** A location as the API tells it. */
export interface LocationView {
  id: string;
  external_id: string;
  name: string;
  type: LocationType;
  metadata: unknown;
  version: number;
  created_at: string;
  updated_at: string;
}

export function toLocationView(row: Location): LocationView {
  return {
    id: row.id,
    external_id: row.externalId,
    name: row.name,
    type: row.type,
    metadata: row.metadata,
    version: Number(row.version),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
