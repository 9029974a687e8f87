import type { components } from '../api-client/generated/schema.js';
import { type ListColumn, rowsText } from './lists.js';
import { facts, minute } from './output.js';

export type BillingRun = components['schemas']['BillingRunView'];
export type RunAccount = components['schemas']['BillingRunAccountView'];
type Counts = BillingRun['counts'];
type LeftOut = NonNullable<BillingRun['left_out']>;

interface Counted {
  name: string;
  count: number;
  means: string;
}

const countedColumns = (heading: string): ListColumn<Counted>[] => [
  { heading: 'ACCOUNTS', right: true, cell: ({ count }) => whole(count) },
  { heading, cell: ({ name }) => name },
  { heading: 'WHICH MEANS', shrinks: true, cell: ({ means }) => means },
];

const OUTCOMES: Record<keyof Counts, string> = {
  created: 'made there',
  changed: 'was there, and something was sent',
  unchanged: 'looked at, and the same on both sides',
  not_needed: 'final before it was ever there: not sent',
  quarantined: 'refused, or cannot be represented there; each says what to mend',
  conflict: 'what is there contradicts the books; a person decides',
  retrying: 'surely not done; tried again later by itself',
  unknown: 'a call may have happened; looked for by itself, never sent twice',
  pending: 'begun, and not at its end; the next run goes on',
};

const IF_SENT: Partial<Record<keyof Counts, string>> = {
  created: 'would be made there',
  changed: 'is there, and something would be sent',
  unchanged: 'nothing would be sent',
  quarantined: 'would not be sent; each says what to mend',
};

const LEFT_OUT: Record<keyof LeftOut, string> = {
  unchanged: 'nothing is behind',
  quarantined: 'refused before, and not mended since: billing list --state quarantined',
  conflict: 'contradicts the books, and nobody has decided: billing list --state conflict',
  not_due: 'tried again later, or changed after the run had come past',
  not_needed: 'final before it was ever there',
};

export const RUN_COLUMNS: ListColumn<BillingRun>[] = [
  { heading: 'ID', cell: ({ id }) => id },
  { heading: 'ASKED FOR (UTC)', cell: ({ created_at }) => minute(created_at) },
  { heading: 'BY', cell: ({ due_at }) => (due_at === null ? 'a person' : 'schedule') },
  { heading: 'WHAT', cell: kindText },
  { heading: 'STATE', cell: ({ state }) => state },
  { heading: 'DONE', right: true, cell: ({ accounts_done }) => whole(accounts_done) },
  { heading: 'TO MEND', right: true, cell: ({ counts }) => whole(counts.quarantined + counts.conflict) },
  { heading: 'REASON', shrinks: true, cell: ({ reason }) => reason ?? '' },
];

export const RUN_ACCOUNT_COLUMNS: ListColumn<RunAccount>[] = [
  { heading: 'ACCOUNT', shrinks: true, cell: (account) => account.debt_account_external_id },
  { heading: 'OUTCOME', cell: ({ outcome }) => outcome },
  { heading: 'ATTEMPTS', right: true, cell: ({ attempts }) => String(attempts) },
  { heading: 'AT (UTC)', cell: ({ at }) => minute(at) },
  { heading: 'WHY, OR WHAT', shrinks: true, cell: ({ reason }) => reason ?? '' },
];

export const PLANNED_COLUMNS: ListColumn<RunAccount>[] = [
  { heading: 'ACCOUNT', shrinks: true, cell: (account) => account.debt_account_external_id },
  { heading: 'OUTCOME', cell: ({ outcome }) => outcome },
  {
    heading: 'WHAT WOULD BE SENT, OR WHY NOT',
    shrinks: true,
    cell: ({ outcome, reason }) =>
      outcome === 'created' ? ['the account', reason].filter(Boolean).join(', ') : (reason ?? ''),
  },
];

/** How far a run has come, in one line. */
export function progressText(run: BillingRun): string {
  const { state, reason, accounts_done: done, rate_per_second: rate, seconds_left: left } = run;
  const parts = [reason === null ? `${state}: ${doneText(run)}` : `${state}: ${reason}; ${doneText(run)}`];
  if (state === 'running' && rate !== null) parts.push(`${String(rate)} a second`);
  // A dry run of all looks at more than is behind: there is no telling how much longer.
  if (state === 'running' && left !== null && done > 0 && !isPastDue(run))
    parts.push(`${durationText(left)} left`);
  const counted = named(run.counts, OUTCOMES).map(({ name, count }) => `${whole(count)} ${name}`);
  return [parts.join(', '), ...counted].join('; ');
}

/**
 * A run, with what became of its accounts, what it left alone, and at the end what there is to do.
 * @param more what else is told of it
 */
export function runText(run: BillingRun, ...more: string[]): string {
  const told = facts([
    ['run', run.id],
    ['what', kindText(run)],
    ['state', run.state],
    ['reason', run.reason],
    ['asked for', `${run.created_at}, by ${run.due_at === null ? 'a person' : 'the schedule'}`],
    ['began', run.started_at],
    ['confirmed', run.confirmed_at],
    ['ended', endText(run)],
    ['accounts', run.started_at === null ? null : doneText(run)],
    ['a second', run.rate_per_second === null ? null : String(run.rate_per_second)],
    ['time left', run.seconds_left === null || isPastDue(run) ? null : durationText(run.seconds_left)],
  ]);
  return [told, ...countedText(run), ...more, ...hints(run)].join('\n\n');
}

/** `2 h 5 min`, `1 min 20 s`. */
export function durationText(seconds: number): string {
  const all = Math.round(seconds);
  if (all < 1) return 'less than 1 s';
  const [hours, minutes, rest] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60, all % 60];
  if (hours > 0) return `${whole(hours)} h ${String(minutes)} min`;
  return minutes > 0 ? `${String(minutes)} min ${String(rest)} s` : `${String(rest)} s`;
}

export function whole(count: number): string {
  return count.toLocaleString('en-US');
}

function kindText({ mode, dry_run, debt_account_id }: BillingRun): string {
  return [mode, ...(dry_run ? ['dry run'] : []), ...(debt_account_id === null ? [] : ['one account'])].join(
    ', ',
  );
}

function isPastDue({ accounts_due: due, accounts_done: done }: BillingRun): boolean {
  return due === null || done > due;
}

function doneText(run: BillingRun): string {
  const { accounts_due: due, accounts_done: done } = run;
  if (due === null && done === 0) return 'nothing done yet';
  if (due === null || isPastDue(run)) return `${whole(done)} accounts`;
  const percent = due === 0 ? '' : ` (${String(Math.floor((done / due) * 100))} %)`;
  return `${whole(done)} of ${whole(due)} accounts${percent}`;
}

function endText({ ended_at, started_at }: BillingRun): string | null {
  if (ended_at === null || started_at === null) return ended_at;
  const seconds = (Date.parse(ended_at) - Date.parse(started_at)) / 1_000;
  return `${ended_at}, after ${durationText(seconds)}`;
}

function countedText({ counts, left_out, dry_run, ended_at }: BillingRun): string[] {
  const rows = named(counts, dry_run ? { ...OUTCOMES, ...IF_SENT } : OUTCOMES);
  const verb = dry_run ? 'What would become' : 'What became';
  const became =
    rows.length > 0
      ? [`${verb} of the accounts that it took up:\n${rowsText(countedColumns('OUTCOME'), rows)}`]
      : ended_at === null
        ? []
        : ['It took up no account: nothing was due.'];
  const left = left_out === null ? [] : named(left_out, LEFT_OUT);
  return left.length === 0
    ? became
    : [...became, `Left alone, and why:\n${rowsText(countedColumns('LEFT AS'), left)}`];
}

/** Those of which there are any. */
function named<Name extends string>(counts: Record<Name, number>, means: Record<Name, string>): Counted[] {
  return (Object.keys(means) as Name[])
    .map((name) => ({ name, count: counts[name], means: means[name] }))
    .filter(({ count }) => count > 0);
}

function hints(run: BillingRun): string[] {
  const { id, state, counts, mode } = run;
  const told = [];
  if (state === 'needs_confirmation') {
    const seen =
      counts.changed > 0
        ? ['what it has changed', `billing run-accounts ${id} --outcome changed`]
        : ['see each change', `cancel it, then billing run --dry-run${mode === 'full' ? ' --full' : ''}`];
    told.push(
      `${guardText(run)} Nothing goes on until you say so:\n${facts([
        ['  let it go on', `billing confirm ${id}`],
        ['  stop it', `billing cancel ${id}`],
        [`  ${seen[0] ?? ''}`, seen[1]],
      ])}`,
    );
  }
  const toMend = (['quarantined', 'conflict'] as const).filter((outcome) => counts[outcome] > 0);
  if (toMend.length > 0)
    told.push(
      `What to mend:\n${toMend.map((outcome) => `  billing run-accounts ${id} --outcome ${outcome}`).join('\n')}`,
    );
  return told;
}

function guardText({ accounts_there: there, would_change: changes, counts }: BillingRun): string {
  if (there === null || changes === null) return 'It waits for you.';
  const verb = counts.changed > 0 ? 'has changed' : 'would change';
  return `It ${verb} ${whole(changes)} of the ${whole(there)} accounts that are there: is that meant?`;
}
