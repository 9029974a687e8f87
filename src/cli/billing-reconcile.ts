import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import type { components, operations } from '../api-client/generated/schema.js';
import { seconds } from './billing-push.js';
import { whole } from './billing-run-view.js';
import { CommandError } from './context.js';
import { addListOptions, type Filters, givenFilters, type ListColumn, printList } from './lists.js';
import { facts, print } from './output.js';
import { ProgressLine } from './progress-line.js';
import { withReason } from './records.js';
import { verb, withService, written, writingVerb } from './service.js';

type Reconciliation = components['schemas']['ReconciliationView'];
type Difference = components['schemas']['DifferenceView'];
type RepairBody = components['schemas']['RepairBody'];
type DifferenceQuery = NonNullable<operations['reconciliations_listDifferences']['parameters']['query']>;

/** As long as the route may take, and a little more. */
const REPAIR_DEADLINE_MS = 630_000;
const LOOK_MS = 1_000;
const INTERRUPTED = 130;

const FILTERS: Filters = {
  type: ['type', 'such as status, balance or duplicate'],
  state: ['state', 'open, repaired, failed or gone'],
  debt_account: ['ref', 'of this account'],
};

const COLUMNS: ListColumn<Difference>[] = [
  { heading: 'ID', cell: ({ id }) => id },
  {
    heading: 'ACCOUNT',
    shrinks: true,
    cell: (one) => one.debt_account_external_id ?? one.external_account_num,
  },
  { heading: 'TYPE', cell: ({ type }) => type },
  { heading: 'STATE', cell: ({ state }) => state },
  { heading: 'REPAIR BY', shrinks: true, cell: ({ repairs }) => repairs.join(', ') || 'a person' },
  { heading: 'WHAT IT MEANS', shrinks: true, cell: ({ explanation }) => explanation },
];

export function addReconcile(group: Command): void {
  addStart(group);
  addDifferences(group);
  addRepair(group);
}

function addStart(group: Command): void {
  writingVerb(
    group,
    'reconcile',
    'compare the books with all that Gotransverse has, and follow that; changes nothing, here or there. Exit code 1 where anything differs or it did not finish',
    ['billing reconcile', 'billing reconcile --no-wait'],
  )
    .option('--wait <seconds>', 'follow it for so long at most (default: to its end)', seconds)
    .option('--no-wait', 'only ask for it')
    .option('--reason <text>', 'why, for the audit trail')
    .action(async ({ wait }: { wait?: number | false }, command: Command) => {
      await withService(command, async ({ client, json, idempotencyKey }) => {
        const params = { header: { 'Idempotency-Key': idempotencyKey } };
        const body = withReason({}, command);
        const asked = await written(idempotencyKey, () =>
          bodyOf(client.POST('/api/v1/billing/reconciliations', { params, body })),
        );
        const waitMs = wait === undefined ? Infinity : Number(wait) * 1_000;
        const answer = wait === false ? asked : await followed(client, asked.data.id, waitMs);
        print({ json: answer, text: reconciliationText(answer.data) }, json);
        if (wait !== false) throwUnlessSame(answer.data);
      });
    });
}

function addDifferences(group: Command): void {
  const list = verb(
    group,
    'differences',
    'what a comparison with Gotransverse found, each with what it means',
    [
      'billing differences --state open',
      'billing differences 01a20f11-8d5f-73ee-be4f-c34f2388df46 --type balance --all',
    ],
  ).argument('[id]', 'of the comparison (default: the last one)');
  addListOptions(list, FILTERS).action(
    async (given: string | undefined, _options: unknown, command: Command) => {
      await withService(command, async (service) => {
        const id = given ?? (await newest(service.client));
        await printList(command, service, COLUMNS, (page) => {
          const query = { ...givenFilters(command, FILTERS), ...page } as DifferenceQuery;
          const params = { path: { id }, query };
          return bodyOf(service.client.GET('/api/v1/billing/reconciliations/{id}/differences', { params }));
        });
      });
    },
  );
}

function addRepair(group: Command): void {
  verb(
    group,
    'repair',
    'mend a difference at Gotransverse, after looking whether it is still so; again does no harm. Exit code 1 where it is not mended',
    [
      'billing repair 01a20f11-8d5f-73ee-be4f-c34f2388df46 --reason "made by hand, by mistake"',
      'billing repair 01a20f11-8d5f-73ee-be4f-c34f2388df46 --by accept --reason "agreed with the biller"',
    ],
  )
    .argument('<id>', 'of the difference, as billing differences shows it')
    .option('--by <repair>', 'one of those that the difference names (default: its first)')
    .option('--reason <text>', 'why, for the audit trail')
    .action(async (id: string, { by }: { by?: RepairBody['repair'] }, command: Command) => {
      await withService(
        command,
        async ({ client, json }) => {
          // Without a key of idempotency, as billing push: what is mended is not mended again.
          const body = withReason(by == null ? {} : { repair: by }, command);
          const path = { id };
          const answer = await bodyOf(
            client.POST('/api/v1/billing/reconciliations/differences/{id}/repair', {
              params: { path },
              body,
            }),
          );
          print({ json: answer, text: differenceText(answer.data) }, json);
          const { state, reason } = answer.data;
          if (state !== 'repaired' && state !== 'gone')
            throw new CommandError(`It is not repaired: ${reason ?? state}`);
        },
        REPAIR_DEADLINE_MS,
      );
    });
}

/** Ctrl-C ends the following, and not the comparison. */
async function followed(client: ApiClient, id: string, waitMs: number): Promise<{ data: Reconciliation }> {
  const untilMs = performance.now() + waitMs;
  const interrupt = new AbortController();
  const onSignal = (): void => {
    interrupt.abort();
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const progress = new ProgressLine();
  try {
    for (;;) {
      const params = { path: { id } };
      const answer = await bodyOf(client.GET('/api/v1/billing/reconciliations/{id}', { params }));
      const { state, reason, ended_at } = answer.data;
      if (ended_at !== null) return answer;
      if (interrupt.signal.aborted || performance.now() > untilMs) throw goesOn(id, interrupt.signal.aborted);
      progress.show(progressText(answer.data), `${state} ${reason ?? ''}`);
      await delay(LOOK_MS, undefined, { signal: interrupt.signal }).catch(() => undefined);
    }
  } finally {
    progress.end();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function goesOn(id: string, isInterrupted: boolean): CommandError {
  return new CommandError(
    `No longer followed; the comparison itself goes on. What it has found so far: billing differences ${id}`,
    undefined,
    isInterrupted ? INTERRUPTED : 1,
  );
}

function progressText(one: Reconciliation): string {
  const waiting = one.reason === null ? one.state : `${one.state}: ${one.reason}`;
  return `${waiting}: ${whole(one.accounts_there)} accounts seen there, ${whole(one.accounts_compared)} of ours compared; ${whole(found(one))} differences`;
}

function reconciliationText(one: Reconciliation): string {
  const told = facts([
    ['comparison', one.id],
    ['state', one.state],
    ['reason', one.reason],
    ['asked for', `${one.created_at}, by ${one.due_at === null ? 'a person' : 'the schedule'}`],
    ['began', one.started_at],
    ['ended', one.ended_at],
    ['seen there', whole(one.accounts_there)],
    ['compared', whole(one.accounts_compared)],
    ['skipped', one.accounts_skipped === 0 ? null : whole(one.accounts_skipped)],
    ['differences', countsText(one.differences_by_type)],
    ['which are', countsText(one.differences_by_state)],
  ]);
  return found(one) === 0 ? told : `${told}\n\nSee them with: billing differences ${one.id}`;
}

function differenceText(one: Difference): string {
  return facts([
    ['difference', one.id],
    ['account', one.debt_account_external_id ?? one.external_account_num],
    ['type', one.type],
    ['state', one.state],
    ['reason', one.reason],
    ['means', one.explanation],
    ['here', JSON.stringify(one.here)],
    ['there', JSON.stringify(one.there)],
    ['EID there', one.account_eid],
    ['adjustment', one.adjustment_eid],
    ['repairs', one.repairs.join(', ')],
    ['found', one.found_at],
    ['settled', one.settled_at],
  ]);
}

function throwUnlessSame(one: Reconciliation): void {
  if (one.state !== 'finished') throw new CommandError(`The comparison is ${one.state}: ${one.reason ?? ''}`);
  if (found(one) > 0) throw new CommandError('');
}

function found({ differences_by_type }: Reconciliation): number {
  return Object.values(differences_by_type).reduce((sum, count) => sum + count, 0);
}

function countsText(counts: Record<string, number>): string | null {
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  return told.length === 0 ? null : told.map(([name, count]) => `${whole(count)} ${name}`).join(', ');
}

async function newest(client: ApiClient): Promise<string> {
  const params = { query: { limit: 1 } };
  const { data } = await bodyOf(client.GET('/api/v1/billing/reconciliations', { params }));
  const [one] = data;
  if (one === undefined)
    throw new CommandError('There was no comparison yet; begin one with: billing reconcile');
  return one.id;
}
