import {
  Body,
  Controller,
  Delete,
  Get,
  Param,
  Patch,
  Post,
  Put,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { Reasons } from '../platform/audit/reasons.js';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import type { Page, Upserted } from '../platform/http/answers.js';
import { IfMatch, type Precondition, RequiredIfMatch } from '../platform/http/precondition.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { WriteNotes } from '../platform/http/write-notes.view.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { ReasonBody } from '../platform/validation/reason-body.js';
import {
  LocationBody,
  LocationChange,
  LocationQuery,
  LocationReplacement,
  LocationView,
} from './location.types.js';
import { LocationsService } from './locations.service.js';

@Controller('api/v1/locations')
@ChapterOf(
  'Locations',
  'Where a debt comes from: creditors and product types. Make them before the accounts that name them.',
)
@UseInterceptors(RecordInterceptor)
export class LocationsController {
  constructor(
    private readonly locations: LocationsService,
    private readonly reasons: Reasons,
  ) {}

  @Post()
  @RequiresScope('write')
  @Describe({
    summary: 'Create a location',
    answers: LocationView,
    statuses: { 201: 'The location as it was made.' },
    refuses: {
      conflict:
        'The external id is taken, or the name is, by a location of the same type; `detail` says which. Give it another one, or read the location that is there.',
    },
  })
  create(@CurrentCaller() caller: Caller, @Body() body: LocationBody): Promise<LocationView> {
    return this.locations.create(caller, body);
  }

  @Get()
  @RequiresScope('read')
  @Describe({
    summary: 'List locations',
    description: 'Newest first. All filters that are given must hold.',
    answersPage: LocationView,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: LocationQuery): Promise<Page<LocationView>> {
    return this.locations.list(caller, query);
  }

  @Get(':ref')
  @RequiresScope('read')
  @Describe({ summary: 'Read a location', answers: LocationView })
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<LocationView> {
    return this.locations.read(caller, ref);
  }

  @Put(':ref')
  @RequiresScope('write')
  @Describe({
    summary: 'Create or replace a location',
    description:
      'Makes the location what the body says, all of it: what is left out goes back to its default.',
    answers: LocationView,
    meta: WriteNotes,
    statuses: { 200: 'The location as it is now.', 201: 'The location as it was made.' },
    refuses: { conflict: 'The name is taken by another location of the same type.' },
  })
  replace(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: LocationReplacement,
    @IfMatch() precondition: Precondition,
  ): Promise<Upserted<LocationView>> {
    return this.locations.replace(caller, ref, body, precondition);
  }

  @Patch(':ref')
  @RequiresScope('write')
  @Describe({
    summary: 'Change a location',
    description:
      'Changes what is given. Of `metadata` only the keys that are given; `null` takes a key away.',
    answers: LocationView,
    refuses: { conflict: 'The name is taken by another location of the same type.' },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() change: LocationChange,
    @RequiredIfMatch() precondition: Precondition,
  ): Promise<LocationView> {
    return this.locations.change(caller, ref, change, precondition);
  }

  @Delete(':ref')
  @RequiresScope('write')
  @Describe({
    summary: 'Remove a location',
    statuses: { 204: 'It is gone.' },
    ifMatch: 'honoured',
    refuses: { conflict: 'Debt accounts name it; a location can be removed when none does.' },
  })
  remove(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: ReasonBody,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.locations.remove(caller, ref, this.reasons.of(caller, body), precondition);
  }
}
