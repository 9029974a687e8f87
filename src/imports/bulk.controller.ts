import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { OwnTransactions } from '../platform/idempotency/idempotency.decorators.js';
import { BulkService } from './bulk.service.js';
import { type BulkAnswer, BulkBody } from './bulk.types.js';

@Controller('api/v1/bulk')
export class BulkController {
  constructor(private readonly bulk: BulkService) {}

  @Post()
  @HttpCode(200)
  @OwnTransactions()
  @RequiresScope('write')
  upsert(@CurrentCaller() caller: Caller, @Body() body: BulkBody): Promise<BulkAnswer> {
    return this.bulk.upsert(caller, body);
  }
}
