import type { Command } from 'commander';
import { migrationStatus } from '../platform/database/migrator.js';
import { bringUp, withContext } from './context.js';
import { examples } from './examples.js';
import { print } from './output.js';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description("bring the database to this release's schema; safe to repeat, and with several at once")
    .option('--status', 'only tell what is applied and what is missing')
    .addHelpText('after', examples('migrate --status'))
    .action(async ({ status }: { status?: boolean }, command: Command) => {
      const asJson = command.optsWithGlobals<{ json?: boolean }>().json === true;
      await withContext(async (context) => {
        const applied = status === true ? [] : await bringUp(context);
        const now = await migrationStatus(context.settings.databaseUrl);
        const text = [
          ...applied.map((name) => `Applied ${name}`),
          `${String(now.applied.length)} applied, ${String(now.pending.length)} missing`,
          ...now.pending.map((name) => `  missing ${name}`),
          ...now.unknown.map((name) => `  of a newer release: ${name}`),
        ].join('\n');
        print({ json: { applied_now: applied, ...now }, text }, asJson);
      });
    });
}
