import type { Command } from 'commander';
import { bodyOf } from '../api-client/api-client.js';
import type { components, operations } from '../api-client/generated/schema.js';
import { dollars } from '../platform/money/dollars.js';
import { ACCOUNT, ACCOUNT_COLUMNS, type Account } from './account-view.js';
import { addEntries } from './account-entries.js';
import { addShow } from './account-show.js';
import { addListOptions, type Filters, givenFilters, type Page, printList } from './lists.js';
import { addEnding, addPut, addSet } from './records.js';
import { canBeId, personalCriterion } from './search-terms.js';
import { verb, withService } from './service.js';

type Search = components['schemas']['DebtAccountSearch'];
type Query = NonNullable<operations['debtAccounts_list']['parameters']['query']>;

const FILTERS: Filters = {
  any_id: ['id', "the external id, our id, or the creditor's account number"],
  external_id: ['id', 'exactly this one'],
  external_account_number: ['number', "the creditor's own number"],
  customer_id: ['ref', "the customer's external id or our id"],
  location_id: ['ref', "the main location's external id or our id"],
  family: ['ref', 'an account: it, its parent, and all children of that'],
  parent_external_id: ['ref', 'the parent: its children'],
  status: ['list', 'one or several, such as active,disputed'],
  min_balance: ['cents', 'placed, at least'],
  max_balance: ['cents', 'placed, at most'],
  min_current_balance: ['cents', 'owed now, at least'],
  max_current_balance: ['cents', 'owed now, at most'],
  placed_from: ['day', 'placed on it or later, such as 2026-01-31'],
  placed_until: ['day', 'placed on it or earlier'],
  created_since: ['time', 'made at or after it, such as 2026-01-31T00:00:00Z'],
  updated_since: ['time', 'made or changed at or after it'],
};

export function addAccounts(program: Command): void {
  const group = program.command('accounts').description('debt accounts, their families and ledgers');
  const list = verb(group, 'list', 'accounts, the newest first', [
    'accounts list --status active,disputed --min-current-balance 100000',
    'accounts list --location-id NORTHWIND --all --json',
  ]);
  addListOptions(list, FILTERS).action(async (_options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, ACCOUNT_COLUMNS, (page) => {
        const query = { ...givenFilters(command, FILTERS), ...page } as Query;
        return bodyOf(service.client.GET('/api/v1/debt-accounts', { params: { query } }));
      }),
    );
  });
  addShow(group);
  addFind(group);
  addPut(group, ACCOUNT);
  addSet(group, ACCOUNT);
  addClose(group);
  addEntries(group);
}

function addFind(group: Command): void {
  const find = verb(
    group,
    'find',
    "accounts by an id, else by the customer's name, phone or e-mail address",
    ['accounts find D-1001', 'accounts find "roe jane"', 'accounts find 512-555-0100'],
  ).argument('<text>', 'an id, words of a name, a phone number or an e-mail address');
  addListOptions(find).action(async (text: string, _options: unknown, command: Command) => {
    await withService(command, async (service) => {
      // In a body, never in a URL: what somebody types may be personal.
      const search = (criteria: Search): Promise<Page<Account>> =>
        bodyOf(service.client.POST('/api/v1/searches/debt-accounts', { body: criteria }));
      const isId = canBeId(text) && (await search({ any_id: text, limit: 1 })).data.length > 0;
      const [field, value] = personalCriterion(text);
      const criteria: Search = isId ? { any_id: text } : { [`customer_${field}`]: value };
      await printList(command, service, ACCOUNT_COLUMNS, (page) => search({ ...criteria, ...page }));
    });
  });
}

function addClose(group: Command): void {
  addEnding(
    group,
    {
      name: 'close',
      description: 'close an account: it stays in the books, and JIT tells 0',
      example: 'accounts close D-1001 --reason "placed twice"',
    },
    async ({ client, idempotencyKey }, ref, body) => {
      const answer = await bodyOf(
        client.DELETE('/api/v1/debt-accounts/{ref}', {
          params: { path: { ref }, header: { 'Idempotency-Key': idempotencyKey } },
          body,
        }),
      );
      const { external_id, status, current_balance } = answer.data;
      const text = `${external_id} is ${status}; ${dollars(current_balance)} stay owed by the books.`;
      return { json: answer, text };
    },
  );
}
