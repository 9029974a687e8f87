import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import type { Transaction } from '../platform/database/prisma.service.js';
import { SyncRecordsService } from '../sync/sync-records.service.js';
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
import { accepted, type AttemptEnded, type Decided, type Push, type PushAttempt } from './push-attempt.js';
import {
  isOfParty,
  type PlannedUpdate,
  planUpdate,
  type UpdatedEids,
  type UpdatePlan,
} from './update-plan.js';

const STEP = 'update';
/** The steps that change a party. */
const PARTY_STEPS = [`${STEP} updateParty`, `${STEP} addAddress`];
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
    private readonly syncRecords: SyncRecordsService,
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
   * @returns what no call can change there, and why the party, which holds nothing else up, has to wait
   */
  async bring(push: Push, there: AccountView, after: AccountContent) {
    const { attempt, client, books } = push;
    const to = { attempt, client, accountEid: there.eid, partyEid: there.party?.eid ?? '' };
    let planned = await this.plan(push, there, after);
    let postponed: AttemptEnded | undefined;
    if (planned.calls.some(isOfParty)) {
      postponed = await this.holdCustomer(push);
      // Only now: another account of the customer may just have brought it.
      planned = await this.plan(push, there, after);
    }
    const { before, differences } = planned;
    const calls = planned.calls.filter((call) => postponed === undefined || !isOfParty(call));
    let known = before;
    for (const call of calls) {
      const doubted = withCall(known, call, undefined);
      const done = withCall(known, call, after);
      const way = {
        ...to,
        doubt: (transaction: Transaction) =>
          this.records.saveSent(transaction, books.id, doubted, isOfParty(call)),
        save: (transaction: Transaction) =>
          this.records.saveSent(transaction, books.id, done, isOfParty(call)),
      };
      const outcome =
        call.operation === 'setCustomField'
          ? await setCustomField(way, call, after.customFields)
          : await attempt.sendOnce(`${STEP} ${call.operation}`, () => sent(way, call), way.save, way.doubt);
      accepted(outcome, call.what);
      known = done;
    }
    if (calls.length > 0)
      await attempt.learnt((transaction) =>
        this.records.saveSent(transaction, books.id, known, calls.some(isOfParty)),
      );
    return { left: differences.filter(({ by }) => by === 'nothing'), postponed };
  }

  private async plan(
    { books }: Push,
    there: AccountView,
    after: AccountContent,
  ): Promise<UpdatePlan & { before: AccountContent }> {
    const before = asThere((await this.records.sent(books.id)) ?? nothingSent(after), there, after);
    const eids = { accountEid: there.eid, partyEid: there.party?.eid ?? '' };
    return { before, ...planUpdate(before, after, eids, this.clock.now()) };
  }

  /**
   * A party is shared by the customer's accounts. One of them at a time changes it, none with names that are old by
   * now, and none while an earlier change may still come, which would undo it.
   */
  private async holdCustomer({ attempt, books }: Push): Promise<AttemptEnded | undefined> {
    const { id, customerId, customerVersion } = books;
    const lane = 'gotransverse';
    if (!(await attempt.holdAlongside({ lane, kind: 'customer', id: customerId })))
      return attempt.waits(
        "another account of the same customer is just changing the customer's party there",
      );
    const others = await this.records.othersOf(customerId, id);
    const accounts = { lane, kind: 'debt_account' } as const;
    for (const step of PARTY_STEPS)
      if ((await this.syncRecords.unsettledAmong(accounts, others, step, attempt.settledAfterMs)).length > 0)
        return attempt.waits(
          "what became of a change of the customer's party, by another account of the customer, is not known yet",
        );
    if ((await this.records.customerVersion(customerId)) === customerVersion) return undefined;
    return attempt.interrupted('the customer was changed meanwhile; the next attempt brings that');
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
