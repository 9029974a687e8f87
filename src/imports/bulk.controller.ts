import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { OwnTransactions } from '../platform/idempotency/idempotency.decorators.js';
import { BodyLimit, Deadline } from '../platform/http/route-limits.js';
import { BULK_DEADLINE_MS, BulkService } from './bulk.service.js';
import { type BulkAnswer, BulkBody } from './bulk.types.js';

/** Some 3 kB for each of ten thousand records. */
const BODY_LIMIT_BYTES = 32 * 1_048_576;

@Controller('api/v1/bulk')
export class BulkController {
  constructor(private readonly bulk: BulkService) {}

  @Post()
  @HttpCode(200)
  @OwnTransactions()
  @BodyLimit(BODY_LIMIT_BYTES)
  @Deadline(BULK_DEADLINE_MS)
  @RequiresScope('write')
  upsert(@CurrentCaller() caller: Caller, @Body() body: BulkBody): Promise<BulkAnswer> {
    return this.bulk.upsert(caller, body);
  }
}
