import { type Location, LocationType } from '../platform/database/generated/client.js';
import { Means, RecordView, ShowsOneOf, ShowsText, ShowsTexts } from '../platform/openapi/shown.js';
import { IsExternalId, IsMetadata, IsOneOf, IsText, MayBeAbsent } from '../platform/validation/fields.js';

const TYPES = Object.values(LocationType);

/** What a caller says of a location. */
export class LocationBody {
  @Means("The creditor's name in your own systems, unique among locations.", 'NORTHWIND')
  @IsExternalId()
  external_id!: string;

  @Means(
    'The name that debtors are told. Each name once per type: Tratta takes each pair once.',
    'Northwind Bank',
  )
  @IsText()
  name!: string;

  @Means('What the location stands for. Absent, it is `original_creditor`.', 'original_creditor')
  @MayBeAbsent()
  @IsOneOf(TYPES)
  type?: LocationType | null;

  @Means(
    'Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.',
    {
      region: 'Texas',
    },
  )
  @MayBeAbsent()
  @IsMetadata()
  metadata?: Record<string, string> | null;
}

/** A location as the API tells it. */
export class LocationView extends RecordView {
  @ShowsText("The creditor's name in your own systems.", 'NORTHWIND')
  external_id!: string;

  @ShowsText('The name that debtors are told.', 'Northwind Bank')
  name!: string;

  @ShowsOneOf(TYPES, 'What the location stands for.', 'original_creditor')
  type!: LocationType;

  @ShowsTexts('Your own texts about it; `{}` where there are none.', { region: 'Texas' })
  metadata!: unknown;
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
