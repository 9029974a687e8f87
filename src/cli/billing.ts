import type { Command } from 'commander';
import { bodyOf } from '../api-client/api-client.js';
import type { components } from '../api-client/generated/schema.js';
import { addLane } from './billing-lane.js';
import { addPush } from './billing-push.js';
import { addReconcile } from './billing-reconcile.js';
import { addRun } from './billing-run.js';
import { addRuns } from './billing-runs.js';
import { billingText, thereText } from './billing-view.js';
import { addWorklist } from './billing-worklist.js';
import { CommandError } from './context.js';
import { type ListColumn, rowsText } from './lists.js';
import { print } from './output.js';
import { verb, withService } from './service.js';

type ReferenceData = components['schemas']['ReferenceDataView'];
type ReferenceEntry = components['schemas']['ReferenceEntryView'];

const REF = "the account's external id or our id";

const REFERENCE_COLUMNS: ListColumn<ReferenceEntry>[] = [
  { heading: 'EID', cell: ({ eid }) => eid },
  { heading: 'NAME', shrinks: true, cell: ({ name }) => name },
  { heading: 'STATUS', cell: ({ status }) => status ?? '' },
  { heading: 'NOTE', shrinks: true, cell: ({ note }) => note ?? '' },
  { heading: 'USED BY', shrinks: true, cell: ({ used_by }) => used_by.join(', ') },
];

const REFERENCE_LISTS: readonly (readonly [keyof ReferenceData, heading: string])[] = [
  ['bill_cycles', 'Bill cycles'],
  ['account_categories', 'Account categories'],
  ['adjustment_reasons', 'Adjustment reasons'],
  ['suspension_reasons', 'Suspension reasons'],
  ['deactivation_reasons', 'Deactivation reasons'],
  ['custom_fields', 'Custom fields'],
];

export function addBilling(program: Command): void {
  const group = program.command('billing').description('accounts at Gotransverse, each brought there once');
  addRun(group);
  addRuns(group);
  addLane(group);
  addWorklist(group);
  addReconcile(group);
  addShow(group);
  addLookup(group);
  addPush(group);
  addReferenceData(group);
}

function addShow(group: Command): void {
  verb(group, 'show', 'how an account stands with Gotransverse, as it was last known here', [
    'billing show D-1001',
  ])
    .argument('<ref>', REF)
    .action(async (ref: string, _options: unknown, command: Command) => {
      await withService(command, async ({ client, json }) => {
        const path = { ref };
        const answer = await bodyOf(client.GET('/api/v1/billing/accounts/{ref}', { params: { path } }));
        print({ json: answer, text: billingText(answer.data) }, json);
      });
    });
}

function addLookup(group: Command): void {
  verb(group, 'lookup', 'what Gotransverse has under our number now, with adjustments; changes nothing', [
    'billing lookup D-1001',
  ])
    .argument('<ref>', REF)
    .action(async (ref: string, _options: unknown, command: Command) => {
      await withService(command, async ({ client, json }) => {
        const path = { ref };
        const answer = await bodyOf(
          client.GET('/api/v1/billing/accounts/{ref}/lookup', { params: { path } }),
        );
        print({ json: answer, text: thereText(answer.data) }, json);
      });
    });
}

function addReferenceData(group: Command): void {
  verb(
    group,
    'reference-data',
    'bill cycles, categories, reasons and custom fields there, and which setting means which; exit code 1 where one leads nowhere',
    ['billing reference-data'],
  ).action(async (_options: unknown, command: Command) => {
    await withService(command, async ({ client, json }) => {
      const answer = await bodyOf(client.GET('/api/v1/billing/reference-data'));
      const text = REFERENCE_LISTS.map(
        ([name, heading]) => `${heading}:\n${rowsText(REFERENCE_COLUMNS, answer.data[name])}`,
      ).join('\n\n');
      print({ json: answer, text }, json);
      const { problems } = answer.meta;
      if (problems.length > 0)
        throw new CommandError(['Nothing is sent until this is mended:', ...problems].join('\n  '));
    });
  });
}
