import type { Command } from 'commander';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import { ENTRY_COLUMNS } from './account-entries.js';
import { ACCOUNT_COLUMNS, type Account, accountText, readAccount } from './account-view.js';
import { readCustomer } from './customers.js';
import { rowsText } from './lists.js';
import { readLocation } from './locations.js';
import { print } from './output.js';
import { verb, withService } from './service.js';

const LAST_ENTRIES = 5;
/** More than that of a family is a list of its own. */
const MOST_RELATIVES = 50;

export function addShow(group: Command): void {
  verb(group, 'show', 'one account: whose it is, what is owed, its family and its last entries', [
    'accounts show D-1001',
  ])
    .argument('<ref>', 'its external id or our id')
    .action(async (ref: string, _options: unknown, command: Command) => {
      await withService(command, async ({ client, json }) => {
        const found = await lookAt(client, ref);
        print({ json: found, text: showText(found) }, json);
      });
    });
}

async function lookAt(client: ApiClient, ref: string) {
  const account = (await readAccount(client, ref)).data;
  const [customer, location, entries, family] = await Promise.all([
    readCustomer(client, account.customer_id),
    readLocation(client, account.location_id),
    bodyOf(
      client.GET('/api/v1/debt-accounts/{ref}/entries', {
        params: { path: { ref: account.id }, query: { limit: LAST_ENTRIES } },
      }),
    ),
    familyOf(client, account),
  ]);
  return { account, customer: customer.data, location: location.data, family, entries: entries.data };
}

/** Parent and children, where there are any; without the account itself. */
async function familyOf(client: ApiClient, account: Account): Promise<Account[]> {
  if (account.parent_id === null && account.child_count === 0) return [];
  const query = { family: account.id, limit: MOST_RELATIVES };
  const { data } = await bodyOf(client.GET('/api/v1/debt-accounts', { params: { query } }));
  return data.filter(({ id }) => id !== account.id);
}

function showText({
  account,
  customer,
  location,
  family,
  entries,
}: Awaited<ReturnType<typeof lookAt>>): string {
  const parts = [
    accountText(
      account,
      `${customer.external_id}  ${customer.name}`,
      `${location.external_id}  ${location.name}`,
    ),
  ];
  if (family.length > 0) parts.push(`Family:\n${rowsText(ACCOUNT_COLUMNS, family)}`);
  if (account.child_count === 0) parts.push(`Last entries:\n${rowsText(ENTRY_COLUMNS, entries)}`);
  return parts.join('\n\n');
}
