import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { ChapterOf, Describe } from '../platform/openapi/describe.decorator.js';
import { LocationBody, LocationView } from './location.types.js';
import { LocationsService } from './locations.service.js';

@Controller('api/v1/locations')
@ChapterOf(
  'Locations',
  'Where a debt comes from: creditors and product types. Make them before the accounts that name them.',
)
@UseInterceptors(RecordInterceptor)
export class LocationsController {
  constructor(private readonly locations: LocationsService) {}

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

  @Get(':ref')
  @RequiresScope('read')
  @Describe({ summary: 'Read a location', answers: LocationView })
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<LocationView> {
    return this.locations.read(caller, ref);
  }
}
