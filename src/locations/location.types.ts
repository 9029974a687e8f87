import { type Location, LocationType } from '../platform/database/generated/client.js';
import { Means, RecordView, ShowsOneOf, ShowsText, ShowsTexts } from '../platform/openapi/shown.js';
import { ListQuery } from '../platform/pagination/list-query.js';
import {
  IsExternalId,
  IsMetadata,
  IsMetadataChange,
  IsMoment,
  IsOneOf,
  IsText,
  IsUuid,
  MayBeAbsent,
  MayBeLeftOut,
} from '../platform/validation/fields.js';
import { ReasonBody } from '../platform/validation/reason-body.js';

const TYPES = Object.values(LocationType);

/** What a location is called and is, when it is made or replaced. */
class LocationFields extends ReasonBody {
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

/** What a caller says of a location. */
export class LocationBody extends LocationFields {
  @Means("The creditor's name in your own systems, unique among locations.", 'NORTHWIND')
  @IsExternalId()
  external_id!: string;
}

/** The same where the path names it. */
export class LocationReplacement extends LocationFields {
  @Means('May be left out; given, it must be that of the path.', 'NORTHWIND')
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;
}

/** What shall be other than it is. */
export class LocationChange extends ReasonBody {
  @Means('The name that debtors are told.', 'Northwind Bank')
  @MayBeLeftOut()
  @IsText()
  name?: string;

  @Means('What the location stands for.', 'original_creditor')
  @MayBeLeftOut()
  @IsOneOf(TYPES)
  type?: LocationType;

  @Means('Only the keys that change; null takes a key away.', { region: 'Oklahoma' })
  @MayBeLeftOut()
  @IsMetadataChange()
  metadata?: Record<string, string | null>;
}

export class LocationQuery extends ListQuery {
  @Means('Exactly this one.', 'NORTHWIND')
  @MayBeAbsent()
  @IsExternalId()
  external_id?: string | null;

  @Means('Our own id.')
  @MayBeAbsent()
  @IsUuid()
  id?: string | null;

  @Means("Part of the name; case and accents don't count.", 'northwind')
  @MayBeAbsent()
  @IsText()
  name?: string | null;

  @Means('What it stands for.', 'original_creditor')
  @MayBeAbsent()
  @IsOneOf(TYPES)
  type?: LocationType | null;

  @Means('Made or changed at or after this time.', '2026-01-31T00:00:00Z')
  @MayBeAbsent()
  @IsMoment()
  updated_since?: string | null;
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
