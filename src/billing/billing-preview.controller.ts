import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Annotated } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { BillingPreviewService } from './billing-preview.service.js';
import { BillingPreviewMeta, BillingPreviewView } from './billing-preview.types.js';

@Controller('api/v1/debt-accounts')
@ChapterOf('Billing', 'Bringing accounts to Gotransverse, each exactly once, and seeing what is there.')
@UseInterceptors(RecordInterceptor)
export class BillingPreviewController {
  constructor(private readonly previews: BillingPreviewService) {}

  @Get(':ref/billing-preview')
  @RequiresScope('read')
  @Describe({
    summary: 'What would be sent to Gotransverse now',
    description:
      'The XML of each call that would be made now, how it differs from what was last sent, and what Gotransverse cannot take. Nothing is sent; Gotransverse is asked for its reference data only, where that is not known already. Dates of birth are shown to keys with the scope `pii`, and that is audited.',
    answers: BillingPreviewView,
    meta: BillingPreviewMeta,
    refuses: {
      unavailable: 'Gotransverse is not set, or its reference data cannot be had; `detail` says why.',
    },
  })
  preview(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
  ): Promise<Annotated<BillingPreviewView, BillingPreviewMeta>> {
    return this.previews.preview(caller, ref);
  }
}
