import { type Command, InvalidArgumentError } from 'commander';
import { type Scope, SCOPES } from '../platform/auth/caller.js';
import { examples } from './examples.js';
import { print, table } from './output.js';

/** Loaded when it is needed: it takes longer than all other verbs together. */
const loaded = () => import('./keys-in-database.js');

interface Options {
  json?: boolean;
  reason?: string;
}

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('API keys of the admin API');
  keys
    .command('create')
    .description('make a key; it is shown once')
    .requiredOption('--name <name>', 'who or what uses it', keyName)
    .requiredOption('--scopes <list>', `comma-separated: ${SCOPES.join(', ')}`, scopes)
    .option('--expires-in-days <number>', 'after this the key stops working', days)
    .option('--reason <text>', 'why, for the audit trail', reason)
    .addHelpText(
      'after',
      examples('keys create --name "posting job" --scopes read,write --expires-in-days 90'),
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<
        Options & { name: string; scopes: Scope[]; expiresInDays?: number }
      >();
      const { withKeys, toJson } = await loaded();
      await withKeys(async (service, caller) => {
        const expiresAt =
          options.expiresInDays === undefined
            ? null
            : new Date(Date.now() + options.expiresInDays * 86_400_000);
        const { apiKey, key } = await service.create(caller, {
          name: options.name,
          scopes: options.scopes,
          expiresAt,
          reason: options.reason ?? null,
        });
        const text = `${key}\n\nThis is the only time that the key is shown. Its id is ${apiKey.id}.`;
        print({ json: { ...toJson(apiKey), key }, text }, options.json === true);
      });
    });
  keys
    .command('list')
    .description('all keys, without their secrets')
    .addHelpText('after', examples('keys list'))
    .action(async (_options: unknown, command: Command) => {
      const { withKeys, stateText, toJson } = await loaded();
      await withKeys(async (service) => {
        const rows = await service.list();
        const lines = rows.map((row) => [
          row.id,
          row.name,
          row.scopes.join(','),
          stateText(row),
          row.lastUsedAt?.toISOString() ?? 'never',
        ]);
        const text =
          rows.length === 0
            ? 'There are no keys.'
            : table(['ID', 'NAME', 'SCOPES', 'STATE', 'LAST USED'], lines);
        print({ json: rows.map(toJson), text }, command.optsWithGlobals<Options>().json === true);
      });
    });
  keys
    .command('revoke')
    .description('end a key at once')
    .argument('<id>', 'as `keys list` shows it')
    .option('--reason <text>', 'why, for the audit trail', reason)
    .addHelpText('after', examples('keys revoke 01a20537-c2bf-7680-80f9-1c5e82232820'))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { withKeys, toJson } = await loaded();
      await withKeys(async (service, caller) => {
        const row = await service.revoke(caller, id, options.reason ?? null);
        print({ json: toJson(row), text: `The key "${row.name}" is revoked.` }, options.json === true);
      });
    });
}

function scopes(value: string): Scope[] {
  const given = value.split(',').map((part) => part.trim());
  const unknown = given.find((part) => !SCOPES.some((scope) => scope === part));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`"${unknown}" is no scope; they are ${SCOPES.join(', ')}.`);
  return SCOPES.filter((scope) => given.includes(scope));
}

function keyName(value: string): string {
  if (!/^[^\p{C}]{1,100}$/u.test(value) || value.trim() === '')
    throw new InvalidArgumentError('It must have 1 to 100 printable characters.');
  return value;
}

function reason(value: string): string {
  if (!/^[^\p{C}]{1,1000}$/u.test(value) || value.trim() === '')
    throw new InvalidArgumentError('It must have 1 to 1,000 printable characters.');
  return value;
}

function days(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new InvalidArgumentError('It must be a whole number of days.');
  return Number(value);
}
