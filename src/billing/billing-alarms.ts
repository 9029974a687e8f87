import { Injectable } from '@nestjs/common';
import type { Alarm, AlarmSource } from '../platform/alarms/alarm.types.js';
import { AlarmsService } from '../platform/alarms/alarms.service.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { SyncLanesService } from '../sync/sync-lanes.service.js';
import { type LaneFigures, SyncWorklistService } from '../sync/sync-worklist.service.js';

const OURS = { lane: 'gotransverse', kind: 'debt_account' } as const;
/** A call whose outcome is not known for so long is not going to settle by itself, in minutes. */
const UNKNOWN_MINUTES = 60;
/** So many refused within an hour are no single mistakes. */
const QUARANTINED_AN_HOUR = 10;

/** What is wrong on the way to Gotransverse. */
@Injectable()
export class BillingAlarms implements AlarmSource {
  readonly name = 'billing';
  private readonly silenceMinutes: number;
  private readonly isSet: boolean;

  constructor(
    @InjectSettings() { billing, gotransverse }: ResolvedSettings,
    private readonly prisma: PrismaService,
    private readonly lanes: SyncLanesService,
    private readonly worklist: SyncWorklistService,
    alarms: AlarmsService,
  ) {
    this.silenceMinutes = billing.silenceMinutes;
    this.isSet = gotransverse.connection !== undefined;
    alarms.register(this);
  }

  async check(): Promise<Alarm[]> {
    if (!this.isSet) return [];
    const figures = await this.worklist.figures(OURS, UNKNOWN_MINUTES, this.silenceMinutes);
    const found = [await this.paused(), unknown(figures), quarantined(figures), this.silent(figures)];
    return [...found, await this.unconfirmed()].filter((alarm) => alarm !== undefined);
  }

  private async paused(): Promise<Alarm | undefined> {
    const { pausedAt, pausedBy, reason } = await this.lanes.standing(OURS.lane);
    if (pausedAt === null) return undefined;
    return {
      id: 'billing.lane.paused',
      severity: pausedBy === 'vendor' ? 'critical' : 'warning',
      since: pausedAt,
      summary: `Nothing goes to Gotransverse: the lane is paused (${reason ?? ''}).`,
      whatToDo:
        'Mend what it says, then POST /api/v1/billing/resume (`npm run cli -- billing resume`). Nothing is lost meanwhile.',
    };
  }

  private silent({ silentSince, due }: LaneFigures): Alarm | undefined {
    if (silentSince === null) return undefined;
    return {
      id: 'billing.silent',
      severity: 'critical',
      since: silentSince,
      summary: `${String(due)} accounts are behind, and Gotransverse has confirmed nothing for ${String(this.silenceMinutes)} minutes.`,
      whatToDo:
        'GET /api/v1/billing/lane and the newest of GET /api/v1/billing/runs say why: paused, slowed, no answer, or no process of the role worker or all (BILLING_SYNC_CRON asks for runs).',
    };
  }

  private async unconfirmed(): Promise<Alarm | undefined> {
    const run = await this.prisma.syncRun.findFirst({
      where: { laneName: OURS.lane, state: 'needs_confirmation' },
    });
    if (run === null) return undefined;
    return {
      id: 'billing.run.needs_confirmation',
      severity: 'warning',
      summary: `A run waits for a person: ${run.reason ?? ''}. No other run begins until then.`,
      whatToDo: `Look at what changed; then POST /api/v1/billing/runs/${run.id}/confirm or /cancel.`,
    };
  }
}

function unknown({ unknownSince, unknowns }: LaneFigures): Alarm | undefined {
  if (unknownSince === null) return undefined;
  return {
    id: 'billing.unknown',
    severity: 'critical',
    since: unknownSince,
    summary: `Of ${String(unknowns)} accounts it is not known for over an hour whether a call to Gotransverse had its effect.`,
    whatToDo:
      'GET /api/v1/billing/accounts?state=unknown lists them with why. They are looked for by each run; if Gotransverse answers, look whether the runs run.',
  };
}

function quarantined({ quarantinedLately, quarantinedSince }: LaneFigures): Alarm | undefined {
  if (quarantinedLately < QUARANTINED_AN_HOUR) return undefined;
  return {
    id: 'billing.quarantine',
    severity: 'warning',
    ...(quarantinedSince !== null && { since: quarantinedSince }),
    summary: `${String(quarantinedLately)} accounts were refused by Gotransverse, or contradict it, within the last hour.`,
    whatToDo:
      'GET /api/v1/billing/accounts?state=quarantined (and state=conflict) says of each what to mend; many of one kind point to a setting or to a change at Gotransverse.',
  };
}
