import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { isAway, isRetryable } from '../platform/database/database-faults.js';
import { stackOf } from '../platform/errors/stack-of.js';
import { logger } from '../platform/logging/logger.js';
import { LaneAwayError, LaneBlockedError, type PlannedRecord } from '../sync/sync-run.types.js';
import { AccountAdjustments } from './account-adjustments.js';
import { isAs, statusKind, statusThere } from './account-status.js';
import { AccountWriteOff, plannedWriteOff } from './account-write-off.js';
import { BillingBooks, type AccountOutline } from './billing-books.js';
import { BillingContent } from './billing-content.js';
import { BillingRecords, type WithParty } from './billing-records.js';
import { nothingSent } from './content-there.js';
import type { AccountContent } from './gotransverse/account-content.types.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';
import { GotransverseLink } from './gotransverse-link.js';
import { refusedHere, SERVICE_FAILED } from './push-attempt.js';
import { planUpdate } from './update-plan.js';

const NO_EID = '0';

/**
 * What would be sent for accounts, by what is known here: Gotransverse is asked for reference data alone. What
 * somebody changed there shows only when the account is read there.
 */
@Injectable()
export class ChangePlanner {
  constructor(
    private readonly link: GotransverseLink,
    private readonly books: BillingBooks,
    private readonly contents: BillingContent,
    private readonly records: BillingRecords,
    private readonly adjustments: AccountAdjustments,
    private readonly writeOff: AccountWriteOff,
    private readonly clock: Clock,
  ) {}

  /** @throws LaneBlockedError, LaneAwayError where Gotransverse's reference data cannot be had */
  async plan(debtAccountIds: readonly string[]): Promise<PlannedRecord[]> {
    const resolved = await this.link.open().references.resolve();
    if (resolved.kind === 'unresolved') throw new LaneBlockedError(resolved.problems.join('; '));
    if (resolved.kind === 'unauthorized') throw new LaneBlockedError(resolved.reason);
    if (resolved.kind !== 'done') throw new LaneAwayError(resolved.reason, resolved.retryAfterMs);
    return this.plannedAll(debtAccountIds, resolved.value);
  }

  /** One account that the service fails at, of which something cannot be opened, holds up none of the others. */
  private async plannedAll(ids: readonly string[], references: ResolvedReferences): Promise<PlannedRecord[]> {
    try {
      return (await this.books.outlines(ids)).map((outline) => this.planned(outline, references));
    } catch (error) {
      const [id] = ids;
      if (id === undefined || isAway(error) || isRetryable(error)) throw error;
      if (ids.length === 1) {
        logger.error({ id, stack: stackOf(error) }, 'An account could not be planned');
        return [{ id, state: 'retrying', did: undefined, reason: SERVICE_FAILED }];
      }
      const half = Math.ceil(ids.length / 2);
      const first = await this.plannedAll(ids.slice(0, half), references);
      return [...first, ...(await this.plannedAll(ids.slice(half), references))];
    }
  }

  private planned(outline: AccountOutline, references: ResolvedReferences): PlannedRecord {
    const { books, there } = outline;
    const { id } = books;
    if (there === null && statusKind(books) === 'final')
      return { id, state: 'not_needed', did: undefined, reason: null };
    const mapped = this.contents.of(books, references);
    const content = there === null || 'refusals' in mapped ? [] : this.contentParts(there, mapped.content);
    const parts = [
      ...content,
      ...this.entriesPart(outline),
      ...this.writeOffPart(outline),
      ...statusPart(outline),
    ];
    const changed = there !== null && parts.length > 0 ? 'changed' : undefined;
    if ('refusals' in mapped)
      return { id, state: 'quarantined', did: changed, reason: refusedHere(mapped.refusals).message };
    const reason = parts.length === 0 ? null : parts.join(', ');
    return { id, state: 'synced', did: there === null ? 'created' : changed, reason };
  }

  private entriesPart({ books, there, lastSequence, takenByTratta }: AccountOutline): string[] {
    const entries = books.isParent ? 0n : lastSequence - (there?.postedSequence ?? 0n);
    if (entries === 0n) return [];
    const payments = this.adjustments.trattaAs === 'payment' ? takenByTratta : 0;
    const asPayments =
      payments === 0 ? '' : `, ${payments === 1 ? 'one' : String(payments)} of them by payment`;
    return [`${String(entries)} ${entries === 1n ? 'entry' : 'entries'}${asPayments}`];
  }

  private writeOffPart({ books, there }: AccountOutline): string[] {
    if (there === null) return [];
    const amount = plannedWriteOff(books, there, there.status ?? undefined, this.writeOff.isOn);
    return amount === undefined ? [] : ['write-off'];
  }

  /** Names of fields, never what they hold. */
  private contentParts(there: WithParty, content: AccountContent): string[] {
    const wanted = {
      ...content,
      account: { ...content.account, externalAccountNum: there.externalAccountNum },
    };
    const sent = this.records.opened(there) ?? nothingSent(wanted);
    const eids = { accountEid: there.eid, partyEid: there.partyEid ?? NO_EID };
    return planUpdate(sent, wanted, eids, this.clock.now()).differences.map(({ part, field }) =>
      part === 'account' || part === field ? field : `${part} ${field}`,
    );
  }
}

function statusPart({ books, there }: AccountOutline): string[] {
  const kind = statusKind(books);
  // A new one is active there by itself.
  if (isAs(kind, there === null ? undefined : (there.status ?? undefined))) return [];
  return [`status ${statusThere(kind)}`];
}
