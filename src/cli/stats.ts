import type { Command } from 'commander';
import { bodyOf } from '../api-client/api-client.js';
import type { components } from '../api-client/generated/schema.js';
import { dollars } from '../platform/money/dollars.js';
import { rowsText } from './lists.js';
import { facts, minute, print } from './output.js';
import { verb, withService } from './service.js';

type Stats = components['schemas']['StatsView'];

export function addStats(program: Command): void {
  verb(program, 'stats', 'figures of the whole service', ['stats --json']).action(
    async (_options: unknown, command: Command) => {
      await withService(command, async ({ client, json }) => {
        const answer = await bodyOf(client.GET('/api/v1/stats'));
        print({ json: answer, text: statsText(answer.data) }, json);
      });
    },
  );
}

function statsText({ as_of, locations, customers, debt_accounts, entries, jit, lanes }: Stats): string {
  const overview = facts([
    ['as of', `${minute(as_of)} UTC`],
    ['locations', count(locations)],
    ['customers', count(customers)],
    ['accounts', accountsText(debt_accounts)],
  ]);
  const parts = [overview, statusesText(debt_accounts.statuses)];
  parts.push(`Entries of the last seven days:\n${entriesText(entries.seven_days.kinds)}`);
  parts.push(`JIT, since ${minute(jit.since)} UTC:\n${outcomesText(jit.outcomes)}`);
  if (lanes.length > 0) parts.push(`Other systems:\n${lanesText(lanes)}`);
  return parts.join('\n\n');
}

function accountsText({ accounts, parents, children }: Stats['debt_accounts']): string {
  return `${count(accounts)}, of these ${count(parents)} parents with ${count(children)} children`;
}

function statusesText(statuses: Stats['debt_accounts']['statuses']): string {
  return rowsText(
    [
      { heading: 'STATUS', cell: ({ status }) => status },
      { heading: 'ACCOUNTS', right: true, cell: ({ accounts }) => count(accounts) },
      { heading: 'PLACED', right: true, cell: ({ balance }) => dollars(balance) },
      { heading: 'OWED', right: true, cell: ({ current_balance }) => dollars(current_balance) },
    ],
    statuses,
  );
}

function entriesText(kinds: Stats['entries']['today']['kinds']): string {
  return rowsText(
    [
      { heading: 'KIND', cell: ({ kind }) => kind },
      { heading: 'ENTRIES', right: true, cell: (figures) => count(figures.entries) },
      { heading: 'SUM', right: true, cell: ({ amount }) => dollars(amount) },
    ],
    kinds,
  );
}

function outcomesText(outcomes: Stats['jit']['outcomes']): string {
  return rowsText(
    [
      { heading: 'OUTCOME', cell: ({ outcome }) => outcome },
      { heading: 'ANSWERS', right: true, cell: ({ answers }) => count(answers) },
      { heading: 'P50 MS', right: true, cell: ({ p50_ms }) => p50_ms?.toFixed(1) ?? '' },
      { heading: 'P95 MS', right: true, cell: ({ p95_ms }) => p95_ms?.toFixed(1) ?? '' },
      { heading: 'P99 MS', right: true, cell: ({ p99_ms }) => p99_ms?.toFixed(1) ?? '' },
    ],
    outcomes,
  );
}

function lanesText(lanes: Stats['lanes']): string {
  return rowsText(
    [
      { heading: 'SYSTEM', cell: ({ lane }) => lane },
      { heading: 'BEHIND', right: true, cell: ({ behind, more }) => `${count(behind)}${more ? '+' : ''}` },
      {
        heading: 'SINCE (UTC)',
        cell: ({ behind_since }) => (behind_since === null ? '' : minute(behind_since)),
      },
    ],
    lanes,
  );
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
