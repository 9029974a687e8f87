import { Injectable } from '@nestjs/common';
import { recordAudit } from '../platform/audit/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { Clock } from '../platform/clock/clock.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import type { BillingAccount } from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { Annotated } from '../platform/http/answers.js';
import { nothingSent } from './content-there.js';
import { type BilledBooks, BillingBooks } from './billing-books.js';
import { BillingContent } from './billing-content.js';
import type { BillingPreviewMeta, BillingPreviewView, PlannedCallView } from './billing-preview.types.js';
import { BillingRecords } from './billing-records.js';
import { AccountAdjustments, adjustmentBodyOf, plannedAs } from './account-adjustments.js';
import { paymentBodyOf } from './account-payments.js';
import { AccountWriteOff, plannedWriteOff, writeOffBody } from './account-write-off.js';
import {
  balanceDifference,
  differencesShown,
  statusDifference,
  writeOffDifference,
} from './billing-differences.js';
import { planStatus, statusKind } from './account-status.js';
import type { AccountContent, MappedAccount } from './gotransverse/account-content.types.js';
import { isPayment, planAdjustments } from './gotransverse/adjustment-plan.js';
import { createAccountBody, postAdjustmentBody } from './gotransverse/gotransverse.bodies.js';
import { domainNamespace } from './gotransverse/gotransverse.namespaces.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';
import { writeXml, type XmlElement } from './gotransverse/gotransverse.xml.js';
import { GotransverseLink } from './gotransverse-link.js';
import { referencesNow } from './references-now.js';
import { planUpdate } from './update-plan.js';

/** Stands for an EID that Gotransverse has still to give. */
const TO_BE_GIVEN = '0';
const HIDDEN = '****-**-**';

const NEVER_NEEDED = {
  field: 'debt_account.status',
  message: 'is final, and the account was never sent: nothing is sent.',
};

/** Shows what would be sent to Gotransverse now, by the code that sends it; asks there for reference data only. */
@Injectable()
export class BillingPreviewService {
  constructor(
    @InjectSettings() private readonly settings: ResolvedSettings,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly link: GotransverseLink,
    private readonly books: BillingBooks,
    private readonly contents: BillingContent,
    private readonly records: BillingRecords,
    private readonly ours: AccountAdjustments,
    private readonly writeOff: AccountWriteOff,
  ) {}

  /**
   * Dates of birth are for callers with the scope `pii`, and audited.
   * @throws DomainError `not_found`; `unavailable` where Gotransverse's reference data cannot be had
   */
  async preview(caller: Caller, ref: string): Promise<Annotated<BillingPreviewView, BillingPreviewMeta>> {
    const id = await this.books.idOf(ref);
    const references = await referencesNow(this.link.open());
    const account = await this.records.account(id);
    const books = await this.books.read(id, account?.postedSequence ?? 0n);
    const mapped = this.contents.of(books, references);
    if ('refusals' in mapped)
      return new Annotated(
        { calls: [], differences: [], left_out: [], refusals: mapped.refusals },
        { omitted: [] },
      );
    const holdsBirth = 'dob' in mapped.content.party.attributes;
    const shows = caller.scopes.has('pii');
    if (holdsBirth && shows) await this.audit(caller, books);
    const content = shows ? mapped.content : withoutBirth(mapped.content);
    const view = await this.viewOf(books, { ...mapped, content }, references, shows);
    return new Annotated(view, { omitted: holdsBirth && !shows ? ['date_of_birth'] : [] });
  }

  private async viewOf(
    books: BilledBooks,
    { content, leftOut }: Extract<MappedAccount, { content: AccountContent }>,
    references: ResolvedReferences,
    showsBirth: boolean,
  ): Promise<BillingPreviewView> {
    const account = await this.records.account(books.id);
    const shown = { left_out: leftOut, refusals: [] };
    if (account === null && statusKind(books) === 'final')
      return { calls: [], differences: [], ...shown, left_out: [NEVER_NEEDED, ...leftOut] };
    const adjustments = await this.adjustments(books, account?.eid ?? TO_BE_GIVEN, references);
    if (account === null) {
      const partyEid = await this.records.partyOf(books.customerId, content.party.kind);
      const create = this.call('createAccount', createAccountBody(content, partyEid));
      return { calls: [create, ...adjustments], differences: [], ...shown };
    }
    const wanted = {
      ...content,
      account: { ...content.account, externalAccountNum: account.externalAccountNum },
    };
    const known = await this.records.sent(books.id);
    const sent = known !== undefined && !showsBirth ? withoutBirth(known) : known;
    const now = this.clock.now();
    const eids = { accountEid: account.eid, partyEid: account.partyEid ?? TO_BE_GIVEN };
    const update = planUpdate(sent ?? nothingSent(wanted), wanted, eids, now);
    const there = account.status ?? undefined;
    const status = planStatus(books, account.eid, there, references, now);
    const writeOffCents = plannedWriteOff(books, account, there, this.writeOff.isOn);
    return {
      calls: [
        ...update.calls.map((call) => this.call(call.operation, 'body' in call ? call.body : undefined)),
        ...adjustments,
        ...this.writeOffCalls(account, writeOffCents, references),
        ...(status === undefined ? [] : [this.call(status.operation, status.body)]),
      ],
      differences: [
        ...differencesShown(update.differences, sent, wanted),
        ...balanceDifference(books),
        ...writeOffDifference(books, writeOffCents),
        ...statusDifference(books, there),
      ],
      ...shown,
    };
  }

  /** Of one that is made already only the posting; a payment has none. */
  private async adjustments(
    books: BilledBooks,
    accountEid: string,
    references: ResolvedReferences,
  ): Promise<PlannedCallView[]> {
    if (books.isParent) return [];
    const begun = await this.records.begunAdjustments(books.id);
    return planAdjustments(books.entries, 0n, this.ours.trattaAs)
      .filter(({ amountCents }) => amountCents !== 0n)
      .flatMap((asSet) => {
        const row = begun.find(({ lastSequence }) => lastSequence === asSet.lastSequence);
        const planned = row === undefined ? asSet : plannedAs({ books }, row);
        const made = row?.eid;
        if (isPayment(planned))
          return made == null ? [this.call('createPayment', paymentBodyOf(accountEid, planned))] : [];
        const post = this.call('postAdjustment', postAdjustmentBody(made ?? TO_BE_GIVEN));
        if (made != null) return [post];
        const body = adjustmentBodyOf(books.id, accountEid, planned, references);
        return [this.call('createAdjustment', body), post];
      });
  }

  private writeOffCalls(
    { debtAccountId, eid, writeOffEid }: BillingAccount,
    amountCents: bigint | undefined,
    references: ResolvedReferences,
  ): PlannedCallView[] {
    if (amountCents === undefined) return [];
    const post = this.call('postAdjustment', postAdjustmentBody(writeOffEid ?? TO_BE_GIVEN));
    if (writeOffEid !== null) return [post];
    const body = writeOffBody(debtAccountId, eid, amountCents, references, this.clock.now());
    return [this.call('createAdjustment', body), post];
  }

  private call(operation: string, body: XmlElement | undefined): PlannedCallView {
    const namespace = domainNamespace(this.settings.gotransverse.apiVersion);
    return { operation, xml: body === undefined ? null : writeXml(body, namespace) };
  }

  private async audit(caller: Caller, { id, customerId }: BilledBooks): Promise<void> {
    await this.prisma.inTransaction((transaction) =>
      recordAudit(transaction, caller, {
        action: 'customer.revealed',
        recordKind: 'customer',
        recordId: customerId,
        debtAccountId: id,
        changes: { fields: ['date_of_birth'], by: 'billing_preview' },
      }),
    );
  }
}

function withoutBirth(content: AccountContent): AccountContent {
  const { attributes } = content.party;
  if (!('dob' in attributes)) return content;
  return { ...content, party: { ...content.party, attributes: { ...attributes, dob: HIDDEN } } };
}
