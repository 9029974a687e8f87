import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { BillingRecords } from './billing-records.js';
import type { AccountContent, CustomFieldContent } from './gotransverse/account-content.types.js';
import type { AccountView, CustomFieldValueView } from './gotransverse/gotransverse.account-answers.js';
import {
  addCustomFieldValueBody,
  removeCustomFieldValueBody,
  updateCustomFieldValueBody,
} from './gotransverse/gotransverse.bodies.js';
import type { GotransverseClient } from './gotransverse/gotransverse.client.js';
import { accepted, type Decided, type Push, type PushAttempt } from './push-attempt.js';
import { type PlannedUpdate, planUpdate, type UpdatedEids } from './update-plan.js';

/** Where an update goes. */
interface Way extends UpdatedEids {
  attempt: PushAttempt;
  client: GotransverseClient;
}

/**
 * Brings what differs, and only that. Every part may be sent twice, so an attempt that ended in between begins
 * again; only a new custom field value may not, and is looked for first.
 */
@Injectable()
export class AccountUpdate {
  constructor(
    private readonly records: BillingRecords,
    private readonly clock: Clock,
  ) {}

  async bring({ attempt, client, books }: Push, there: AccountView, after: AccountContent): Promise<void> {
    const before = (await this.records.sent(books.id)) ?? contentAsRead(there, after);
    const way: Way = { attempt, client, accountEid: there.eid, partyEid: there.party?.eid ?? '' };
    const { differences, calls } = planUpdate(before, after, way, this.clock.now());
    if (differences.length === 0) return;
    for (const call of calls)
      if (call.operation === 'setCustomField') await setCustomField(way, call, after.customFields);
      else accepted(await attempt.send(() => sent(way, call)), call.what);
    await attempt.learnt((transaction) => this.records.saveSent(transaction, books.id, after));
  }
}

function sent(
  { client, accountEid, partyEid }: Way,
  call: Exclude<PlannedUpdate, { operation: 'setCustomField' }>,
): ReturnType<GotransverseClient['updateAccount']> {
  return 'kind' in call
    ? client[call.operation](call.kind, partyEid, call.body)
    : client[call.operation](accountEid, call.body);
}

/** What the account has of a field is read before each: adding a value twice would make two. */
async function setCustomField(
  way: Way,
  { fieldEid, what }: Extract<PlannedUpdate, { operation: 'setCustomField' }>,
  fields: readonly CustomFieldContent[],
): Promise<void> {
  const { attempt, client, accountEid } = way;
  const step = `add_custom_field_value ${fieldEid}`;
  const wanted = fields.find(({ eid }) => eid === fieldEid);
  const values = accepted(
    await attempt.read(() => client.listCustomFieldValues(accountEid)),
    "Reading the account's custom fields",
  );
  const there = values.find(({ customFieldEid }) => customFieldEid === fieldEid);
  if (there !== undefined) {
    if (attempt.isUnsettled(step)) await attempt.found(() => Promise.resolve());
    if (there.value !== wanted?.value) accepted(await changeCustomField(way, there, fieldEid, wanted), what);
    return;
  }
  if (wanted === undefined) return;
  if (attempt.isUnsettled(step)) await attempt.notFound('the value of a custom field');
  const added = await attempt.sendOnce(
    step,
    () => client.addCustomFieldValue(accountEid, addCustomFieldValueBody(accountEid, wanted)),
    () => Promise.resolve(),
  );
  accepted(added, what);
}

function changeCustomField(
  { attempt, client, accountEid }: Way,
  { eid, value = '' }: CustomFieldValueView,
  fieldEid: string,
  wanted: CustomFieldContent | undefined,
): Promise<Decided<unknown>> {
  if (wanted !== undefined)
    return attempt.send(() => client.updateCustomFieldValue(eid, updateCustomFieldValueBody(eid, wanted)));
  const body = removeCustomFieldValueBody(accountEid, eid, { eid: fieldEid, value });
  return attempt.send(() => client.removeCustomFieldValue(accountEid, body));
}

/**
 * What an account is taken to hold that we did not make, or whose answer was lost: what was read of it. Names and
 * addresses are not taken from there, so that all of them are sent.
 */
export function contentAsRead(
  there: Pick<AccountView, 'billCycle' | 'categoryEid' | 'parentEid'>,
  after: AccountContent,
): AccountContent {
  return {
    ...after,
    billCycle: there.billCycle ?? after.billCycle,
    category: { eid: there.categoryEid ?? '' },
    party: { kind: after.party.kind, attributes: {} },
    addresses: [],
    customFields: [],
    parentEid: there.parentEid ?? null,
  };
}
