import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { MetricsService } from '../platform/metrics/metrics.service.js';
import { JitConnections } from './jit-connections.js';

/** From a tenth of a millisecond to Tratta's limit, in seconds. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8, 10];

/** How a call ended; also the `outcome` in its record. */
export type JitOutcome =
  | 'found'
  | 'unknown_account'
  | 'refused'
  | 'bad_request'
  | 'throttled'
  | 'deadline'
  | 'unavailable'
  | 'failed';

/** What `/metrics` tells of JIT. */
@Injectable()
export class JitMetrics {
  readonly recordsLost: Counter;
  private readonly answers: Counter<'outcome'>;
  private readonly wait: Histogram.Internal<'stage'>;
  private readonly query: Histogram.Internal<'stage'>;
  private readonly total: Histogram.Internal<'stage'>;
  private readonly byOutcome = new Map<JitOutcome, Counter.Internal>();

  constructor(metrics: MetricsService, connections: JitConnections) {
    const registers = [metrics.registry];
    this.answers = new Counter({
      name: 'arrears_jit_answers_total',
      help: 'JIT answers by outcome',
      labelNames: ['outcome'],
      registers,
    });
    const stages = new Histogram({
      name: 'arrears_jit_stage_seconds',
      help: 'Duration of a JIT answer by stage: wait (for a connection), query, total',
      labelNames: ['stage'],
      buckets: SECONDS,
      registers,
    });
    this.wait = stages.labels('wait');
    this.query = stages.labels('query');
    this.total = stages.labels('total');
    this.recordsLost = new Counter({
      name: 'arrears_jit_records_lost_total',
      help: 'Records of JIT calls given up because the database was away for too long',
      registers,
    });
    const pool = new Gauge({
      name: 'arrears_jit_connections',
      help: "JIT's database connections by state; `waiting` are requests that wait for one",
      labelNames: ['state'],
      registers,
      collect: () => {
        pool.set({ state: 'open' }, connections.pool.totalCount);
        pool.set({ state: 'idle' }, connections.pool.idleCount);
        pool.set({ state: 'waiting' }, connections.pool.waitingCount);
      },
    });
  }

  answered(outcome: JitOutcome, totalMs: number): void {
    let counter = this.byOutcome.get(outcome);
    if (counter === undefined) {
      counter = this.answers.labels(outcome);
      this.byOutcome.set(outcome, counter);
    }
    counter.inc();
    this.total.observe(totalMs / 1000);
  }

  queried(waitMs: number, queryMs: number): void {
    this.wait.observe(waitMs / 1000);
    this.query.observe(queryMs / 1000);
  }
}
