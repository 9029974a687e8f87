import type { Command } from 'commander';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import { ApiError } from '../api-client/api-error.js';
import { seconds } from './billing-push.js';
import { followRun, readRun, type RunAnswer } from './billing-run-follower.js';
import { type BillingRun, PLANNED_COLUMNS, type RunAccount, runText, whole } from './billing-run-view.js';
import { newestRun } from './billing-runs.js';
import { CommandError } from './context.js';
import { rowsText } from './lists.js';
import { print } from './output.js';
import { withReason } from './records.js';
import { type RunningService, verb, withService, written, writingVerb } from './service.js';

interface RunOptions {
  full?: boolean;
  dryRun?: boolean;
  account?: string;
  /** False: `--no-wait`. */
  wait?: number | false;
}

/** Of a dry run so many accounts are shown at its end. */
const MOST_SHOWN = 50;
/** For scripts, which must tell it from a failure. */
const NEEDS_CONFIRMATION = 3;
/** In a dry run: what a reader looks for. */
const TELLING = ['created', 'changed', 'quarantined'] as const;

const EXIT_CODES =
  'exit code 0 finished, 3 where it waits for a confirmation, 1 failed or cancelled; Ctrl-C ends the following, not the run';

export function addRun(group: Command): void {
  addStart(group);
  addFollow(group);
  addCancel(group);
  addConfirm(group);
}

function addStart(group: Command): void {
  writingVerb(
    group,
    'run',
    `bring all accounts that are behind to Gotransverse, and follow that to its end; ${EXIT_CODES}`,
    [
      'billing run',
      'billing run --full --dry-run',
      'billing run --account D-1001 --reason "asked for by phone"',
    ],
  )
    .option('--full', 'compare every account with what is there, and send what differs')
    .option('--dry-run', 'send nothing; list what would be sent')
    .option('--account <ref>', 'this account alone')
    .option('--wait <seconds>', 'follow it for so long at most (default: to its end)', seconds)
    .option('--no-wait', 'only ask for it')
    .option('--reason <text>', 'why, for the audit trail')
    .action(async (options: RunOptions, command: Command) => {
      await withService(command, async (service) => {
        const asked = await start(service, options, command);
        const { id } = asked.data;
        if (options.wait === false) {
          const text = `${runText(asked.data)}\n\nFollow it with: billing follow ${id}`;
          print({ json: asked, text }, service.json);
          return;
        }
        process.stderr.write(`Run ${id}\n`);
        await followToEnd(service, id, options.wait);
      });
    });
}

function addFollow(group: Command): void {
  verb(group, 'follow', `follow a run to its end; ${EXIT_CODES}`, [
    'billing follow',
    'billing follow 01a20f11-8d5f-73ee-be4f-c34f2388df46',
  ])
    .argument('[id]', 'of the run (default: the last one)')
    .option('--wait <seconds>', 'for so long at most (default: to its end)', seconds)
    .action(async (id: string | undefined, { wait }: { wait?: number }, command: Command) => {
      await withService(command, async (service) => {
        await followToEnd(service, id ?? (await newestRun(service.client)).id, wait);
      });
    });
}

function addCancel(group: Command): void {
  addDecision(group, {
    name: 'cancel',
    description: 'end a run; what it did stays done, and the rest is taken up by the next one',
    path: '/api/v1/billing/runs/{id}/cancel',
    told: ({ id, state }) =>
      state === 'cancelled'
        ? 'It is cancelled.'
        : `It ends when the accounts under way are done. See that with: billing follow ${id}`,
  });
}

function addConfirm(group: Command): void {
  addDecision(group, {
    name: 'confirm',
    description: 'let a run go on that waits because it changes so many accounts',
    path: '/api/v1/billing/runs/{id}/confirm',
    told: ({ id }) => `It goes on. Follow it with: billing follow ${id}`,
  });
}

interface Decision {
  name: string;
  description: string;
  path: '/api/v1/billing/runs/{id}/cancel' | '/api/v1/billing/runs/{id}/confirm';
  told: (run: BillingRun) => string;
}

function addDecision(group: Command, { name, description, path, told }: Decision): void {
  writingVerb(group, name, description, [
    `billing ${name} 01a20f11-8d5f-73ee-be4f-c34f2388df46 --reason "looked at"`,
  ])
    .argument('<id>', 'of the run, as billing runs shows it')
    .option('--reason <text>', 'why, for the audit trail')
    .action(async (id: string, _options: unknown, command: Command) => {
      await withService(command, async ({ client, json, idempotencyKey }) => {
        const params = { path: { id }, header: { 'Idempotency-Key': idempotencyKey } };
        const answer = await written(idempotencyKey, () =>
          bodyOf(client.POST(path, { params, body: withReason({}, command) })),
        );
        print({ json: answer, text: `${runText(answer.data)}\n\n${told(answer.data)}` }, json);
      });
    });
}

async function start(
  { client, idempotencyKey }: RunningService,
  { full, dryRun, account }: RunOptions,
  command: Command,
): Promise<RunAnswer> {
  const asked = {
    mode: full === true ? ('full' as const) : ('incremental' as const),
    ...(dryRun === true && { dry_run: true }),
    ...(account !== undefined && { account }),
  };
  const params = { header: { 'Idempotency-Key': idempotencyKey } };
  const body = withReason(asked, command);
  try {
    return await written(idempotencyKey, () => bodyOf(client.POST('/api/v1/billing/runs', { params, body })));
  } catch (error) {
    const underWay =
      error instanceof ApiError && error.status === 409 ? await runUnderWay(client) : undefined;
    if (underWay === undefined) throw error;
    throw new CommandError(
      `A run is ${underWay.state} already, and brings what is behind as well.\n  follow it: billing follow ${underWay.id}\n  stop it:   billing cancel ${underWay.id}`,
      error,
    );
  }
}

/** Nothing where there is none, or the key may not know. */
async function runUnderWay(client: ApiClient): Promise<BillingRun | undefined> {
  const last = await newestRun(client).catch(() => undefined);
  return last?.ended_at === null ? last : undefined;
}

async function followToEnd(service: RunningService, id: string, waitSeconds?: number): Promise<void> {
  const { client, json } = service;
  const waitMs = waitSeconds === undefined ? Infinity : waitSeconds * 1_000;
  // Read once first: an id that is none is told as such, and not waited for.
  const known = await readRun(client, id);
  const answer = known.data.ended_at === null ? await followRun(client, id, waitMs) : known;
  const run = answer.data;
  const planned = run.dry_run && run.state === 'finished' && !json ? [await plannedText(client, run)] : [];
  print({ json: answer, text: runText(run, ...planned) }, json);
  if (run.state === 'needs_confirmation') throw new CommandError('', undefined, NEEDS_CONFIRMATION);
  if (run.state === 'cancelled')
    throw new CommandError('The run is cancelled; what it did not come to stays behind.');
  if (run.state !== 'finished') throw new CommandError(`The run is ${run.state}: ${run.reason ?? ''}`);
}

async function plannedText(client: ApiClient, { id, counts }: BillingRun): Promise<string> {
  const accounts: RunAccount[] = [];
  for (const outcome of TELLING) {
    const limit = MOST_SHOWN - accounts.length;
    if (counts[outcome] === 0 || limit === 0) continue;
    const params = { path: { id }, query: { outcome, limit } };
    const page = await bodyOf(client.GET('/api/v1/billing/runs/{id}/accounts', { params }));
    accounts.push(...page.data);
  }
  const all = TELLING.reduce((sum, outcome) => sum + counts[outcome], 0);
  if (all === 0) return 'Nothing would be sent.';
  const rest =
    all > accounts.length
      ? `\n\nThese are ${whole(accounts.length)} of ${whole(all)}; all of them: billing run-accounts ${id} --all (or --outcome changed)`
      : '';
  return `${rowsText(PLANNED_COLUMNS, accounts)}${rest}\n\nThe XML of one of them: billing push ACCOUNT --dry-run`;
}
