import { Injectable } from '@nestjs/common';
import type { Alarm, AlarmSource } from '../alarms/alarm.types.js';
import { AlarmsService } from '../alarms/alarms.service.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { InjectSettings } from '../config/settings.token.js';
import { examineCheaply } from './doctor.js';
import type { Finding } from './doctor.types.js';

/** How each check that can be asked often is mended. */
const REMEDIES: Record<string, string> = {
  secrets: 'Back up secrets.json, or set the secrets yourself and GENERATED_SECRETS=off.',
  'jit tokens': 'Set JIT_TOKENS, give Tratta the address that holds one, and start again.',
  database: 'See "Database away" in the runbook.',
  'database role': 'Make a lesser role and set DATABASE_URL to it, MIGRATION_DATABASE_URL to the owner.',
  'encryption keys': 'Put the keys that sealed this database back into ENCRYPTION_KEYS, and start again.',
  clock: "Keep the clocks of this machine and of the database's in step (NTP).",
  migrations: 'Start the release that the database belongs to, or run the verb migrate.',
  disk: 'See "Disk full" in the runbook.',
};

/** What the doctor finds, of all that it can look at without asking a vendor. */
@Injectable()
export class DoctorAlarms implements AlarmSource {
  readonly name = 'doctor';

  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    alarms: AlarmsService,
  ) {
    alarms.register(this);
  }

  async check(): Promise<Alarm[]> {
    return (await examineCheaply(this.settings)).filter(({ verdict }) => verdict !== 'ok').map(toAlarm);
  }
}

function toAlarm({ check, verdict, detail }: Finding): Alarm {
  return {
    id: `doctor.${check.replaceAll(' ', '_')}`,
    severity: verdict === 'fault' ? 'critical' : 'warning',
    summary: `${check}: ${detail}`,
    whatToDo: REMEDIES[check] ?? 'Ask GET /api/v1/doctor for the whole report.',
  };
}
