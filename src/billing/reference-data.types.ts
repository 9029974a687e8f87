import { OrNull, ShowsList, ShowsText, ShowsTextList } from '../platform/openapi/shown.js';

/** Something that was set up in Gotransverse, and that accounts or adjustments refer to. */
export class ReferenceEntryView {
  @ShowsText('Its EID.', '1688')
  eid!: string;

  @ShowsText('Its name, which settings give; `eid:NNN` does as well.', 'Monthly')
  name!: string;

  @OrNull()
  @ShowsText('Its status there.', 'ACTIVE')
  status!: string | null;

  @OrNull()
  @ShowsText(
    'What else is to be known: the kind of a bill cycle, the level of a reason and whether it is for credits only.',
    'monthlyBillCycle',
  )
  note!: string | null;

  @ShowsTextList('The settings that mean it.', ['GOTRANSVERSE_BILL_CYCLE'])
  used_by!: string[];
}

/** What there is in Gotransverse to refer to. */
export class ReferenceDataView {
  @ShowsList(() => ReferenceEntryView, 'When accounts are billed.')
  bill_cycles!: ReferenceEntryView[];

  @ShowsList(() => ReferenceEntryView, 'Categories of accounts, by their description.')
  account_categories!: ReferenceEntryView[];

  @ShowsList(() => ReferenceEntryView, 'Why balances are adjusted.')
  adjustment_reasons!: ReferenceEntryView[];

  @ShowsList(() => ReferenceEntryView, 'Why accounts are suspended.')
  suspension_reasons!: ReferenceEntryView[];

  @ShowsList(() => ReferenceEntryView, 'Why accounts are deactivated.')
  deactivation_reasons!: ReferenceEntryView[];

  @ShowsList(() => ReferenceEntryView, 'Fields of your own.')
  custom_fields!: ReferenceEntryView[];
}

/** What is to be known about the list. */
export class ReferenceDataMeta {
  @ShowsTextList(
    'Settings that lead nowhere, each with what there is; nothing is sent until they are mended.',
  )
  problems!: string[];
}
