import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { CurrentCaller } from '../platform/auth/current-caller.decorator.js';
import { RequiresScope } from '../platform/auth/scopes.decorator.js';
import { RecordInterceptor } from '../platform/http/record.interceptor.js';
import { LocationBody, type LocationView } from './location.types.js';
import { LocationsService } from './locations.service.js';

@Controller('api/v1/locations')
@UseInterceptors(RecordInterceptor)
export class LocationsController {
  constructor(private readonly locations: LocationsService) {}

  @Post()
  @RequiresScope('write')
  create(@CurrentCaller() caller: Caller, @Body() body: LocationBody): Promise<LocationView> {
    return this.locations.create(caller, body);
  }

  @Get(':ref')
  @RequiresScope('read')
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<LocationView> {
    return this.locations.read(caller, ref);
  }
}
