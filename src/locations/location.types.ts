import { IsIn } from 'class-validator';
import { type Location, LocationType } from '../platform/database/generated/client.js';
import { IsExternalId, IsMetadata, IsText, MayBeAbsent } from '../platform/validation/fields.js';

/** What a caller says of a location. */
export class LocationBody {
  @IsExternalId()
  external_id!: string;

  @IsText()
  name!: string;

  @MayBeAbsent()
  @IsIn(Object.values(LocationType), { message: `must be one of ${Object.values(LocationType).join(', ')}` })
  type?: LocationType | null;

  @MayBeAbsent()
  @IsMetadata()
  metadata?: Record<string, string> | null;
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
