import type { Command } from 'commander';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import { ApiError } from '../api-client/api-error.js';
import type { components, operations } from '../api-client/generated/schema.js';
import { whole } from './billing-run-view.js';
import { CommandError } from './context.js';
import { addListOptions, type Filters, givenFilters, type ListColumn, printList } from './lists.js';
import { minute, print } from './output.js';
import { withReason } from './records.js';
import { verb, withService, written, writingVerb } from './service.js';

type Listed = components['schemas']['BillingAccountListView'];
type Attempt = components['schemas']['BillingAttemptView'];
type RequeueBody = components['schemas']['RequeueBody'];
type AccountQuery = NonNullable<operations['billingWorklist_list']['parameters']['query']>;

/** As many as the route takes at once. */
const BATCH = 500;

const FILTERS: Filters = {
  state: [
    'state',
    'quarantined and conflict are the worklists; also pending, sending, unknown, retrying, synced, not_needed',
  ],
};

const LISTED_COLUMNS: ListColumn<Listed>[] = [
  { heading: 'ACCOUNT', shrinks: true, cell: (account) => account.debt_account_external_id },
  { heading: 'STATE', cell: ({ state }) => state },
  { heading: 'NEXT ATTEMPT (UTC)', cell: (account) => moment(account.next_attempt_at) },
  { heading: 'REASON', shrinks: true, cell: ({ reason }) => reason ?? '' },
];

const ATTEMPT_COLUMNS: ListColumn<Attempt>[] = [
  { heading: 'AT (UTC)', cell: ({ called_at }) => called_at.slice(0, 19).replace('T', ' ') },
  // The end of the id: those of one time begin alike.
  { heading: 'ATTEMPT', cell: ({ attempt_id }) => attempt_id.slice(-6) },
  { heading: 'OPERATION', shrinks: true, cell: ({ operation }) => operation },
  { heading: 'CALL', shrinks: true, cell: (call) => `${call.method} ${call.path_pattern}` },
  { heading: 'STATUS', right: true, cell: ({ status }) => (status === null ? '–' : String(status)) },
  { heading: 'MS', right: true, cell: ({ duration_ms }) => duration_ms.toFixed(1) },
  { heading: 'OUTCOME', cell: ({ outcome }) => outcome },
  { heading: 'REASON', shrinks: true, cell: ({ reason }) => reason ?? '' },
];

export function addWorklist(group: Command): void {
  addList(group);
  addRequeue(group);
  addAttempts(group);
}

function addList(group: Command): void {
  const list = verb(group, 'list', 'accounts by how they stand with Gotransverse, each with why', [
    'billing list --state quarantined',
    'billing list --state conflict --all --json',
  ]);
  addListOptions(list, FILTERS).action(async (_options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, LISTED_COLUMNS, (page) => {
        const query = { ...givenFilters(command, FILTERS), ...page } as AccountQuery;
        return bodyOf(service.client.GET('/api/v1/billing/accounts', { params: { query } }));
      }),
    );
  });
}

function addAttempts(group: Command): void {
  const list = verb(
    group,
    'attempts',
    'each call to Gotransverse about an account, the last first; --json has the bodies, for a key with the scope pii',
    ['billing attempts D-1001', 'billing attempts D-1001 --limit 5 --json'],
  ).argument('<ref>', "the account's external id or our id");
  addListOptions(list).action(async (ref: string, _options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, ATTEMPT_COLUMNS, (query) => {
        const params = { path: { ref }, query };
        return bodyOf(service.client.GET('/api/v1/billing/accounts/{ref}/attempts', { params }));
      }),
    );
  });
}

function addRequeue(group: Command): void {
  writingVerb(
    group,
    'requeue',
    'have accounts tried again that wait in a state, after it was mended at Gotransverse or by a setting; what is mended in the books goes by itself',
    [
      'billing requeue --state quarantined --reason "the adjustment reason is there now"',
      'billing requeue --state conflict D-1001 D-1002',
    ],
  )
    .argument('[refs...]', 'external ids or our ids (default: all in that state)')
    .requiredOption('--state <state>', 'quarantined, conflict or retrying')
    .option('--reason <text>', 'why, for the audit trail')
    .action(async (refs: string[], { state }: { state: RequeueBody['state'] }, command: Command) => {
      await withService(command, async ({ client, json, idempotencyKey }) => {
        const requeued = await requeueAll(client, withReason({ state }, command), refs, idempotencyKey);
        print({ json: { data: { requeued } }, text: requeuedText(requeued, refs.length, state) }, json);
      });
    });
}

/** In batches of what one request may name; the same again does no harm. */
async function requeueAll(
  client: ApiClient,
  body: RequeueBody,
  refs: readonly string[],
  key: string,
): Promise<number> {
  const batches = refs.length === 0 ? [undefined] : batchesOf(refs);
  let requeued = 0;
  for (const [index, accounts] of batches.entries()) {
    const header = { 'Idempotency-Key': batches.length === 1 ? key : `${key}-${String(index + 1)}` };
    try {
      const { data } = await written(key, () =>
        bodyOf(
          client.POST('/api/v1/billing/accounts/resend', {
            params: { header },
            body: { ...body, ...(accounts && { accounts }) },
          }),
        ),
      );
      requeued += data.requeued;
    } catch (error) {
      if (requeued > 0) process.stderr.write(`${whole(requeued)} accounts were requeued before this\n`);
      throw namedAccounts(error, accounts ?? []);
    }
  }
  return requeued;
}

function batchesOf(refs: readonly string[]): string[][] {
  const count = Math.ceil(refs.length / BATCH);
  return Array.from({ length: count }, (_, at) => refs.slice(at * BATCH, (at + 1) * BATCH));
}

/** By their names, for the places in a batch say nothing to whoever gave a long list. */
function namedAccounts(error: unknown, accounts: readonly string[]): unknown {
  if (!(error instanceof ApiError)) return error;
  const named = error.fields.flatMap(({ field, message }) => {
    const place = /^accounts\.(\d+)$/.exec(field)?.[1];
    const ref = place === undefined ? undefined : accounts[Number(place)];
    return ref === undefined ? [] : [`  ${ref}: ${message}`];
  });
  if (named.length === 0) return error;
  return new CommandError(['None of these was requeued:', ...named].join('\n'), error);
}

function requeuedText(requeued: number, asked: number, state: string): string {
  if (requeued === 0) return `No account is requeued: none of them is ${state}.`;
  const others = asked > requeued ? ` The other ${whole(asked - requeued)} are not ${state}.` : '';
  const told = requeued === 1 ? '1 account is' : `${whole(requeued)} accounts are`;
  return `${told} tried again at the next run.${others} Have it now with: billing run`;
}

function moment(at: string | null): string {
  return at === null ? '' : minute(at);
}
