import type { Command } from 'commander';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import type { components, operations } from '../api-client/generated/schema.js';
import {
  addListOptions,
  type Filters,
  givenFilters,
  type ListColumn,
  type Page,
  printList,
} from './lists.js';
import { metadataText } from './locations.js';
import { facts, print } from './output.js';
import { addEnding, addPut, addSet, type Noun } from './records.js';
import { canBeId, isUuid, personalCriterion } from './search-terms.js';
import { verb, withService } from './service.js';

type Customer = components['schemas']['CustomerView'];
type Criteria = components['schemas']['PersonCriteria'];
type Query = NonNullable<operations['customers_list']['parameters']['query']>;

const PATH = '/api/v1/customers/{ref}';

const FILTERS: Filters = {
  external_id: ['id', 'exactly this one'],
  kind: ['kind', 'person or organization'],
  created_since: ['time', 'made at or after it, such as 2026-01-31T00:00:00Z'],
  updated_since: ['time', 'made or changed at or after it'],
};

const COLUMNS: ListColumn<Customer>[] = [
  { heading: 'EXTERNAL ID', shrinks: true, cell: ({ external_id }) => external_id },
  { heading: 'NAME', shrinks: true, cell: ({ name }) => name },
  { heading: 'KIND', cell: ({ kind }) => kind },
  { heading: 'PHONE', shrinks: true, cell: ({ phone }) => phone ?? '' },
  { heading: 'E-MAIL', shrinks: true, cell: ({ email }) => email ?? '' },
  { heading: 'CHANGED', cell: ({ updated_at }) => updated_at.slice(0, 10) },
];

export function readCustomer(client: ApiClient, ref: string): Promise<{ data: Customer }> {
  return bodyOf(client.GET(PATH, { params: { path: { ref } } }));
}

const CUSTOMER: Noun<Customer> = {
  plural: 'customers',
  singular: 'customer',
  forms: { cents: [], json: ['addresses', 'metadata'] },
  exampleRef: 'C-1001',
  exampleChange: '"phone=(512) 555-0101" email=',
  read: readCustomer,
  replace: (client, ref, body, header) =>
    bodyOf(client.PUT(PATH, { params: { path: { ref }, header }, body: body as never })),
  change: (client, ref, body, header) =>
    bodyOf(client.PATCH(PATH, { params: { path: { ref }, header }, body: body as never })),
  text: (customer) =>
    facts([
      ['customer', customer.external_id],
      ['id', customer.id],
      ['name', customer.name],
      ['kind', customer.kind],
      ['phone', customer.phone],
      ['e-mail', customer.email],
      ...customer.addresses.map((address) => ['address', addressText(address)] as const),
      ['date of birth', customer.has_date_of_birth ? 'known' : 'not known'],
      ['SSN', customer.has_ssn_last4 ? 'last four digits known' : 'not known'],
      ['metadata', metadataText(customer.metadata)],
      ['changed', `${customer.updated_at} (version ${String(customer.version)})`],
    ]),
};

export function addCustomers(program: Command): void {
  const group = program.command('customers').description('debtors: persons and organizations');
  const list = verb(group, 'list', 'customers, the newest first', [
    'customers list --kind organization --limit 20',
  ]);
  addListOptions(list, FILTERS).action(async (_options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, COLUMNS, (page) => {
        const query = { ...givenFilters(command, FILTERS), ...page } as Query;
        return bodyOf(service.client.GET('/api/v1/customers', { params: { query } }));
      }),
    );
  });
  addFind(group);
  verb(group, 'show', 'one customer', ['customers show C-1001'])
    .argument('<ref>', 'its external id or our id')
    .action(async (ref: string, _options: unknown, command: Command) => {
      await withService(command, async ({ client, json }) => {
        const answer = await readCustomer(client, ref);
        print({ json: answer, text: CUSTOMER.text(answer.data) }, json);
      });
    });
  addPut(group, CUSTOMER);
  addSet(group, CUSTOMER);
  addEnding(
    group,
    {
      name: 'remove',
      description: 'remove a customer that no account has',
      example: 'customers remove C-1001 --reason "entered twice"',
    },
    async ({ client, idempotencyKey }, ref, body) => {
      const header = { 'Idempotency-Key': idempotencyKey };
      await client.DELETE(PATH, { params: { path: { ref }, header }, body });
      return { json: { removed: ref }, text: `The customer ${ref} is removed.` };
    },
  );
}

function addFind(group: Command): void {
  const find = verb(group, 'find', 'customers by an id, else by name, phone or e-mail address', [
    'customers find C-1001',
    'customers find "roe jane"',
    'customers find 512-555-0100',
  ]).argument('<text>', 'an id, words of a name, a phone number or an e-mail address');
  addListOptions(find).action(async (text: string, _options: unknown, command: Command) => {
    await withService(command, async (service) => {
      const search = (criteria: Criteria): Promise<Page<Customer>> =>
        bodyOf(service.client.POST('/api/v1/searches/customers', { body: criteria }));
      const byId = isUuid(text) ? { id: text } : { external_id: text };
      const isId = canBeId(text) && (await search({ ...byId, limit: 1 })).data.length > 0;
      const [field, value] = personalCriterion(text);
      const criteria = isId ? byId : { [field]: value };
      await printList(command, service, COLUMNS, (page) => search({ ...criteria, ...page }));
    });
  });
}

type Address = Customer['addresses'][number];

function addressText({ name, line1, line2, city, state, postal_code, country, is_primary }: Address): string {
  const town = [city, state, postal_code].filter((part) => part !== undefined).join(' ');
  const parts = [name, line1, line2, town, country].filter((part) => part !== undefined && part !== '');
  return `${parts.join(', ')}${is_primary ? ' (primary)' : ''}`;
}
