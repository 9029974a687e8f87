import { Injectable } from '@nestjs/common';
import type { BillingAccount } from '../platform/database/generated/client.js';
import { Clock } from '../platform/clock/clock.js';
import { BillingRecords } from './billing-records.js';
import { isEnded, statusKind } from './account-status.js';
import type { AccountContent, MappedAccount } from './gotransverse/account-content.types.js';
import { createAccountBody } from './gotransverse/gotransverse.bodies.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import { AccountAdjustments } from './account-adjustments.js';
import { accepted, AttemptEnded, type Push, refusedHere } from './push-attempt.js';

const CREATE = 'create_account';
const NOT_NEEDED = 'it was final before it was there';

/** What an account there is found by. */
type KnownRow = Pick<BillingAccount, 'eid' | 'externalAccountNum' | 'readAt'>;

/** The account there, as it was just read. */
export interface KnownAccount {
  row: KnownRow;
  there: AccountView;
  /** Whether this attempt made it, so that it can hold nothing yet. */
  isNew: boolean;
}

/**
 * Finds out which account there is ours, or makes it: looked up first, made only when there is none, and never
 * chosen among several (reference, 7.4).
 */
@Injectable()
export class AccountIdentity {
  constructor(
    private readonly records: BillingRecords,
    private readonly clock: Clock,
    private readonly adjustments: AccountAdjustments,
  ) {}

  /**
   * @param mapped what the account is to be there, where it has to be made
   * @throws AttemptEnded where there is no account, and none can be made
   */
  async establish(push: Push, mapped: MappedAccount): Promise<KnownAccount> {
    const { attempt, books } = push;
    if (push.account !== null) return this.readBack(push, push.account);
    // By the number that it was sent with, which the settings may make another one by now.
    const begunAs = attempt.unsettledOf(CREATE);
    if (begunAs !== undefined) {
      const begun = await this.lookUp(push, begunAs);
      if (begun !== undefined) return this.adopt(push, begun);
      await attempt.notFound('the account');
    }
    if (statusKind(books) === 'final') throw new AttemptEnded({ state: 'not_needed', reason: NOT_NEEDED });
    if ('refusals' in mapped) throw refusedHere(mapped.refusals);
    const { externalAccountNum } = mapped.content.account;
    const hit = begunAs === externalAccountNum ? undefined : await this.lookUp(push, externalAccountNum);
    if (hit !== undefined) return this.adopt(push, hit);
    return this.create(push, mapped.content);
  }

  /** Why the account's names and addresses cannot be brought there; its balance and status can. */
  async partyConflict({ books }: Push, there: AccountView): Promise<AttemptEnded | undefined> {
    const { party, eid } = there;
    if (party === undefined)
      return conflict(`Gotransverse's account EID ${eid} has no person and no organization`);
    const customerId = await this.records.customerOf(party.eid);
    if (customerId !== undefined && customerId !== books.customerId)
      return conflict(
        `Gotransverse's account EID ${eid} belongs to the party EID ${party.eid}, which is another customer's; an account cannot change its party there`,
      );
    if (party.kind !== books.source.customer.kind)
      return conflict(
        `the customer is ${named(books.source.customer.kind)} here and ${named(party.kind)} there (party EID ${party.eid}), which cannot be changed there`,
      );
    return undefined;
  }

  /** @throws AttemptEnded `conflict` where there are several, or one that takes no changes */
  private async lookUp(
    { attempt, client }: Push,
    externalAccountNum: string,
  ): Promise<AccountView | undefined> {
    const hits = accepted(
      await attempt.read(() => client.findAccounts(externalAccountNum)),
      'The look-up by externalAccountNum',
    );
    const [hit] = hits;
    if (hits.length > 1)
      throw conflict(
        `Gotransverse has ${String(hits.length)} accounts of this externalAccountNum (EIDs ${hits.map(({ eid }) => eid).join(', ')}); which one is ours is for a person to say: give the others another externalAccountNum there`,
      );
    // Must not lead to a second one (reference, 7.4).
    if (hit !== undefined && isEnded(hit.status))
      throw conflict(
        `Gotransverse has this account already, EID ${hit.eid}, and it is ${hit.status ?? ''}: it takes no changes, and a second one would bill the debt twice`,
      );
    return hit;
  }

  /** Ours from a call whose answer was lost, or made by others: what it holds is not known, so all is sent. */
  private async adopt(push: Push, hit: AccountView): Promise<KnownAccount> {
    const { attempt, books } = push;
    const owner = await this.records.accountOf(hit.eid);
    if (owner !== null)
      throw conflict(`Gotransverse's account EID ${hit.eid} is that of another of our accounts already`);
    // Before it is written down as ours, which is for good.
    const contradiction = hit.party === undefined ? undefined : await this.partyConflict(push, hit);
    if (contradiction !== undefined) throw contradiction;
    const { adjustments, writeOff } = await this.adjustments.foundThere(push, hit);
    const externalAccountNum = hit.externalAccountNum ?? '';
    const ours = attempt.unsettledOf(CREATE) !== undefined;
    await attempt.found(async (transaction) => {
      const account = { eid: hit.eid, externalAccountNum, adopted: !ours };
      await this.records.saveNew(transaction, books.id, account);
      for (const { eid, posted, ...range } of adjustments)
        await this.records.saveNewAdjustment(transaction, books.id, range, { eid, posted });
      if (writeOff !== undefined) await this.records.saveWriteOff(transaction, books.id, writeOff);
    });
    if (ours) attempt.madeIt();
    return this.readBack(push, { eid: hit.eid, externalAccountNum, readAt: null });
  }

  private async create(push: Push, content: AccountContent): Promise<KnownAccount> {
    const { attempt, client, books } = push;
    const partyEid = await this.sharedParty(push, content);
    const { externalAccountNum } = content.account;
    const outcome = await attempt.sendOnce(
      `${CREATE} ${externalAccountNum}`,
      () => client.createAccount(createAccountBody(content, partyEid)),
      {
        given: ({ eid }) =>
          this.records.newAccount(books.id, { eid, externalAccountNum, adopted: false }, content),
      },
    );
    // The look-up a moment ago did not show it: it will, or it is a number that we may not have.
    if (outcome.kind === 'already_exists')
      throw attempt.retries('Gotransverse says that the account exists, and does not show it yet');
    const { eid } = accepted(outcome, 'The new account');
    attempt.madeIt();
    const row = { eid, externalAccountNum, readAt: null };
    return { ...(await this.readBack(push, row, partyEid === undefined ? content : undefined)), isNew: true };
  }

  /**
   * The customer's party there. While there is none, one account at a time may make it: two new accounts of one
   * customer make one person.
   */
  private async sharedParty(
    { attempt, books }: Push,
    { party }: AccountContent,
  ): Promise<string | undefined> {
    const known = await this.records.partyOf(books.customerId, party.kind);
    if (known !== undefined) return known;
    const record = { lane: 'gotransverse', kind: 'customer', id: books.customerId } as const;
    if (!(await attempt.holdAlongside(record)))
      throw attempt.waits("another account of the same customer is just making the customer's party there");
    // Only now: what was being made a moment ago is made, and its party known.
    const now = await this.records.partyNow(books, party.kind, CREATE);
    if (now.isBeingMade)
      throw attempt.waits(
        "another account of the same customer must first be read back for the customer's party",
      );
    return now.eid;
  }

  /** For the account's number and its party's EID, which no answer to a create tells (reference, 4.1). */
  async readBack(
    { attempt, client, books }: Push,
    row: KnownRow,
    sentParty?: AccountContent,
  ): Promise<KnownAccount> {
    const outcome = await attempt.read(() => client.readAccount(row.eid, 'DEEP'));
    if (outcome.kind === 'not_found' && row.readAt === null)
      throw attempt.retries('Gotransverse does not show the new account yet');
    if (outcome.kind === 'not_found')
      throw conflict(`Gotransverse knows the account EID ${row.eid} no more; it was there before`);
    const there = accepted(outcome, 'Reading the account back');
    if (there.externalAccountNum !== row.externalAccountNum)
      throw conflict(
        `Gotransverse's account EID ${row.eid} has another externalAccountNum than it had; somebody changed it there`,
      );
    const { party } = there;
    const read = {
      accountNum: there.accountNum ?? null,
      status: there.status ?? null,
      balance: there.balanceCents ?? null,
      readAt: this.clock.now(),
    };
    await attempt.learnt(
      this.records.read(
        books.id,
        read,
        party && {
          ...party,
          customerId: books.customerId,
          ...(sentParty !== undefined && { sent: sentParty }),
        },
      ),
    );
    return { row: { ...row, readAt: read.readAt }, there, isNew: false };
  }
}

function named(kind: 'person' | 'organization'): string {
  return kind === 'person' ? 'a person' : 'an organization';
}

function conflict(reason: string): AttemptEnded {
  return new AttemptEnded({ state: 'conflict', reason });
}
