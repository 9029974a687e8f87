import type { Command } from 'commander';
import { examine } from '../platform/doctor/doctor.js';
import { toReport } from '../platform/doctor/doctor.types.js';
import { CommandError, withContext } from './context.js';
import { print, table } from './output.js';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'examine settings, database, migrations, disk, clock and vendors; the report is safe to paste',
    )
    .action(async (_options: unknown, command: Command) => {
      const report = toReport(await withContext(({ settings }) => examine(settings)));
      const text = table(
        ['', 'CHECK', 'DETAIL'],
        report.findings.map(({ check, verdict, detail }) => [verdict.toUpperCase(), check, detail]),
      );
      print({ json: report, text }, command.optsWithGlobals<{ json?: boolean }>().json === true);
      if (!report.healthy) throw new CommandError('');
    });
}
