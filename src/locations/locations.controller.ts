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
import { ReasonBody } from '../platform/validation/reason-body.js';
import {
  LocationBody,
  LocationChange,
  LocationQuery,
  LocationReplacement,
  type LocationView,
} from './location.types.js';
import { LocationsService } from './locations.service.js';

@Controller('api/v1/locations')
@UseInterceptors(RecordInterceptor)
export class LocationsController {
  constructor(
    private readonly locations: LocationsService,
    private readonly reasons: Reasons,
  ) {}

  @Post()
  @RequiresScope('write')
  create(@CurrentCaller() caller: Caller, @Body() body: LocationBody): Promise<LocationView> {
    return this.locations.create(caller, body);
  }

  @Get()
  @RequiresScope('read')
  list(@CurrentCaller() caller: Caller, @Query() query: LocationQuery): Promise<Page<LocationView>> {
    return this.locations.list(caller, query);
  }

  @Get(':ref')
  @RequiresScope('read')
  read(@CurrentCaller() caller: Caller, @Param('ref') ref: string): Promise<LocationView> {
    return this.locations.read(caller, ref);
  }

  @Put(':ref')
  @RequiresScope('write')
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
  remove(
    @CurrentCaller() caller: Caller,
    @Param('ref') ref: string,
    @Body() body: ReasonBody,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.locations.remove(caller, ref, this.reasons.of(caller, body), precondition);
  }
}
