import type { Command } from 'commander';
import type { ApiClient } from '../api-client/api-client.js';
import { changesFrom, externalIdOf, type FieldForms, type Members, readObject } from './input.js';
import { print } from './output.js';
import { type RunningService, withService, written, writingVerb } from './service.js';

/** What the records of all nouns have. */
export interface Versioned {
  external_id: string;
  version: number;
}

interface WriteHeaders {
  'Idempotency-Key': string;
}
type Answered<View> = Promise<{ data: View }>;

/** What the verbs need to know of a noun whose records can be read, replaced and changed. */
export interface Noun<View extends Versioned> {
  /** As in `customers`. */
  plural: string;
  /** As in `the customer`. */
  singular: string;
  forms: FieldForms;
  /** For the help: a change that makes sense. */
  exampleRef: string;
  exampleChange: string;
  read(client: ApiClient, ref: string): Answered<View>;
  /** @returns also the warnings, and whether it is new */
  replace(client: ApiClient, ref: string, body: Members, headers: WriteHeaders): Promise<Replaced<View>>;
  change(client: ApiClient, ref: string, body: Members, headers: ChangeHeaders): Answered<View>;
  /** A record for people. */
  text(view: View): string;
}

export type ChangeHeaders = WriteHeaders & { 'If-Match': string };

export interface Replaced<View> {
  data: View;
  meta: { warnings: string[] };
}

export function addPut<View extends Versioned>(group: Command, noun: Noun<View>): void {
  writingVerb(
    group,
    'put',
    `make the ${noun.singular} of a JSON file, or replace what the one with its external_id has`,
    [`${noun.plural} put ${noun.singular}.json`, `${noun.plural} put - < ${noun.singular}.json`],
  )
    .argument('<file>', 'one record as the API takes it; - reads it from the standard input')
    .option('--reason <text>', 'why, for the audit trail')
    .action(async (file: string, _options: unknown, command: Command) => {
      const record = await readObject(file);
      const ref = externalIdOf(record, file);
      await withService(command, async ({ client, json, idempotencyKey }) => {
        const body = withReason(record, command);
        const answer = await written(idempotencyKey, () =>
          noun.replace(client, ref, body, { 'Idempotency-Key': idempotencyKey }),
        );
        const warnings = answer.meta.warnings.map((warning) => `Warning: ${warning}`);
        const text = [standing(answer.data), ...warnings, '', noun.text(answer.data)].join('\n');
        print({ json: answer, text }, json);
      });
    });
}

export function addSet<View extends Versioned>(group: Command, noun: Noun<View>): void {
  writingVerb(
    group,
    'set',
    `change fields of the ${noun.singular}, as it stands at this moment: FIELD=VALUE sets, FIELD= takes away`,
    [`${noun.plural} set ${noun.exampleRef} ${noun.exampleChange}`],
  )
    .argument('<ref>', 'its external id or our id')
    .argument(
      '<changes...>',
      `FIELD=VALUE${amounts(noun)}; as JSON: ${noun.forms.json.join(', ')}; metadata.KEY=VALUE changes one key`,
    )
    .option('--reason <text>', 'why, for the audit trail; lifting a hold needs it')
    .action(async (ref: string, pairs: string[], _options: unknown, command: Command) => {
      const body = withReason(changesFrom(pairs, noun.forms, command), command);
      await withService(command, async ({ client, json, idempotencyKey }) => {
        const { version } = (await noun.read(client, ref)).data;
        const headers = { 'Idempotency-Key': idempotencyKey, 'If-Match': `"${String(version)}"` };
        const answer = await written(idempotencyKey, () => noun.change(client, ref, body, headers));
        print({ json: answer, text: `${standing(answer.data)}\n\n${noun.text(answer.data)}` }, json);
      });
    });
}

/** A verb that ends a record: `remove`, or `close` of accounts. */
export function addEnding(
  group: Command,
  ending: { name: string; description: string; example: string },
  end: (
    service: RunningService,
    ref: string,
    body: { reason?: string },
  ) => Promise<{ json: unknown; text: string }>,
): void {
  writingVerb(group, ending.name, ending.description, [ending.example])
    .argument('<ref>', 'its external id or our id')
    .option('--reason <text>', 'why, for the audit trail')
    .action(async (ref: string, _options: unknown, command: Command) => {
      await withService(command, async (service) => {
        const answer = await written(service.idempotencyKey, () =>
          end(service, ref, withReason({}, command)),
        );
        print(answer, service.json);
      });
    });
}

/** `--reason` beside what a body says already. */
export function withReason<Body extends object>(body: Body, command: Command): Body & { reason?: string } {
  const { reason } = command.opts<{ reason?: string }>();
  return reason === undefined ? body : { ...body, reason };
}

function standing({ external_id, version }: Versioned): string {
  return `${external_id} is written, and stands at version ${String(version)}.`;
}

function amounts({ forms }: { forms: FieldForms }): string {
  return forms.cents.length === 0 ? '' : ` (whole cents: ${forms.cents.join(', ')})`;
}
