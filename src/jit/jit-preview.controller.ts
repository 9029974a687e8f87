import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Annotated } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { JitPreviewService } from './jit-preview.service.js';
import { JitPreviewMeta, JitPreviewView } from './jit-preview.types.js';

@Controller('api/v1/debt-accounts')
@ChapterOf('What happened', 'Who did what, what Tratta was told, and all of it for one account.')
@UseInterceptors(RecordInterceptor)
export class JitPreviewController {
  constructor(private readonly previews: JitPreviewService) {}

  @Get(':ref/jit-preview')
  @RequiresScope('read')
  @Describe({
    summary: 'What Tratta would be told now',
    description:
      'Exactly the `data` of a JIT answer, and why the told balance is what it is. Not recorded as a JIT call. Personal fields of `JIT_INCLUDE` are shown to keys with the scope `pii`, and that is audited.',
    answers: JitPreviewView,
    meta: JitPreviewMeta,
  })
  preview(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
  ): Promise<Annotated<JitPreviewView, JitPreviewMeta>> {
    return this.previews.preview(caller, ref);
  }
}
