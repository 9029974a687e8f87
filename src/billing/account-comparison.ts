import { Injectable } from '@nestjs/common';
import type { BillingAccount } from '../platform/database/generated/client.js';
import { adjustmentDifferences, type ComparedBalance } from './adjustment-differences.js';
import { BillingBooks } from './billing-books.js';
import { BillingContent } from './billing-content.js';
import { ComparedAccounts, type ComparedRow } from './compared-accounts.js';
import type { FoundDifference } from './difference.types.js';
import type { AccountView } from './gotransverse/gotransverse.account-answers.js';
import type { GotransverseClient } from './gotransverse/gotransverse.client.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';
import { contentDifferencesThere, statusDifferenceThere, type WholeAccount } from './there-differences.js';
import { told } from './vendor-silence.js';

/** The way to Gotransverse, for a comparison. */
export interface ComparedLink {
  client: GotransverseClient;
  references: ResolvedReferences;
}

export interface ComparisonOptions {
  /** The account as a page of the list just held it. */
  seen?: AccountView;
  /** Whose claim does not count as somebody being at it. */
  claimedBy?: string;
}

/** What a comparison came to; undefined where the account changed each time that it was looked at. */
export type Comparison =
  { row: ComparedRow; differences: FoundDifference[]; balance?: ComparedBalance } | undefined;

interface Look {
  differences: FoundDifference[];
  balance?: ComparedBalance;
}

/** Payments that do not count in the balance yet. */
const ON_THE_WAY = ['PROCESSING', 'DRAFT'];
/** How often an account is looked at, until nothing about it changes meanwhile. */
const LOOKS = 3;

/** Compares one account with what is there: money, status, and what was sent. */
@Injectable()
export class AccountComparison {
  constructor(
    private readonly accounts: ComparedAccounts,
    private readonly books: BillingBooks,
    private readonly contents: BillingContent,
  ) {}

  /**
   * What a page seems to say is looked at once more before it counts: the page is older than the rest.
   * @throws VendorSilenceError
   */
  async compare(
    link: ComparedLink,
    debtAccountId: string,
    options: ComparisonOptions = {},
  ): Promise<Comparison> {
    const { seen, claimedBy } = options;
    let suspected: ReadonlySet<string> | undefined;
    if (seen !== undefined) {
      const row = await this.accounts.read(debtAccountId, claimedBy);
      if (row?.account.eid !== seen.eid) return undefined;
      const look = await this.look(link, row, seen);
      if (look.differences.length === 0) return { row, ...look };
      suspected = new Set(look.differences.map(keyOf));
    }
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const row = await this.accounts.read(debtAccountId, claimedBy);
      if (row === undefined) return undefined;
      const { differences, ...look } = await this.look(link, row);
      const after = await this.accounts.read(debtAccountId, claimedBy);
      if (after?.fingerprint !== row.fingerprint) continue;
      const counted = differences.filter((one) => suspected?.has(keyOf(one)) ?? true);
      return { row, ...look, differences: counted };
    }
    return undefined;
  }

  /** What an account is there, whole. @returns undefined where there is none */
  async whole(
    { client, references }: ComparedLink,
    eid: string,
    seen?: AccountView,
  ): Promise<WholeAccount | undefined> {
    const account = seen ?? (await this.accountThere(client, eid));
    if (account === undefined) return undefined;
    const { party, partyDetails, customFieldValues } = account;
    const isWhole = partyDetails?.addresses !== undefined;
    return {
      account,
      party:
        isWhole || party === undefined ? partyDetails : told(await client.readParty(party.kind, party.eid)),
      customFields: customFieldValues ?? told(await client.listCustomFieldValues(eid)),
      ourFields: new Set(references.customFields.map((field) => field.eid)),
    };
  }

  private async look(link: ComparedLink, row: ComparedRow, seen?: AccountView): Promise<Look> {
    const { client } = link;
    const { account, quiet } = row;
    const listed = await client.listAdjustments({ accountEid: account.eid });
    const there = seen ?? (await this.accountThere(client, account.eid));
    // One that was just made may not show yet.
    if (there === undefined) return { differences: account.readAt === null ? [] : [missing(row)] };
    const balance: ComparedBalance = {
      debtAccountId: account.debtAccountId,
      accountEid: account.eid,
      balanceCents: there.balanceCents,
      known: row.adjustments.filter(({ form }) => form === 'adjustment'),
      listed: told(listed),
      writeOff: writeOffOf(account),
      paymentCents: await paymentCents(client, row),
      acceptedOffset: account.acceptedOffset,
      accepted: row.accepted,
      quiet,
    };
    const sent = row.settled ? await this.sentDifferences(link, row, there) : [];
    return { differences: [...adjustmentDifferences(balance), ...sent], balance };
  }

  private async accountThere(client: GotransverseClient, eid: string): Promise<AccountView | undefined> {
    const deep = await client.readAccount(eid, 'DEEP');
    if (deep.kind === 'not_found') return undefined;
    // A tenant may forbid it.
    return told(deep.kind === 'rejected' ? await client.readAccount(eid) : deep);
  }

  private async sentDifferences(
    link: ComparedLink,
    { account }: ComparedRow,
    there: AccountView,
  ): Promise<FoundDifference[]> {
    const books = await this.books.read(account.debtAccountId, account.postedSequence);
    const status = statusDifferenceThere(books, account.eid, there.status);
    const isSent =
      account.customerVersion === books.customerVersion && account.locationVersion === books.locationVersion;
    const mapped = this.contents.of(books, link.references);
    if (!isSent || 'refusals' in mapped) return status;
    const whole = await this.whole(link, account.eid, there);
    if (whole === undefined) return status;
    const { externalAccountNum } = account;
    const wanted = { ...mapped.content, account: { ...mapped.content.account, externalAccountNum } };
    return [...status, ...contentDifferencesThere(books, wanted, whole, account.partyEid)];
  }
}

function writeOffOf({
  writeOffAmount,
  writeOffEid,
  writtenOffAt,
}: BillingAccount): ComparedBalance['writeOff'] {
  if (writeOffAmount === null) return undefined;
  return { eid: writeOffEid, amount: writeOffAmount, posted: writtenOffAt !== null };
}

/** All that were made, but for those whose money is still on its way there. */
async function paymentCents(
  client: GotransverseClient,
  { account, adjustments }: ComparedRow,
): Promise<bigint> {
  const ours = adjustments.filter(({ form, postedAt }) => form === 'payment' && postedAt !== null);
  if (ours.length === 0) return 0n;
  const there = told(await client.listPayments(account.eid));
  const onTheirWay = new Set(
    there.filter(({ status }) => ON_THE_WAY.includes(status ?? '')).map(({ eid }) => eid),
  );
  return ours.reduce((sum, { eid, amount }) => (onTheirWay.has(eid ?? '') ? sum : sum + amount), 0n);
}

function keyOf({ type, subject }: FoundDifference): string {
  return `${type} ${subject}`;
}

function missing({ account, adjustments }: ComparedRow): FoundDifference {
  const posted = adjustments.filter(({ postedAt }) => postedAt !== null);
  const cents = posted.reduce((sum, { amount }) => sum + amount, 0n);
  return {
    type: 'missing',
    subject: account.eid,
    here: { eid: account.eid, balance: Number(cents) },
    there: { eid: null },
    explanation: `Gotransverse does not know the account EID ${account.eid} any more; it was there before. Accounts cannot be deleted there: check GOTRANSVERSE_BASE_URL, and ask the biller. Nothing is made in its place`,
    repairs: [],
  };
}
