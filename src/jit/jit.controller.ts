import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { OpenRoute } from '../platform/auth/scopes.decorator.js';
import { ChapterOf, Describe, type OtherAnswer } from '../platform/openapi/describe.decorator.js';
import { JitAnswerView, JitErrorView } from './jit-answer.types.js';
import { JitService } from './jit.service.js';

/** What an answer that comes at the last moment still has for being written. */
const LEAST_WRITING_MS = 100;

const refusal = (description: string, headers: Record<string, string> = {}): OtherAnswer => ({
  description,
  headers,
  body: () => JitErrorView,
});
const RETRY_AFTER = { 'Retry-After': 'After how many seconds to try again.' };

/** What Tratta asks while a caller is on the phone. */
@Controller('jit')
@ChapterOf('JIT', 'What Tratta asks while a caller is on the phone. Tratta calls it; staff seldom do.')
export class JitController {
  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly jit: JitService,
  ) {}

  @Get(':token')
  @OpenRoute('the path token is the credential')
  @Describe({
    summary: 'Tell what an account owes now',
    description:
      'Answers before `JIT_DEADLINE_MS`, in one snapshot; absent values are left out, never `null`. A wrong token, an address that is not allowed and an unknown account are all answered alike.',
    path: { token: { description: 'The secret that `JIT_TOKENS` has.' } },
    query: {
      debt_account_external_id: {
        description: "The account's external id, percent-encoded.",
        required: true,
        schema: { type: 'string', minLength: 1, maxLength: 255 },
        example: 'D-1001',
      },
    },
    others: {
      200: {
        description: 'The account.',
        body: () => JitAnswerView,
        headers: { 'Cache-Control': 'Always `no-store`.' },
      },
      400: refusal('The external id is missing, empty, repeated or longer than 255 characters.'),
      404: refusal('There is no such account, the token is wrong, or the address is not allowed.'),
      429: refusal('The source keeps asking for what does not exist.', RETRY_AFTER),
      500: refusal('The service failed; its log has the request id.'),
      503: refusal('The database is away, or the deadline would pass.', RETRY_AFTER),
    },
  })
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
