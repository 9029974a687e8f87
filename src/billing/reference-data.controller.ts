import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { Annotated } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import type { ReferenceEntry } from './gotransverse/gotransverse.reference-answers.js';
import type { ReferenceLists } from './gotransverse/gotransverse.reference-data.js';
import { GotransverseLink, gotransverseUnavailable } from './gotransverse-link.js';
import { ReferenceDataMeta, ReferenceDataView, type ReferenceEntryView } from './reference-data.types.js';

@Controller('api/v1/billing/reference-data')
@ChapterOf('Billing', 'Bringing accounts to Gotransverse, each exactly once, and seeing what is there.')
@UseInterceptors(RecordInterceptor)
export class ReferenceDataController {
  constructor(private readonly link: GotransverseLink) {}

  @Get()
  @RequiresScope('billing')
  @Describe({
    summary: "Gotransverse's reference data",
    description:
      'Bill cycles, categories, reasons and custom fields with their EIDs, and which setting means which. They are made in the pages of Gotransverse only. Kept for ten minutes, half a minute while a setting leads nowhere.',
    answers: ReferenceDataView,
    meta: ReferenceDataMeta,
    refuses: { unavailable: 'Gotransverse is not set, or could not be asked; `detail` says why.' },
  })
  async read(): Promise<Annotated<ReferenceDataView, ReferenceDataMeta>> {
    const { references } = this.link.open();
    const lists = await references.listAll();
    if (lists.kind !== 'done')
      throw gotransverseUnavailable(`Gotransverse could not be asked: ${lists.reason}`);
    const resolved = await references.resolve();
    const problems = resolved.kind === 'unresolved' ? resolved.problems : [];
    return new Annotated(toReferenceDataView(lists.value), { problems });
  }
}

function toReferenceDataView(lists: ReferenceLists): ReferenceDataView {
  return {
    bill_cycles: lists.billCycles.map((cycle) => toEntry(cycle, cycle.element)),
    account_categories: lists.categories.map((category) => toEntry(category)),
    adjustment_reasons: lists.adjustmentReasons.map((reason) =>
      toEntry(reason, `${reason.level ?? 'without a level'}${reason.creditOnly ? ', for credits only' : ''}`),
    ),
    suspension_reasons: lists.suspensionReasons.map((reason) => toEntry(reason)),
    deactivation_reasons: lists.deactivationReasons.map((reason) => toEntry(reason)),
    custom_fields: lists.customFields.map((field) =>
      toEntry(field, `${field.customFieldType ?? 'of no kind'}${field.enabled ? '' : ', not enabled'}`),
    ),
  };
}

function toEntry(
  { eid, name, status, usedBy }: ReferenceEntry & { usedBy: string[] },
  note: string | null = null,
): ReferenceEntryView {
  return { eid, name, status: status ?? null, note, used_by: usedBy };
}
