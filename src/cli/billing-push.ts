import { setTimeout as delay } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import { ApiError } from '../api-client/api-error.js';
import { balanceOnly, previewText } from './billing-preview.js';
import { type BillingAccount, billingText } from './billing-view.js';
import { CommandError } from './context.js';
import { print } from './output.js';
import { withReason } from './records.js';
import { type RunningService, verb, withService } from './service.js';

/** As long as the route may take, and a little more. */
const DEADLINE_MS = 630_000;
/** Where nothing says when to try again; it grows from the one to the other. */
const PAUSE_MS = { first: 1_000, most: 15_000 };

const SETTLED = ['synced', 'quarantined', 'conflict', 'not_needed'];

interface PushOptions {
  dryRun?: boolean;
  wait: number;
}

/** What a verb brings, and when that is there. */
interface Part {
  name: 'push' | 'post';
  path: '/api/v1/billing/accounts/{ref}/resend' | '/api/v1/billing/accounts/{ref}/post';
  description: string;
  examples: string[];
  isThere: (account: BillingAccount) => boolean;
}

const WHOLE: Part = {
  name: 'push',
  path: '/api/v1/billing/accounts/{ref}/resend',
  description: 'bring an account to Gotransverse, and wait until it is settled',
  examples: ['billing push D-1001 --dry-run', 'billing push D-1001 --wait 300'],
  isThere: ({ state }) => state === 'synced' || state === 'not_needed',
};

const BALANCE: Part = {
  name: 'post',
  path: '/api/v1/billing/accounts/{ref}/post',
  description: "bring only an account's balance: each entry that is not there yet becomes an adjustment",
  examples: ['billing post D-1001', 'billing post D-1001 --dry-run'],
  isThere: ({ posted_sequence, last_sequence }) => posted_sequence === last_sequence,
};

export function addPush(group: Command): void {
  for (const part of [WHOLE, BALANCE])
    verb(group, part.name, part.description, part.examples)
      .argument('<ref>', "the account's external id or our id")
      .option('--dry-run', 'show what would be sent, and send nothing')
      .option('--wait <seconds>', 'until when attempts go on', seconds, 120)
      .option('--reason <text>', 'why, for the audit trail')
      .action(async (ref: string, options: PushOptions, command: Command) => {
        await withService(
          command,
          (service) =>
            options.dryRun === true
              ? showPreview(service, ref, part)
              : bring(service, ref, part, options.wait * 1000, withReason({}, command)),
          DEADLINE_MS,
        );
      });
}

async function showPreview({ client, json }: RunningService, ref: string, part: Part): Promise<void> {
  const answer = await bodyOf(
    client.GET('/api/v1/debt-accounts/{ref}/billing-preview', { params: { path: { ref } } }),
  );
  const data = part === WHOLE ? answer.data : balanceOnly(answer.data);
  print({ json: { ...answer, data }, text: previewText(data, answer.meta.omitted) }, json);
  if (data.refusals.length > 0) throw new CommandError('The account cannot be sent as it is.');
}

async function bring(
  { client, json }: RunningService,
  ref: string,
  part: Part,
  waitMs: number,
  body: { reason?: string },
): Promise<void> {
  const untilMs = performance.now() + waitMs;
  let pauseMs = PAUSE_MS.first;
  for (;;) {
    const answer = await attempt(client, ref, part, body);
    const isOver = answer !== undefined && (part.isThere(answer.data) || SETTLED.includes(answer.data.state));
    const againMs = isOver ? 0 : await againIn(client, answer?.data, pauseMs);
    const leftMs = untilMs - performance.now();
    if (isOver || againMs > leftMs) {
      if (answer === undefined) throw new CommandError(`${UNDER_WAY}; look again with: billing show ${ref}`);
      print({ json: answer, text: billingText(answer.data) }, json);
      if (!part.isThere(answer.data)) throw new CommandError(shortfall(answer.data, isOver));
      return;
    }
    process.stderr.write(`${waitingText(answer?.data, againMs)}\n`);
    await delay(againMs);
    pauseMs = Math.min(pauseMs * 2, PAUSE_MS.most);
  }
}

const UNDER_WAY = 'Another attempt at this account is under way';

/** @returns nothing where somebody else is at it */
async function attempt(
  client: ApiClient,
  ref: string,
  part: Part,
  body: { reason?: string },
): Promise<{ data: BillingAccount } | undefined> {
  // Without a key of idempotency: what is there already is not sent again, and each attempt is one of its own.
  try {
    return await bodyOf(client.POST(part.path, { params: { path: { ref } }, body }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 409 && error.detail.includes('just now')) return undefined;
    if (error.status === 503) throw await explained(client, error);
    if (error.status === 409 && error.detail.includes('is paused'))
      throw new CommandError(`${error.detail} with: billing resume`, error);
    throw error;
  }
}

/** Where Gotransverse lets nobody in, or a name leads nowhere, the lane is paused with that: it has to be resumed. */
async function explained(client: ApiClient, refusal: ApiError): Promise<ApiError | CommandError> {
  const lane = await bodyOf(client.GET('/api/v1/billing/lane')).catch(() => undefined);
  return lane?.data.state === 'paused'
    ? new CommandError(
        `${refusal.detail}. The lane is paused until that is mended; then: billing resume`,
        refusal,
      )
    : refusal;
}

/** Not before the attempt is due, nor while Gotransverse wants to be left alone: that is no account's own time. */
async function againIn(
  client: ApiClient,
  account: BillingAccount | undefined,
  pauseMs: number,
): Promise<number> {
  const dueAt = account === undefined ? null : (account.next_attempt_at ?? (await slowedUntil(client)));
  // The service's clock and this one may differ; an attempt before its time is one more question, no harm.
  return dueAt === null ? pauseMs : Math.max(Date.parse(dueAt) - Date.now(), PAUSE_MS.first);
}

/** Nothing for a key that may not know. */
async function slowedUntil(client: ApiClient): Promise<string | null> {
  const lane = await bodyOf(client.GET('/api/v1/billing/lane')).catch(() => undefined);
  return lane?.data.slowed_until ?? null;
}

function waitingText(account: BillingAccount | undefined, againMs: number): string {
  const again = `trying again in ${String(Math.ceil(againMs / 1000))} s`;
  if (account === undefined) return `${UNDER_WAY}; ${again}`;
  const { state, reason } = account;
  return `${state}: ${reason ?? 'there is more to send'}; ${again}`;
}

/** Why the account is not there. */
function shortfall({ state, reason, next_attempt_at }: BillingAccount, isOver: boolean): string {
  if (state === 'not_needed') return 'It was final before it was ever sent, so nothing is posted.';
  const why = `${state}: ${reason ?? 'there is more to send'}`;
  if (isOver) return why;
  const when = next_attempt_at === null ? '' : `; the next attempt is due at ${next_attempt_at}`;
  return `${why}${when}. Whatever was begun is kept: the same command goes on from there`;
}

/** Whole seconds, as an option. */
export function seconds(value: string): number {
  if (!/^\d{1,5}$/.test(value)) throw new InvalidArgumentError('It must be whole seconds, such as 300.');
  return Number(value);
}
