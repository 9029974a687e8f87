import 'reflect-metadata';
import { Controller, Get, Header, Inject, Module, NotFoundException, Param, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../../src/platform/database/generated/client.js';
import type { ResolvedSettings } from '../../../src/platform/config/resolved-settings.js';
import { type Account, ANSWERED, toAnswer } from './ordinary-answer.js';
import type { StartServing } from './serving.js';

const SETTINGS = Symbol('settings');

/** JIT as it is commonly written: a controller, Prisma's `findUnique` with `include`, objects turned into JSON. */
@Controller('jit')
class OrdinaryController {
  constructor(
    @Inject(PrismaClient) private readonly prisma: PrismaClient,
    @Inject(SETTINGS) private readonly settings: ResolvedSettings,
  ) {}

  @Get(':token')
  @Header('cache-control', 'no-store')
  async answer(
    @Param('token') token: string,
    @Query('debt_account_external_id') externalId: string,
  ): Promise<object> {
    if (token !== this.settings.jit.tokens[0]) throw new NotFoundException();
    const account: Account | null = await this.prisma.debtAccount.findUnique({
      where: { externalId },
      include: ANSWERED(new Date()),
    });
    if (account === null) throw new NotFoundException();
    return { data: toAnswer(account, this.settings.jit.toldStatuses) };
  }
}

@Module({ controllers: [OrdinaryController] })
class OrdinaryModule {}

/** The ordinary way. It keeps no record of calls: what it does is slow enough without. */
export const serveOrdinary: StartServing = async (settings) => {
  const adapter = new PrismaPg({ connectionString: settings.databaseUrl, max: settings.jit.poolSize });
  const prisma = new PrismaClient({ adapter });
  const root = {
    module: OrdinaryModule,
    providers: [
      { provide: PrismaClient, useValue: prisma },
      { provide: SETTINGS, useValue: settings },
    ],
  };
  const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), {
    logger: ['error', 'warn'],
  });
  await app.listen(settings.port, settings.host);
  return {
    http: app.getHttpServer(),
    close: async () => {
      await app.close();
      await prisma.$disconnect();
    },
  };
};
