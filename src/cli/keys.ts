import { type Command, InvalidArgumentError } from 'commander';
import { Reasons } from '../platform/audit/reasons.js';
import { type ApiKeyRow, stateOf } from '../platform/auth/api-key.types.js';
import { ApiKeysService } from '../platform/auth/api-keys.service.js';
import { type Caller, type Scope, SCOPES } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import { PersonalDataVault } from '../platform/crypto/personal-data.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { Cursors } from '../platform/pagination/cursors.js';
import { withMigratedContext } from './context.js';
import { print, table } from './output.js';

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
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<
        Options & { name: string; scopes: Scope[]; expiresInDays?: number }
      >();
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
    .action(async (_options: unknown, command: Command) => {
      await withKeys(async (service) => {
        const rows = await service.list();
        const lines = rows.map((row) => [
          row.id,
          row.name,
          row.scopes.join(','),
          state(row),
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
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      await withKeys(async (service, caller) => {
        const row = await service.revoke(caller, id, options.reason ?? null);
        print({ json: toJson(row), text: `The key "${row.name}" is revoked.` }, options.json === true);
      });
    });
}

async function withKeys(work: (service: ApiKeysService, caller: Caller) => Promise<void>): Promise<void> {
  await withMigratedContext(async ({ settings, caller }) => {
    const prisma = new PrismaService(settings);
    try {
      const cursors = new Cursors(new PersonalDataVault(settings.encryptionKeys));
      await work(new ApiKeysService(settings, prisma, new Clock(), new Reasons(settings), cursors), caller);
    } finally {
      await prisma.onApplicationShutdown();
    }
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

function state(row: ApiKeyRow): string {
  const known = stateOf(row, new Date());
  return known === 'valid' && row.expiresAt !== null ? `valid until ${row.expiresAt.toISOString()}` : known;
}

function toJson(row: ApiKeyRow): object {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    created_at: row.createdAt,
    expires_at: row.expiresAt,
    last_used_at: row.lastUsedAt,
    revoked_at: row.revokedAt,
  };
}
