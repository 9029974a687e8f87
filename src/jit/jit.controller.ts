import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { OpenRoute } from '../platform/auth/scopes.decorator.js';
import { JitService } from './jit.service.js';

/** What an answer that comes at the last moment still has for being written. */
const LEAST_WRITING_MS = 100;

/** What Tratta asks while a caller is on the phone. */
@Controller('jit')
export class JitController {
  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly jit: JitService,
  ) {}

  @Get(':token')
  @OpenRoute('the path token is the credential')
  async answer(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const startMs = performance.now();
    const answer = await this.jit.answer({
      token,
      url: request.url,
      sourceAddress: request.ip,
      requestId: request.id,
    });
    reply.code(answer.status).header('content-type', 'application/json').header('cache-control', 'no-store');
    if (answer.retryAfterSeconds !== undefined) reply.header('retry-after', String(answer.retryAfterSeconds));
    this.endAtDeadline(reply, startMs);
    reply.send(answer.body);
  }

  /** A reader too slow to take the answer in time is let go: the deadline covers the writing too. */
  private endAtDeadline(reply: FastifyReply, startMs: number): void {
    const { raw } = reply;
    const leftMs = startMs + this.settings.jit.deadlineMs - performance.now();
    const timer = setTimeout(
      () => {
        raw.destroy();
      },
      Math.max(leftMs, LEAST_WRITING_MS),
    );
    raw.once('close', () => {
      clearTimeout(timer);
    });
  }
}
