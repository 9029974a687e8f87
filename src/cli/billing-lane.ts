import type { Command } from 'commander';
import { bodyOf } from '../api-client/api-client.js';
import type { components } from '../api-client/generated/schema.js';
import { whole } from './billing-run-view.js';
import { facts, print } from './output.js';
import { withReason } from './records.js';
import { verb, withService, written, writingVerb } from './service.js';

export type BillingLane = components['schemas']['BillingLaneView'];

export function addLane(group: Command): void {
  verb(group, 'lane', 'whether calls go to Gotransverse, why not, and how much is behind', [
    'billing lane',
  ]).action(async (_options: unknown, command: Command) => {
    await withService(command, async ({ client, json }) => {
      const answer = await bodyOf(client.GET('/api/v1/billing/lane'));
      print({ json: answer, text: laneText(answer.data) }, json);
    });
  });
  addSwitch(
    writingVerb(
      group,
      'pause',
      'begin nothing more at Gotransverse, neither runs nor people, until somebody resumes it; what changes meanwhile is not lost',
      ['billing pause --reason "their maintenance until 6 am"'],
    ).requiredOption('--reason <text>', 'why: whoever finds the lane paused is told'),
    '/api/v1/billing/pause',
  );
  addSwitch(
    writingVerb(group, 'resume', 'let calls go to Gotransverse again; a run that waited goes on', [
      'billing resume --reason "the new password is set"',
    ]).option('--reason <text>', 'why, for the audit trail'),
    '/api/v1/billing/resume',
  );
}

function addSwitch(command: Command, path: '/api/v1/billing/pause' | '/api/v1/billing/resume'): void {
  command.action(async (_options: unknown, given: Command) => {
    await withService(given, async ({ client, json, idempotencyKey }) => {
      const params = { header: { 'Idempotency-Key': idempotencyKey } };
      const answer = await written(idempotencyKey, () =>
        bodyOf(client.POST(path, { params, body: withReason({}, given) })),
      );
      print({ json: answer, text: laneText(answer.data) }, json);
    });
  });
}

/** The lane, and what to do about it. */
function laneText(lane: BillingLane): string {
  const told = facts([
    ['lane', lane.state],
    ['reason', lane.reason],
    ['paused by', pausedBy(lane)],
    ['paused at', lane.paused_at],
    ['slowed until', lane.slowed_until],
    ['last confirmed', lane.confirmed_at ?? 'never: Gotransverse has done nothing for us yet'],
    ['accounts behind', whole(lane.accounts_due)],
  ]);
  const hint = hintOf(lane);
  return hint === undefined ? told : `${told}\n\n${hint}`;
}

function pausedBy({ paused_by }: BillingLane): string | null {
  if (paused_by === 'vendor') return 'Gotransverse: it lets nobody in, or lacks a name';
  return paused_by === null ? null : 'a person';
}

function hintOf({ state, paused_by }: BillingLane): string | undefined {
  switch (state) {
    case 'paused':
      return paused_by === 'vendor'
        ? 'Mend what the reason says (names: billing reference-data), then: billing resume'
        : 'Let it go on with: billing resume';
    case 'slowed':
      return 'Nothing to do: it goes on by itself then, one account first.';
    case 'off':
      return 'Set what the reason says, and restart.';
    case 'open':
      return undefined;
  }
}
