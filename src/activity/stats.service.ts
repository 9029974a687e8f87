import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { KeptAnswer } from '../platform/clock/kept-answer.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { entryFigures, jitFigures, laneFigures, recordCounts, statusFigures } from './stats-queries.js';
import type { StatsView, StatusFigures } from './stats.types.js';

const KEEP_MS = 10_000;
const DAY_MS = 86_400_000;

/** Figures for a page that many may watch: read once in some seconds, however many ask. */
@Injectable()
export class StatsService {
  private readonly current: KeptAnswer<StatsView>;

  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {
    this.current = new KeptAnswer(clock, KEEP_MS, () => this.read());
  }

  stats(): Promise<StatsView> {
    return this.current.get();
  }

  private async read(): Promise<StatsView> {
    const { pool } = this.prisma;
    const now = this.clock.now();
    const today = new Date(now.getTime() - (now.getTime() % DAY_MS));
    const lastWeek = new Date(now.getTime() - 7 * DAY_MS);
    const [statuses, records, entries, jit, lanes] = await Promise.all([
      statusFigures(pool),
      recordCounts(pool),
      entryFigures(pool, lastWeek, today),
      jitFigures(pool, new Date(now.getTime() - DAY_MS)),
      laneFigures(pool),
    ]);
    return {
      as_of: now.toISOString(),
      ...records,
      debt_accounts: {
        accounts: sum(statuses, 'accounts'),
        parents: sum(statuses, 'parents'),
        children: sum(statuses, 'children'),
        leaves: sum(statuses, 'leaves'),
        statuses,
      },
      entries: {
        today: { since: today.toISOString(), kinds: entries.today },
        seven_days: { since: lastWeek.toISOString(), kinds: entries.all },
      },
      jit,
      lanes,
    };
  }
}

function sum(
  statuses: readonly StatusFigures[],
  name: 'accounts' | 'parents' | 'children' | 'leaves',
): number {
  return statuses.reduce((total, figures) => total + figures[name], 0);
}
