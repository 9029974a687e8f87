import type { Command } from 'commander';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import type { components, operations } from '../api-client/generated/schema.js';
import { addListOptions, type Filters, givenFilters, type ListColumn, printList } from './lists.js';
import { facts, print } from './output.js';
import { addEnding, addPut, addSet, type Noun } from './records.js';
import { verb, withService } from './service.js';

type Location = components['schemas']['LocationView'];
type Query = NonNullable<operations['locations_list']['parameters']['query']>;

const PATH = '/api/v1/locations/{ref}';

const FILTERS: Filters = {
  external_id: ['id', 'exactly this one'],
  name: ['name', 'its whole name'],
  type: ['type', 'original_creditor, current_creditor or product_type'],
  updated_since: ['time', 'made or changed at or after it, such as 2026-01-31T00:00:00Z'],
};

const COLUMNS: ListColumn<Location>[] = [
  { heading: 'EXTERNAL ID', shrinks: true, cell: ({ external_id }) => external_id },
  { heading: 'NAME', shrinks: true, cell: ({ name }) => name },
  { heading: 'TYPE', cell: ({ type }) => type },
  { heading: 'CHANGED', cell: ({ updated_at }) => updated_at.slice(0, 10) },
];

export function readLocation(client: ApiClient, ref: string): Promise<{ data: Location }> {
  return bodyOf(client.GET(PATH, { params: { path: { ref } } }));
}

const LOCATION: Noun<Location> = {
  plural: 'locations',
  singular: 'location',
  forms: { cents: [], json: ['metadata'] },
  exampleRef: 'NORTHWIND',
  exampleChange: '"name=Northwind Bank NA" metadata.desk=12',
  read: readLocation,
  replace: (client, ref, body, header) =>
    bodyOf(client.PUT(PATH, { params: { path: { ref }, header }, body: body as never })),
  change: (client, ref, body, header) =>
    bodyOf(client.PATCH(PATH, { params: { path: { ref }, header }, body: body as never })),
  text: (location) =>
    facts([
      ['location', location.external_id],
      ['id', location.id],
      ['name', location.name],
      ['type', location.type],
      ['metadata', metadataText(location.metadata)],
      ['changed', `${location.updated_at} (version ${String(location.version)})`],
    ]),
};

export function addLocations(program: Command): void {
  const group = program.command('locations').description('creditors and product types');
  const list = verb(group, 'list', 'locations, the newest first', [
    'locations list --type original_creditor --all',
  ]);
  addListOptions(list, FILTERS).action(async (_options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, COLUMNS, (page) => {
        const query = { ...givenFilters(command, FILTERS), ...page } as Query;
        return bodyOf(service.client.GET('/api/v1/locations', { params: { query } }));
      }),
    );
  });
  verb(group, 'show', 'one location', ['locations show NORTHWIND'])
    .argument('<ref>', 'its external id or our id')
    .action(async (ref: string, _options: unknown, command: Command) => {
      await withService(command, async ({ client, json }) => {
        const answer = await readLocation(client, ref);
        print({ json: answer, text: LOCATION.text(answer.data) }, json);
      });
    });
  addPut(group, LOCATION);
  addSet(group, LOCATION);
  addEnding(
    group,
    {
      name: 'remove',
      description: 'remove a location that nothing uses',
      example: 'locations remove OLD-BANK --reason "never placed anything"',
    },
    async ({ client, idempotencyKey }, ref, body) => {
      const header = { 'Idempotency-Key': idempotencyKey };
      await client.DELETE(PATH, { params: { path: { ref }, header }, body });
      return { json: { removed: ref }, text: `The location ${ref} is removed.` };
    },
  );
}

/** `desk=12, team=A` */
export function metadataText(metadata: Record<string, string>): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
