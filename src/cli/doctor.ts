import type { Command } from 'commander';
import { CommandError, withContext } from './context.js';
import { examples } from './examples.js';
import { print, table } from './output.js';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'examine settings, database, migrations, disk, clock and vendors; the report is safe to paste',
    )
    .addHelpText('after', examples('doctor --json'))
    .action(async (_options: unknown, command: Command) => {
      // Loaded when it is needed: the other verbs start the sooner.
      const { examine } = await import('../platform/doctor/doctor.js');
      const { toReport } = await import('../platform/doctor/doctor.types.js');
      const report = toReport(await withContext(({ settings }) => examine(settings)));
      const text = table(
        ['', 'CHECK', 'DETAIL'],
        report.findings.map(({ check, verdict, detail }) => [verdict.toUpperCase(), check, detail]),
      );
      print({ json: report, text }, command.optsWithGlobals<{ json?: boolean }>().json === true);
      if (!report.healthy) throw new CommandError('');
    });
}
