import type { Command } from 'commander';
import { examine, type Finding } from '../platform/doctor/doctor.js';
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
      const findings = await withContext(({ settings }) => examine(settings));
      const text = table(
        ['', 'CHECK', 'DETAIL'],
        findings.map(({ check, verdict, detail }) => [verdict.toUpperCase(), check, detail]),
      );
      print(
        { json: { healthy: isHealthy(findings), findings }, text },
        command.optsWithGlobals<{ json?: boolean }>().json === true,
      );
      if (!isHealthy(findings)) throw new CommandError('');
    });
}

function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== 'fault');
}
