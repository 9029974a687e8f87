import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { BillingRecords } from './billing-records.js';
import type { AccountContent } from './gotransverse/account-content.types.js';
import { addressKey, type ContentDifference, differencesOf } from './gotransverse/content-difference.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import {
  addAddressBody,
  addCustomFieldValueBody,
  addParentBody,
  changeParentBody,
  moveToBillCycleBody,
  removeCustomFieldValueBody,
  removeParentBody,
  updateAccountBody,
  updateCustomFieldValueBody,
  updatePartyBody,
} from './gotransverse/gotransverse.bodies.js';
import type { GotransverseClient } from './gotransverse/gotransverse.client.js';
import { accepted, type Decided, type PushAttempt } from './push-attempt.js';

/** What an update is about. */
interface Update {
  attempt: PushAttempt;
  client: GotransverseClient;
  accountEid: string;
  partyEid: string;
  before: AccountContent;
  after: AccountContent;
}

/**
 * Brings what differs, and only that, each part by the call that can change it. Every part may be sent twice, so
 * an attempt that ended in between begins again; only a new custom field value may not, and is looked for first.
 */
@Injectable()
export class AccountUpdate {
  constructor(
    private readonly records: BillingRecords,
    private readonly clock: Clock,
  ) {}

  /** @returns the differences that no call can mend, to be told */
  async bring(
    attempt: PushAttempt,
    client: GotransverseClient,
    debtAccountId: string,
    there: AccountView,
    after: AccountContent,
  ): Promise<ContentDifference[]> {
    const before = (await this.records.sent(debtAccountId)) ?? asRead(there, after);
    const differences = differencesOf(before, after);
    if (differences.length === 0) return [];
    const update: Update = {
      attempt,
      client,
      accountEid: there.eid,
      partyEid: there.party?.eid ?? '',
      before,
      after,
    };
    const calls = new Set(differences.map(({ by }) => by));
    if (calls.has('updateAccount')) await this.updateAccount(update);
    if (calls.has('moveToBillCycle')) await this.moveToBillCycle(update);
    if (calls.has('updateParty')) await this.updateParty(update);
    if (calls.has('addAddress')) await this.addAddresses(update, differences);
    for (const { part, field } of differences)
      if (part === 'customField') await this.setCustomField(update, field);
    if (before.parentEid !== after.parentEid) await this.setParent(update);
    await attempt.learnt((transaction) => this.records.saveSent(transaction, debtAccountId, after));
    return differences.filter(({ by }) => by === 'nothing');
  }

  private async updateAccount({ attempt, client, accountEid, after }: Update): Promise<void> {
    const body = updateAccountBody(accountEid, after);
    accepted(await attempt.send(() => client.updateAccount(accountEid, body)), 'The change of the account');
  }

  private async moveToBillCycle({ attempt, client, accountEid, after }: Update): Promise<void> {
    const body = moveToBillCycleBody(accountEid, after.billCycle);
    accepted(await attempt.send(() => client.moveToBillCycle(accountEid, body)), 'The other bill cycle');
  }

  private async updateParty({ attempt, client, partyEid, after }: Update): Promise<void> {
    const { kind } = after.party;
    const body = updatePartyBody(partyEid, after);
    accepted(
      await attempt.send(() => client.updateParty(kind, partyEid, body)),
      "The change of the customer's names",
    );
  }

  private async addAddresses(
    { attempt, client, partyEid, after }: Update,
    differences: readonly ContentDifference[],
  ): Promise<void> {
    const { kind } = after.party;
    for (const address of after.addresses) {
      const changed = differences.some(
        ({ part, by, field }) =>
          part === 'address' && by === 'addAddress' && field.startsWith(`${addressKey(address)} `),
      );
      if (!changed) continue;
      const body = addAddressBody(kind, partyEid, address);
      accepted(
        await attempt.send(() => client.addAddress(kind, partyEid, body)),
        `The customer's ${addressKey(address)}`,
      );
    }
  }

  /** What the account has of a field is looked for before each, since adding it twice would make two. */
  private async setCustomField(update: Update, fieldEid: string): Promise<void> {
    const { attempt, client, accountEid, after } = update;
    const step = `add_custom_field_value ${fieldEid}`;
    const wanted = after.customFields.find(({ eid }) => eid === fieldEid);
    const values = accepted(
      await attempt.read(() => client.listCustomFieldValues(accountEid)),
      "Reading the account's custom fields",
    );
    const there = values.find(({ customFieldEid }) => customFieldEid === fieldEid);
    const what = `The custom field EID ${fieldEid}`;
    if (there !== undefined) {
      if (attempt.isUnsettled(step)) await attempt.found(() => Promise.resolve());
      const call = (): Promise<Decided<unknown>> =>
        wanted === undefined
          ? attempt.send(() =>
              client.removeCustomFieldValue(
                accountEid,
                removeCustomFieldValueBody(accountEid, there.eid, {
                  eid: fieldEid,
                  value: there.value ?? '',
                }),
              ),
            )
          : attempt.send(() =>
              client.updateCustomFieldValue(there.eid, updateCustomFieldValueBody(there.eid, wanted)),
            );
      if (there.value !== wanted?.value) accepted(await call(), what);
      return;
    }
    if (wanted === undefined) return;
    if (attempt.isUnsettled(step)) await attempt.notFound('the value of a custom field');
    accepted(
      await attempt.sendOnce(
        step,
        () => client.addCustomFieldValue(accountEid, addCustomFieldValueBody(accountEid, wanted)),
        () => Promise.resolve(),
      ),
      what,
    );
  }

  private async setParent({ attempt, client, accountEid, before, after }: Update): Promise<void> {
    const now = this.clock.now();
    const { parentEid } = after;
    const call = (): Promise<Decided<unknown>> => {
      if (parentEid === null) {
        const body = removeParentBody(accountEid, before.parentEid ?? '', now);
        return attempt.send(() => client.removeParent(accountEid, body));
      }
      if (before.parentEid === null)
        return attempt.send(() => client.addParent(accountEid, addParentBody(accountEid, parentEid, now)));
      return attempt.send(() =>
        client.changeParent(accountEid, changeParentBody(accountEid, parentEid, now)),
      );
    };
    accepted(await call(), 'The link to the parent account');
  }
}

/**
 * What an account is taken to hold that we did not make, or whose answer was lost: what was read of it. Names and
 * addresses are not taken from there, so that all of them are sent.
 */
function asRead(there: AccountView, after: AccountContent): AccountContent {
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
