import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { OwnTransactions } from '../platform/idempotency/idempotency.decorators.js';
import { REFUSALS } from '../platform/errors/domain-error.js';
import { BodyLimit, Deadline } from '../platform/http/route-limits.js';
import { BULK_DEADLINE_MS, BulkService } from './bulk.service.js';
import { type BulkAnswer, BulkBody, BulkCounts, type BulkResult, BulkResults } from './bulk.types.js';

/** Some 3 kB for each of ten thousand records. */
const BODY_LIMIT_BYTES = 32 * 1_048_576;

@Controller('api/v1/bulk')
@ChapterOf('Bulk', 'What nightly feeds use: many records in one request.')
export class BulkController {
  constructor(private readonly bulk: BulkService) {}

  @Post()
  @HttpCode(200)
  @OwnTransactions(everyRecordWasTried)
  @BodyLimit(BODY_LIMIT_BYTES)
  @Deadline(BULK_DEADLINE_MS)
  @RequiresScope('write')
  @Describe({
    summary: 'Create or replace many records',
    description:
      'Up to 10,000 records of all three kinds, each as `PUT` takes it and told its own outcome: a bad one stops no other. Locations are written first, then customers, then accounts, children after their parents. Records that are so already cost almost nothing. They commit in batches, so after a lost connection send the same again: what is done is then unchanged. Up to 32 MiB.',
    answers: BulkResults,
    meta: BulkCounts,
    statuses: { 200: 'What became of each record; look at `meta.failed`.' },
  })
  upsert(@CurrentCaller() caller: Caller, @Body() body: BulkBody): Promise<BulkAnswer> {
    return this.bulk.upsert(caller, body);
  }
}

/** What failed only for want of time or of the database is to be tried again, under the same key too. */
function everyRecordWasTried(answer: unknown): boolean {
  return Object.values((answer as BulkAnswer).data)
    .flat()
    .every(({ error }: BulkResult) => error?.status !== REFUSALS.unavailable.status);
}
