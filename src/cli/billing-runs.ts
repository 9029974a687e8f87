import type { Command } from 'commander';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import type { operations } from '../api-client/generated/schema.js';
import { readRun } from './billing-run-follower.js';
import { type BillingRun, RUN_ACCOUNT_COLUMNS, RUN_COLUMNS, runText } from './billing-run-view.js';
import { CommandError } from './context.js';
import { addListOptions, type Filters, givenFilters, printList } from './lists.js';
import { print } from './output.js';
import { verb, withService } from './service.js';

type RunQuery = NonNullable<operations['billingRuns_list']['parameters']['query']>;
type RunAccountQuery = NonNullable<operations['billingRuns_accounts']['parameters']['query']>;

const RUN_FILTERS: Filters = { state: ['state', 'such as needs_confirmation or failed'] };
const ACCOUNT_FILTERS: Filters = { outcome: ['outcome', 'such as changed or quarantined'] };
const RUN = ['[id]', 'of the run (default: the last one)'] as const;

export function addRuns(group: Command): void {
  addList(group);
  addShow(group);
  addAccounts(group);
}

function addList(group: Command): void {
  const list = verb(group, 'runs', 'runs to Gotransverse, the last first', [
    'billing runs --limit 10',
    'billing runs --state needs_confirmation',
  ]);
  addListOptions(list, RUN_FILTERS).action(async (_options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, RUN_COLUMNS, (page) => {
        const query = { ...givenFilters(command, RUN_FILTERS), ...page } as RunQuery;
        return bodyOf(service.client.GET('/api/v1/billing/runs', { params: { query } }));
      }),
    );
  });
}

function addShow(group: Command): void {
  verb(group, 'run-show', 'how a run goes, or went: counts, what it left alone, what to do', [
    'billing run-show',
    'billing run-show 01a20f11-8d5f-73ee-be4f-c34f2388df46',
  ])
    .argument(...RUN)
    .action(async (id: string | undefined, _options: unknown, command: Command) => {
      await withService(command, async ({ client, json }) => {
        const answer = await readRun(client, id ?? (await newestRun(client)).id);
        print({ json: answer, text: runText(answer.data) }, json);
      });
    });
}

function addAccounts(group: Command): void {
  const list = verb(
    group,
    'run-accounts',
    'what became of each account that a run took up; of a dry run, what would',
    [
      'billing run-accounts --outcome quarantined',
      'billing run-accounts 01a20f11-8d5f-73ee-be4f-c34f2388df46 --all',
    ],
  ).argument(...RUN);
  addListOptions(list, ACCOUNT_FILTERS).action(
    async (given: string | undefined, _options: unknown, command: Command) => {
      await withService(command, async (service) => {
        const id = given ?? (await newestRun(service.client)).id;
        await printList(command, service, RUN_ACCOUNT_COLUMNS, (page) => {
          const query = { ...givenFilters(command, ACCOUNT_FILTERS), ...page } as RunAccountQuery;
          const params = { path: { id }, query };
          return bodyOf(service.client.GET('/api/v1/billing/runs/{id}/accounts', { params }));
        });
      });
    },
  );
}

/** @throws CommandError where there never was one */
export async function newestRun(client: ApiClient): Promise<BillingRun> {
  const { data } = await bodyOf(client.GET('/api/v1/billing/runs', { params: { query: { limit: 1 } } }));
  const [run] = data;
  if (run === undefined) throw new CommandError('There was no run yet; ask for one with: billing run');
  return run;
}
