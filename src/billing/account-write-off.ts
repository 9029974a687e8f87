import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { BillingAccount } from '../platform/database/generated/client.js';
import { isEnded, statusKind } from './account-status.js';
import { postMade, statusThere } from './adjustment-posting.js';
import type { BilledBooks } from './billing-books.js';
import { BillingRecords } from './billing-records.js';
import { writeOffToken } from './gotransverse/adjustment-token.js';
import { adjustmentBody } from './gotransverse/gotransverse.bodies.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';
import type { XmlElement } from './gotransverse/gotransverse.xml.js';
import { oursThere } from './ours-there.js';
import { accepted, AttemptEnded, type Push } from './push-attempt.js';

const CREATE = 'create_write_off';
const POST = 'post_write_off';

type Standing = Pick<BillingAccount, 'writeOffAmount' | 'writeOffEid' | 'writeOffBegunAt' | 'writtenOffAt'>;

/**
 * Takes what is left of a final account's balance off at Gotransverse, before the account is deactivated there: one
 * adjustment that no entry of the books has, told by a token of its own, and made and posted as those of entries are.
 */
@Injectable()
export class AccountWriteOff {
  /** Whether what is left is taken off at all. */
  readonly isOn: boolean;

  constructor(
    @InjectSettings() { gotransverse }: ResolvedSettings,
    private readonly records: BillingRecords,
    private readonly clock: Clock,
  ) {
    this.isOn = gotransverse.closeWriteOff;
  }

  /** What became of a former attempt's call is seen, or waited out, whatever the account is by now. */
  async settleBegun(push: Push, accountEid: string): Promise<void> {
    const { attempt, books } = push;
    if (attempt.isUnsettled(CREATE)) {
      const { writeOff } = await oursThere(push, accountEid, this.records);
      if (writeOff === undefined) await attempt.notFound('the write-off');
      else await attempt.found((transaction) => this.records.saveWriteOff(transaction, books.id, writeOff));
    }
    if (!attempt.isUnsettled(POST)) return;
    const { writeOffEid: eid } = await this.standing(push);
    if (eid === null || (await statusThere(push, eid)) !== 'POSTED') await attempt.notFound('the posting');
    else await attempt.found((transaction) => this.records.saveWrittenOff(transaction, books.id));
  }

  /** @param there the account's status as it was last read there */
  async bring(push: Push, accountEid: string, there: string | undefined): Promise<void> {
    const standing = await this.standing(push);
    if (statusKind(push.books) !== 'final') return this.refuseOpened(push, standing);
    if (standing.writeOffEid !== null)
      return this.finish(push, standing, { eid: standing.writeOffEid, there });
    const amountCents = plannedWriteOff(push.books, standing, there, this.isOn);
    if (amountCents === undefined) return;
    // Also the first time: a restored database does not know of the one that it made.
    const { writeOff } = await oursThere(push, accountEid, this.records);
    if (writeOff === undefined) return this.make(push, accountEid, amountCents);
    await push.attempt.learnt((transaction) =>
      this.records.saveWriteOff(transaction, push.books.id, writeOff),
    );
    await this.finish(push, await this.standing(push), { eid: writeOff.eid, there });
  }

  private async finish(
    push: Push,
    standing: Standing,
    { eid, there }: { eid: string; there: string | undefined },
  ): Promise<void> {
    if (standing.writtenOffAt !== null) return this.refuseOutgrown(push, standing, { eid, there });
    const { attempt, books } = push;
    const status = await statusThere(push, eid);
    if (status === undefined) {
      const ageMs = this.clock.now().getTime() - (standing.writeOffBegunAt?.getTime() ?? 0);
      // Else somebody deleted it there before it counted: the next attempt begins anew.
      if (ageMs >= attempt.settledAfterMs)
        await attempt.learnt((transaction) => this.records.saveNoWriteOff(transaction, books.id));
      throw attempt.retries(`Gotransverse does not show the write-off EID ${eid}`);
    }
    if (status === 'PENDING' && standing.writeOffAmount !== -books.balanceCents)
      throw new AttemptEnded({
        state: 'conflict',
        reason: `Gotransverse has a pending write-off, EID ${eid}, of what was left of the balance before it changed; delete it there, and send the account again`,
      });
    // Taken back by a person, who deactivated the account with what is left: so be it.
    if (status === 'REVERSED' && isEnded(there))
      return attempt.learnt((transaction) => this.records.saveNoWriteOff(transaction, books.id));
    if (status === 'REVERSED')
      throw new AttemptEnded({
        state: 'conflict',
        reason: `Gotransverse's write-off EID ${eid} is REVERSED, by somebody there; deactivate the account there, with what is left, and send it again`,
      });
    await this.post(push, eid, status);
  }

  /** What is left has changed since it was taken off, and the account can still be put right. */
  private async refuseOutgrown(
    { attempt, client, books }: Push,
    { writeOffAmount }: Standing,
    { eid, there }: { eid: string; there: string | undefined },
  ): Promise<void> {
    if (isEnded(there) || writeOffAmount === -books.balanceCents) return;
    if ((await statusThere({ attempt, client }, eid)) === 'POSTED')
      throw new AttemptEnded({
        state: 'conflict',
        reason: `Gotransverse has a write-off, EID ${eid}, of what was left of the balance before it changed; reverse it there, and send the account again`,
      });
    await attempt.learnt((transaction) => this.records.saveNoWriteOff(transaction, books.id));
    throw attempt.interrupted('the write-off was taken back there; the next attempt goes on');
  }

  private async make(push: Push, accountEid: string, amountCents: bigint): Promise<void> {
    const { attempt, client, books, references } = push;
    const body = writeOffBody(books.id, accountEid, amountCents, references, this.clock.now());
    const outcome = await attempt.sendOnce(
      CREATE,
      () => client.createAdjustment(body),
      (transaction, { eid }) => this.records.saveWriteOff(transaction, books.id, { amountCents, eid }),
      (transaction) => this.records.saveWriteOff(transaction, books.id, { amountCents }),
    );
    if (outcome.kind !== 'done')
      await attempt.learnt((transaction) => this.records.saveNoWriteOff(transaction, books.id));
    const { eid } = accepted(outcome, "The write-off of what is left of the account's balance");
    await this.post(push, eid, 'PENDING');
  }

  private post(push: Push, eid: string, status: string): Promise<void> {
    return postMade(push, {
      eid,
      status,
      step: POST,
      what: `write-off EID ${eid}`,
      save: (transaction) => this.records.saveWrittenOff(transaction, push.books.id),
    });
  }

  /** The books say again that it is owed. A pending one does not count, and is left as it is. */
  private async refuseOpened(push: Push, { writtenOffAt, writeOffEid: eid }: Standing): Promise<void> {
    if (writtenOffAt === null || eid === null) return;
    const status = await statusThere(push, eid);
    if (status === 'POSTED')
      throw new AttemptEnded({
        state: 'conflict',
        reason: `the account is ${push.books.status} here, and what was left of its balance is written off at Gotransverse (adjustment EID ${eid}); reverse that there, and send the account again`,
      });
    await push.attempt.learnt((transaction) => this.records.saveNoWriteOff(transaction, push.books.id));
  }

  private async standing({ books }: Push): Promise<Standing> {
    const account = await this.records.account(books.id);
    if (account === null) throw new Error('The account at Gotransverse was saved and is gone');
    return account;
  }
}

/**
 * What a write-off is to do to the balance, in cents: below 0 a credit.
 * @param there the account's status there, as last read: one that is ended already keeps what it has
 * @returns undefined where none is to be made or posted
 */
export function plannedWriteOff(
  books: Pick<BilledBooks, 'status' | 'parent' | 'isParent' | 'balanceCents'>,
  { writeOffAmount, writtenOffAt }: Pick<Standing, 'writeOffAmount' | 'writtenOffAt'>,
  there: string | undefined,
  isOn: boolean,
): bigint | undefined {
  if (statusKind(books) !== 'final' || books.isParent || writtenOffAt !== null) return undefined;
  const isBegun = writeOffAmount !== null;
  if (!isBegun && (!isOn || isEnded(there))) return undefined;
  return books.balanceCents === 0n ? undefined : -books.balanceCents;
}

export function writeOffBody(
  debtAccountId: string,
  accountEid: string,
  amountCents: bigint,
  { creditReason, debitReason }: ResolvedReferences,
  now: Date,
): XmlElement {
  const credit = amountCents < 0n;
  return adjustmentBody({
    accountEid,
    amountCents: credit ? -amountCents : amountCents,
    credit,
    occurredOn: now,
    description: writeOffToken(debtAccountId),
    reason: credit ? creditReason : debitReason,
  });
}
