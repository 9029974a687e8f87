import type { Command } from 'commander';
import { bodyOf } from '../api-client/api-client.js';
import type { components, operations } from '../api-client/generated/schema.js';
import { dollars } from '../platform/money/dollars.js';
import { addListOptions, type Filters, givenFilters, type ListColumn, printList } from './lists.js';
import { minute, print } from './output.js';
import { verb, withService } from './service.js';

type AuditEvent = components['schemas']['AuditEventView'];
type AuditQuery = NonNullable<operations['auditEvents_list']['parameters']['query']>;
type JitRequest = components['schemas']['JitRequestView'];
type JitQuery = NonNullable<operations['jitRequests_list']['parameters']['query']>;
type Alarm = components['schemas']['AlarmView'];

const SINCE_UNTIL: Filters = {
  since: ['time', 'at it or later, such as 2026-01-31T00:00:00Z'],
  until: ['time', 'before it'],
};

const AUDIT_FILTERS: Filters = {
  debt_account: ['ref', 'all events that belong to this account'],
  action: ['action', 'such as debt_account.changed'],
  actor_kind: ['kind', 'api_key, bootstrap_key, cli or system'],
  actor_id: ['id', "the API key's id"],
  record_kind: ['kind', 'such as customer'],
  record_id: ['id', 'our id of the record'],
  request_id: ['id', 'X-Request-Id of the answer'],
  ...SINCE_UNTIL,
};

const JIT_FILTERS: Filters = {
  debt_account: ['ref', 'the account that was told'],
  asked_external_id: ['id', 'what was asked for in vain'],
  outcome: ['outcome', 'such as found or unknown_account'],
  http_status: ['status', 'such as 503'],
  request_id: ['id', 'X-Request-Id of the answer'],
  ...SINCE_UNTIL,
};

const AUDIT_COLUMNS: ListColumn<AuditEvent>[] = [
  { heading: 'AT (UTC)', cell: ({ occurred_at }) => minute(occurred_at) },
  { heading: 'WHO', shrinks: true, cell: ({ actor_name }) => actor_name },
  { heading: 'ACTION', cell: ({ action }) => action },
  { heading: 'ACCOUNT', shrinks: true, cell: (event) => event.debt_account_external_id ?? '' },
  { heading: 'FIELDS', shrinks: true, cell: ({ changes }) => changedFields(changes) },
  { heading: 'REASON', shrinks: true, cell: ({ reason }) => reason ?? '' },
];

const JIT_COLUMNS: ListColumn<JitRequest>[] = [
  { heading: 'AT (UTC)', cell: ({ requested_at }) => minute(requested_at) },
  { heading: 'OUTCOME', cell: ({ outcome }) => outcome },
  { heading: 'STATUS', right: true, cell: ({ http_status }) => String(http_status) },
  {
    heading: 'ACCOUNT',
    shrinks: true,
    cell: (call) => call.debt_account_external_id ?? call.asked_external_id ?? '',
  },
  {
    heading: 'TOLD',
    right: true,
    cell: (call) => (call.told_balance === null ? '' : dollars(call.told_balance)),
  },
  { heading: 'MS', right: true, cell: ({ total_ms }) => total_ms.toFixed(1) },
  { heading: 'FROM', shrinks: true, cell: ({ source_address }) => source_address ?? '' },
];

const TIMELINE_COLUMNS: ListColumn<{ at: string; summary: string }>[] = [
  { heading: 'AT (UTC)', cell: ({ at }) => minute(at) },
  { heading: 'WHAT HAPPENED', shrinks: true, cell: ({ summary }) => summary },
];

export function addActivity(program: Command): void {
  addAudit(program);
  addJitRequests(program);
  addTimeline(program);
  addJitPreview(program);
  addAlarms(program);
}

function addAudit(program: Command): void {
  const list = verb(program, 'audit', 'who did what, the last first', [
    'audit --debt-account D-1001',
    'audit --actor-kind cli --since 2026-01-31T00:00:00Z --all --json',
  ]);
  addListOptions(list, AUDIT_FILTERS).action(async (_options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, AUDIT_COLUMNS, (page) => {
        const query = { ...givenFilters(command, AUDIT_FILTERS), ...page } as AuditQuery;
        return bodyOf(service.client.GET('/api/v1/audit-events', { params: { query } }));
      }),
    );
  });
}

function addJitRequests(program: Command): void {
  const list = verb(program, 'jit-requests', 'what Tratta asked and was told, the last first', [
    'jit-requests --debt-account D-1001',
    'jit-requests --outcome unknown_account --limit 20',
  ]);
  addListOptions(list, JIT_FILTERS).action(async (_options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, JIT_COLUMNS, (page) => {
        const query = { ...givenFilters(command, JIT_FILTERS), ...page } as unknown as JitQuery;
        return bodyOf(service.client.GET('/api/v1/jit-requests', { params: { query } }));
      }),
    );
  });
}

function addTimeline(program: Command): void {
  const list = verb(program, 'timeline', 'everything that happened to an account, the last first', [
    'timeline D-1001 --limit 20',
  ]).argument('<ref>', "the account's external id or our id");
  addListOptions(list).action(async (ref: string, _options: unknown, command: Command) => {
    await withService(command, (service) =>
      printList(command, service, TIMELINE_COLUMNS, (query) =>
        bodyOf(
          service.client.GET('/api/v1/debt-accounts/{ref}/timeline', { params: { path: { ref }, query } }),
        ),
      ),
    );
  });
}

function addJitPreview(program: Command): void {
  verb(program, 'jit-preview', 'what Tratta would be told about an account now, and why', [
    'jit-preview D-1001',
  ])
    .argument('<ref>', "the account's external id or our id")
    .action(async (ref: string, _options: unknown, command: Command) => {
      await withService(command, async ({ client, json }) => {
        const answer = await bodyOf(
          client.GET('/api/v1/debt-accounts/{ref}/jit-preview', { params: { path: { ref } } }),
        );
        const { explanation } = answer.meta;
        const text = [...explanation.map((why) => `- ${why}`), '', JSON.stringify(answer.data, null, 2)];
        print({ json: answer, text: text.join('\n') }, json);
      });
    });
}

function addAlarms(program: Command): void {
  verb(program, 'alarms', 'what is wrong now, and what to do about it', ['alarms --json']).action(
    async (_options: unknown, command: Command) => {
      await withService(command, async ({ client, json }) => {
        const answer = await bodyOf(client.GET('/api/v1/alarms'));
        const text = answer.data.length === 0 ? 'All is well.' : answer.data.map(alarmText).join('\n\n');
        print({ json: answer, text }, json);
      });
    },
  );
}

function alarmText({ severity, id, since, summary, what_to_do }: Alarm): string {
  return `${severity.toUpperCase()} ${id}, since ${minute(since)} UTC\n  ${summary}\n  ${what_to_do}`;
}

/** Their names only: what they were and are is in --json. */
function changedFields(changes: unknown): string {
  if (typeof changes !== 'object' || changes === null) return '';
  const { fields } = changes as { fields?: unknown };
  return (Array.isArray(fields) ? fields.map(String) : Object.keys(changes)).join(', ');
}
