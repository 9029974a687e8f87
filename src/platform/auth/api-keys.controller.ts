import { Body, Controller, Delete, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { Reasons } from '../audit/reasons.js';
import { Clock } from '../clock/clock.js';
import type { Page } from '../http/answers.js';
import { RecordInterceptor } from '../http/record.interceptor.js';
import { HidesOnReplay } from '../idempotency/idempotency.decorators.js';
import { ChapterOf, Describe } from '../openapi/describe.decorator.js';
import { ReasonBody } from '../validation/reason-body.js';
import { ApiKeyBody, ApiKeyQuery, ApiKeyView, NewApiKeyView, toApiKeyView } from './api-key.types.js';
import { ApiKeysService } from './api-keys.service.js';
import type { Caller } from './caller.js';
import { CurrentCaller } from './current-caller.decorator.js';
import { RequiresScope } from './scopes.decorator.js';

@Controller('api/v1/api-keys')
@ChapterOf(
  'API keys',
  'Who may use this API, and for what. One key per program and person: the audit trail names the key.',
)
@UseInterceptors(RecordInterceptor)
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly reasons: Reasons,
    private readonly clock: Clock,
  ) {}

  @Post()
  @RequiresScope('admin')
  @HidesOnReplay('key')
  @Describe({
    summary: 'Make an API key',
    description: 'The key itself is in this answer and never again; we keep only a digest of it.',
    answers: NewApiKeyView,
    statuses: { 201: 'The key as it was made, with its secret.' },
    refuses: {
      forbidden: 'The scope `admin` is missing, or a scope is asked for that your own key has not.',
    },
  })
  async create(@CurrentCaller() caller: Caller, @Body() body: ApiKeyBody): Promise<NewApiKeyView> {
    const { apiKey, key } = await this.keys.create(caller, {
      name: body.name,
      scopes: body.scopes,
      expiresAt: body.expires_at == null ? null : new Date(body.expires_at),
      reason: this.reasons.of(caller, body),
    });
    return { ...toApiKeyView(apiKey, this.clock.now()), key };
  }

  @Get()
  @RequiresScope('admin')
  @Describe({
    summary: 'List API keys',
    description: 'Newest first; never their secrets.',
    answersPage: ApiKeyView,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ApiKeyQuery): Promise<Page<ApiKeyView>> {
    return this.keys.page(caller, query);
  }

  @Get(':id')
  @RequiresScope('admin')
  @Describe({ summary: 'Read an API key', answers: ApiKeyView })
  async read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ApiKeyView> {
    return toApiKeyView(await this.keys.read(caller, id), this.clock.now());
  }

  @Delete(':id')
  @RequiresScope('admin')
  @Describe({
    summary: 'Revoke an API key',
    description: 'Ends it at once, in every process. Again, it changes nothing.',
    answers: ApiKeyView,
  })
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: ReasonBody,
  ): Promise<ApiKeyView> {
    const row = await this.keys.revoke(caller, id, this.reasons.of(caller, body));
    return toApiKeyView(row, this.clock.now());
  }
}
