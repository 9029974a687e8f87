import {
  OrNull,
  ShowsAnything,
  ShowsList,
  ShowsOneOf,
  ShowsText,
  ShowsTextList,
} from '../platform/openapi/shown.js';

/** A call that would be made now. */
export class PlannedCallView {
  @ShowsText('What it does, such as `createAccount`.', 'createAccount')
  operation!: string;

  @OrNull()
  @ShowsText(
    'The body as it would be sent, in the namespace of GOTRANSVERSE_API_VERSION. EIDs that Gotransverse has still to give stand as 0. Null where what is sent depends on what is read just before.',
  )
  xml!: string | null;
}

/** Something that Gotransverse has otherwise than the books want it. */
export class BillingDifferenceView {
  @ShowsOneOf(
    ['account', 'billCycle', 'category', 'party', 'address', 'customField', 'parent', 'status', 'balance'],
    'Which part of the account.',
    'address',
  )
  part!: string;

  @ShowsText('Which field of it.', 'postalAddress BILLING line1')
  field!: string;

  @ShowsAnything('What was last sent there; null where nothing was, or it is not known.', 'Old Street 1')
  last_sent!: unknown;

  @ShowsAnything('What it is to be; null: taken away.', 'New Street 2')
  now!: unknown;

  @OrNull()
  @ShowsText('Where no call makes the change: why, and what to do.')
  remark!: string | null;
}

/** Something of the books that Gotransverse cannot take. */
export class RemarkView {
  @ShowsText('The field.', 'customer.address.state')
  field!: string;

  @ShowsText('What is wrong, why it matters, and how to mend it.')
  message!: string;
}

/** What would be sent to Gotransverse now. */
export class BillingPreviewView {
  @ShowsList(
    () => PlannedCallView,
    'In the order in which they would be made; none where all is as it was last sent.',
  )
  calls!: PlannedCallView[];

  @ShowsList(() => BillingDifferenceView, 'How what would be sent differs from what was last sent.')
  differences!: BillingDifferenceView[];

  @ShowsList(() => RemarkView, 'What Gotransverse has no place for, and is left out.')
  left_out!: RemarkView[];

  @ShowsList(() => RemarkView, 'Why the account cannot be sent at all; then there are no calls.')
  refusals!: RemarkView[];
}

/** What is to be known about the preview. */
export class BillingPreviewMeta {
  @ShowsTextList(
    'Personal data that is sent and not shown, for want of the scope `pii`; asterisks stand in its place.',
    ['date_of_birth'],
  )
  omitted!: string[];
}
