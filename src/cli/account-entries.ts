import type { Command } from 'commander';
import { bodyOf } from '../api-client/api-client.js';
import type { components, operations } from '../api-client/generated/schema.js';
import { dollars } from '../platform/money/dollars.js';
import { cents, centsFromDollars } from './input.js';
import { addListOptions, type Filters, givenFilters, type ListColumn, printList } from './lists.js';
import { minute, print } from './output.js';
import { withReason } from './records.js';
import { verb, withService, written, writingVerb } from './service.js';

type Entry = components['schemas']['LedgerEntryView'];
type EntryBody = components['schemas']['LedgerEntryBody'];
type Query = NonNullable<operations['debtAccounts_entries']['parameters']['query']>;

const PATH = '/api/v1/debt-accounts/{ref}/entries';

const FILTERS: Filters = { kind: ['kind', 'only these, such as payment'] };

export const ENTRY_COLUMNS: ListColumn<Entry>[] = [
  { heading: '#', right: true, cell: ({ sequence }) => String(sequence) },
  { heading: 'KIND', cell: ({ kind }) => kind },
  { heading: 'AMOUNT', right: true, cell: ({ amount }) => dollars(amount) },
  { heading: 'OWED AFTER', right: true, cell: ({ balance_after }) => dollars(balance_after) },
  { heading: 'OCCURRED (UTC)', cell: ({ occurred_at }) => minute(occurred_at) },
  { heading: 'REFERENCE', shrinks: true, cell: ({ reference }) => reference ?? '' },
  { heading: 'REASON', shrinks: true, cell: ({ reason }) => reason ?? '' },
  { heading: 'ID', cell: ({ id }) => id },
];

interface PostOptions {
  kind: EntryBody['kind'];
  cents?: number;
  dollars?: number;
  reference?: string;
  reverses?: string;
  occurredAt?: string;
}

export function addEntries(group: Command): void {
  const list = verb(group, 'entries', "an account's ledger, the last entry first", [
    'accounts entries D-1001 --kind payment',
  ]).argument('<ref>', "the account's external id or our id");
  addListOptions(list, FILTERS).action(async (ref: string, _options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, ENTRY_COLUMNS, (page) => {
        const query = { ...givenFilters(command, FILTERS), ...page } as Query;
        return bodyOf(service.client.GET(PATH, { params: { path: { ref }, query } }));
      }),
    );
  });
  addPost(group);
}

function addPost(group: Command): void {
  writingVerb(group, 'post', "post an entry to an account's ledger; what lowers the debt is below 0", [
    'accounts post D-1001 --kind payment --dollars -250.00 --reference "check 4711"',
    'accounts post D-1001 --kind fee --cents 1500 --reason "returned check"',
    'accounts post D-1001 --kind reversal --reverses 01a20525-f098-76e6-ab99-dd9dedc77d14',
  ])
    .argument('<ref>', "the account's external id or our id")
    .requiredOption('--kind <kind>', 'payment, fee, interest, cost, adjustment or reversal')
    .option('--cents <amount>', 'the amount in whole cents, such as -25000', cents)
    .option('--dollars <amount>', 'the amount in dollars, such as -250.00', centsFromDollars)
    .option('--reference <text>', 'your own name for the entry: it is posted once, however often it is sent')
    .option('--reverses <id>', 'of a reversal: the id of the entry that it takes back')
    .option('--occurred-at <time>', 'when it happened, such as 2026-01-31T17:45:00Z (default: now)')
    .option('--reason <text>', 'why, for the ledger and the audit trail')
    .action(async (ref: string, options: PostOptions, command: Command) => {
      const body = withReason(entryFrom(options, command), command);
      await withService(command, async ({ client, json, idempotencyKey }) => {
        const header = { 'Idempotency-Key': idempotencyKey };
        const answer = await written(idempotencyKey, () =>
          bodyOf(client.POST(PATH, { params: { path: { ref }, header }, body })),
        );
        const { kind, amount, sequence, id, balance_after } = answer.data;
        const text = `Entry ${String(sequence)} of ${ref}: ${kind} of ${dollars(amount)}; ${dollars(balance_after)} are owed after it. Its id is ${id}.`;
        print({ json: answer, text }, json);
      });
    });
}

function entryFrom(options: PostOptions, command: Command): EntryBody {
  const { kind, reference, reverses, occurredAt: occurred_at } = options;
  if (options.cents !== undefined && options.dollars !== undefined)
    return command.error('error: give the amount as --cents or as --dollars, not as both');
  const amount = options.cents ?? options.dollars;
  if (amount === undefined && kind !== 'reversal')
    return command.error('error: give the amount, as --cents -25000 or as --dollars -250.00');
  const given = Object.entries({ amount, reference, reverses, occurred_at }).filter(
    ([, value]) => value !== undefined,
  );
  return { kind, ...Object.fromEntries(given) };
}
