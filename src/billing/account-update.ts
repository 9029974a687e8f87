import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import type { Transaction } from '../platform/database/prisma.service.js';
import { BillingRecords } from './billing-records.js';
import { asThere, nothingSent, withCall } from './content-there.js';
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

const STEP = 'update';
const ADD_FIELD = 'add_custom_field_value';

/** Where a call goes, and what is noted before it and after it. */
interface Way extends UpdatedEids {
  attempt: PushAttempt;
  client: GotransverseClient;
  doubt: (transaction: Transaction) => Promise<void>;
  save: (transaction: Transaction) => Promise<void>;
}

/** Brings what differs, and only that, each part by the call that can change it. */
@Injectable()
export class AccountUpdate {
  constructor(
    private readonly records: BillingRecords,
    private readonly clock: Clock,
  ) {}

  /** What became of a former attempt's call is seen, or waited out: late, it would undo what is sent now. */
  async settleBegun({ attempt, client }: Push, accountEid: string): Promise<void> {
    if (attempt.unsettledOf(STEP) !== undefined) await attempt.notFound('the change');
    const fieldEid = attempt.unsettledOf(ADD_FIELD);
    if (fieldEid === undefined) return;
    const values = accepted(
      await attempt.read(() => client.listCustomFieldValues(accountEid)),
      "Reading the account's custom fields",
    );
    if (values.some(({ customFieldEid }) => customFieldEid === fieldEid))
      await attempt.found(() => Promise.resolve());
    else await attempt.notFound('the value of a custom field');
  }

  /**
   * Before each call what it changes is noted as not known, after it as what was sent, so that an attempt that
   * ends in between neither takes back nor sends again what is there.
   * @returns what no call can change there
   */
  async bring({ attempt, client, books }: Push, there: AccountView, after: AccountContent) {
    const before = asThere((await this.records.sent(books.id)) ?? nothingSent(after), there, after);
    const to = { attempt, client, accountEid: there.eid, partyEid: there.party?.eid ?? '' };
    const { differences, calls } = planUpdate(before, after, to, this.clock.now());
    let known = before;
    for (const call of calls) {
      const doubted = withCall(known, call, undefined);
      const done = withCall(known, call, after);
      const way = {
        ...to,
        doubt: (transaction: Transaction) => this.records.saveSent(transaction, books.id, doubted),
        save: (transaction: Transaction) => this.records.saveSent(transaction, books.id, done),
      };
      const outcome =
        call.operation === 'setCustomField'
          ? await setCustomField(way, call, after.customFields)
          : await attempt.sendOnce(`${STEP} ${call.operation}`, () => sent(way, call), way.save, way.doubt);
      accepted(outcome, call.what);
      known = done;
    }
    if (calls.length > 0)
      await attempt.learnt((transaction) => this.records.saveSent(transaction, books.id, known));
    return differences.filter(({ by }) => by === 'nothing');
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
  { attempt, client, accountEid, save, doubt }: Way,
  { fieldEid }: Extract<PlannedUpdate, { operation: 'setCustomField' }>,
  fields: readonly CustomFieldContent[],
): Promise<Decided<unknown>> {
  const wanted = fields.find(({ eid }) => eid === fieldEid);
  const listed = await attempt.read(() => client.listCustomFieldValues(accountEid));
  if (listed.kind !== 'done') return listed;
  const there = listed.value.find(({ customFieldEid }) => customFieldEid === fieldEid);
  if (there?.value === wanted?.value) return { kind: 'done', value: undefined };
  const step = there === undefined ? `${ADD_FIELD} ${fieldEid}` : `${STEP} customField`;
  return attempt.sendOnce(
    step,
    () => customFieldCall(client, accountEid, fieldEid, there, wanted),
    save,
    doubt,
  );
}

function customFieldCall(
  client: GotransverseClient,
  accountEid: string,
  fieldEid: string,
  there: CustomFieldValueView | undefined,
  wanted: CustomFieldContent | undefined,
): ReturnType<GotransverseClient['updateAccount']> {
  if (there === undefined)
    return client.addCustomFieldValue(
      accountEid,
      addCustomFieldValueBody(accountEid, wanted ?? { eid: fieldEid, value: '' }),
    );
  const { eid, value = '' } = there;
  if (wanted !== undefined)
    return client.updateCustomFieldValue(eid, updateCustomFieldValueBody(eid, wanted));
  const body = removeCustomFieldValueBody(accountEid, eid, { eid: fieldEid, value });
  return client.removeCustomFieldValue(accountEid, body);
}
