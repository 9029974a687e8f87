import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { jitStatement } from '../../../src/jit/jit.statement.js';
import type { JitRecord } from '../../../src/jit/jit-recorder.js';
import type { ResolvedSettings } from '../../../src/platform/config/resolved-settings.js';
import type { StartServing } from './serving.js';

type Record = (request: FastifyRequest, columns: readonly unknown[], started: Date, startMs: number) => void;

/**
 * The least that gives the same answers: Fastify, pg, and the service's own statement over as many connections.
 * No deadline, no metrics, no throttle, no 404 levelled in time, a token compared by `===`.
 */
export const serveBare: StartServing = async (settings, recording) => {
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: settings.jit.poolSize });
  const { record, flush } = recording ? await recorder(settings) : { record: undefined, flush: undefined };
  const server = fastify();
  server.get('/jit/:token', async (request: FastifyRequest, reply: FastifyReply) => {
    const [started, startMs] = [new Date(), performance.now()];
    const { token } = request.params as { token: string };
    const { debt_account_external_id: id } = request.query as { debt_account_external_id?: string };
    reply
      .header('content-type', 'application/json')
      .header('cache-control', 'no-store')
      .header('x-request-id', request.id);
    const { rows } =
      token === settings.jit.tokens[0] && id
        ? await pool.query<unknown[]>(jitStatement(id, settings.jit.toldStatuses))
        : { rows: [] };
    const columns = rows[0];
    if (columns === undefined)
      return reply.code(404).send('{"error":"There is no such debt account","errorCode":"NOT_FOUND"}');
    record?.(request, columns, started, startMs);
    const [location, customer, account, children] = columns.slice(6, 10) as [
      string,
      string,
      string,
      string | null,
    ];
    const family = children === null ? '' : `,"child_debt_accounts":${children}`;
    return `{"data":{"location":${location},"customer":${customer},"debt_account":${account}${family}}}`;
  });
  await server.listen({ port: settings.port, host: settings.host });
  return {
    http: server.server,
    close: async () => {
      await server.close();
      await flush?.();
      await pool.end();
    },
  };
};

/** The service's own recorder, so that both write the same rows in the same batches; over a second pool, as there. */
async function recorder(settings: ResolvedSettings): Promise<{ record: Record; flush: () => Promise<void> }> {
  const { JitRecorder } = await import('../../../src/jit/jit-recorder.js');
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: settings.databasePoolSize });
  const nothingIsLost = { recordsLost: { inc: () => undefined } };
  const writer = new JitRecorder({ pool } as never, nothingIsLost as never);
  return {
    record: (request, columns, requestedAt, startMs) => {
      const text = (index: number): string => columns[index] as string;
      const totalMs = performance.now() - startMs;
      writer.record({
        requestedAt,
        id: uuidv7(),
        requestId: request.id,
        outcome: 'found',
        httpStatus: 200,
        askedExternalId: null,
        debtAccountId: text(0),
        debtAccountVersion: text(1),
        locationVersion: text(2),
        customerVersion: text(3),
        toldBalance: text(5),
        waitMs: 0,
        queryMs: totalMs,
        totalMs,
        sourceAddress: request.ip,
      } satisfies JitRecord);
    },
    flush: async () => {
      await writer.onApplicationShutdown();
      await pool.end();
    },
  };
}
