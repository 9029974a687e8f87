import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Annotated } from '../platform/http/answers.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { JitPreviewService } from './jit-preview.service.js';
import type { JitPreviewMeta, JitPreviewView } from './jit-preview.types.js';

@Controller('api/v1/debt-accounts')
@UseInterceptors(RecordInterceptor)
export class JitPreviewController {
  constructor(private readonly previews: JitPreviewService) {}

  @Get(':ref/jit-preview')
  @RequiresScope('read')
  preview(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
  ): Promise<Annotated<JitPreviewView, JitPreviewMeta>> {
    return this.previews.preview(caller, ref);
  }
}
