import type { Clock } from '../platform/clock/clock.js';
import type { BillingAccount } from '../platform/database/generated/client.js';
import type { Transaction } from '../platform/database/prisma.service.js';
import type { Beside, HeldWrite } from '../sync/held-write.types.js';
import type { AttemptEnd, Claim, Did, SyncedRecord } from '../sync/sync-record.types.js';
import { LaneBlockedError } from '../sync/sync-run.types.js';
import type { LeaseTimes, SyncRecordsService } from '../sync/sync-records.service.js';
import type { BilledBooks } from './billing-books.js';
import type { Remark } from './gotransverse/account-content.types.js';
import type { GotransverseClient } from './gotransverse/gotransverse.client.js';
import type { Outcome } from './gotransverse/gotransverse.faults.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';

/** What the caller of a call decides about; all else ends the attempt. */
export type Decided<T> = { kind: 'done'; value: T } | Refusal;
/** Permanent: the same again is refused again. */
export interface Refusal {
  kind: 'rejected' | 'not_found' | 'already_exists';
  reason: string;
}

/** What was learnt by a call that was done, to be committed with its outcome. */
export type Save<T> =
  HeldWrite | { given: (value: T) => HeldWrite } | ((transaction: Transaction, value: T) => Promise<void>);

function savedWith<T>(save: Save<T>, value: T): Beside {
  if (typeof save === 'function') return (transaction) => save(transaction, value);
  return 'given' in save ? save.given(value) : save;
}

/** Ends an attempt before its end; thrown by whichever step finds that there is no going on. */
export class AttemptEnded extends Error {
  override readonly name = 'AttemptEnded';

  /** Whether it is Gotransverse that refused: then an EID may be another one by now. */
  readonly refusedThere: boolean;
  /** Whether Gotransverse gave no answer. */
  readonly unreachable: boolean;

  constructor(
    readonly end: UnversionedEnd,
    { refusedThere = false, unreachable = false }: { refusedThere?: boolean; unreachable?: boolean } = {},
  ) {
    super(end.reason ?? end.state);
    this.refusedThere = refusedThere;
    this.unreachable = unreachable;
  }
}

/** As {@link AttemptEnd}; the version is added by whoever knows it. */
export type UnversionedEnd =
  | { state: 'quarantined'; reason: string }
  | { state: 'conflict'; reason: string }
  | { state: 'not_needed'; reason: string }
  | Exclude<AttemptEnd, { version: bigint }>;

/** Gotransverse takes no calls for a while, having taken too many: nothing is wrong with the record. */
export class LaneSlowedError extends Error {
  override readonly name = 'LaneSlowedError';

  /** @param askedForMs how long it asks to be left alone, where it says so */
  constructor(
    reason: string,
    readonly askedForMs: number | undefined,
  ) {
    super(reason);
  }
}

export interface AttemptTimes extends LeaseTimes {
  /** Over how long an unknown outcome is looked up before anything is made again. */
  settleMs: number;
  /** No call is begun later than this after the attempt's beginning. */
  budgetMs: number;
}

/** What the steps of an attempt share. */
export interface Push {
  attempt: PushAttempt;
  client: GotransverseClient;
  books: BilledBooks;
  /** What was known of it there when the attempt began; null: it was not there. */
  account: BillingAccount | null;
  references: ResolvedReferences;
}

/** Why an account waits that none is at fault for but us. */
export const SERVICE_FAILED =
  'the service failed at this account, by a fault of its own or of what it has stored; its log says what';

/** How many look-ups an unknown outcome's span is divided into; the procedure asks for three at least. */
const LOOKUPS = 4;
const LEAST_SPACING_MS = 250;
const FIRST_BACKOFF_MS = 5_000;
const MOST_BACKOFF_MS = 900_000;
/** What waits for another record is soon tried again: that one is likely under way. */
const FIRST_WAIT_MS = 1_000;

/** The end of an attempt whose record is tried again later: longer each time, and never many at once. */
function backoffMs(firstMs: number, attempts: number, chance: number): number {
  const longest = Math.min(firstMs * 2 ** Math.min(attempts, 20), MOST_BACKOFF_MS);
  return Math.round(longest * (0.5 + chance / 2));
}

/**
 * One attempt to bring one account to Gotransverse: every call goes through here, under the lease, and in order.
 * What may have an effect is written down before it is sent and settled afterwards, in one transaction with what
 * was learnt by it.
 */
export class PushAttempt {
  /** How many calls that change something there were made. */
  sent = 0;
  /** Whether Gotransverse said anything to the purpose. */
  answered = false;
  /** Whether the account is there by a call of ours that was not known to have had its effect before. */
  private created = false;
  private readonly beganMs: number;
  /** Of customers: held besides, while their party is being made or changed. */
  private readonly alongside: Claim[] = [];

  constructor(
    readonly claim: Claim,
    private readonly times: AttemptTimes,
    private readonly records: SyncRecordsService,
    private readonly clock: Clock,
    /** Aborted: no further call is begun. */
    private readonly signal?: AbortSignal,
  ) {
    this.beganMs = clock.monotonicMs();
  }

  /** The call that a former attempt left without an outcome, where it is of that step. */
  isUnsettled(step: string): boolean {
    return this.claim.unsettled === step;
  }

  /** The same, for steps of a kind. @returns what is behind the kind, e.g. an EID */
  unsettledOf(kind: string): string | undefined {
    const step = this.claim.unsettled;
    return step?.startsWith(`${kind} `) === true ? step.slice(kind.length + 1) : undefined;
  }

  /** The account was made. */
  madeIt(): void {
    this.created = true;
  }

  get did(): Did {
    if (this.created) return 'created';
    return this.sent > 0 ? 'changed' : undefined;
  }

  /** Takes another record besides, until the attempt ends. @returns false while somebody else has it */
  async holdAlongside(record: SyncedRecord): Promise<boolean> {
    if (this.alongside.some(({ record: { kind, id } }) => kind === record.kind && id === record.id))
      return true;
    const claim = await this.records.claim(record, this.times);
    if (claim === undefined) return false;
    this.alongside.push(claim);
    return true;
  }

  /** Ends the attempt, and gives free what was held besides with it. */
  async end(end: AttemptEnd, beside?: HeldWrite): Promise<void> {
    await this.records.end(this.claim, end, { did: this.did, alongside: this.alongside, beside });
    this.alongside.length = 0;
  }

  /** Gives free what was held besides, where the attempt had no end. */
  async releaseAlongside(): Promise<void> {
    for (const claim of this.alongside.splice(0)) await this.records.release(claim);
  }

  /** Asks; changes nothing there. */
  async read<T>(call: () => Promise<Outcome<T>>): Promise<Decided<T>> {
    await this.beforeCall();
    return this.decided(await call());
  }

  /**
   * Sends what changes something there. Without a known outcome the call stays written down, for whoever comes
   * next to ask for, or to wait out: sent again at once, or followed by another, it could still come after it.
   * @param step its identity: never an attempt's number, never a time
   */
  async sendOnce<T>(
    step: string,
    call: () => Promise<Outcome<T>>,
    save: Save<T>,
    beside?: Beside,
  ): Promise<Decided<T>> {
    if (this.claim.unsettled !== undefined)
      throw this.unknown(`what became of an earlier call (${this.claim.unsettled}) is not known yet`);
    await this.beforeCall(step, beside);
    this.sent += 1;
    this.claim.unsettled = step;
    const outcome = await call();
    if (outcome.kind === 'unknown') throw this.unknown(outcome.reason, { unreachable: true });
    await this.records.afterCall(
      this.claim,
      outcome.kind === 'done' ? savedWith(save, outcome.value) : undefined,
    );
    return this.decided(outcome);
  }

  /** What was looked for is there: an unsettled call is settled, with what was learnt. */
  async found(save: Beside): Promise<void> {
    await this.records.afterCall(this.claim, save);
  }

  /** Writes down what was learnt, as long as the record is ours. An unsettled call stays so. */
  async learnt(save: Beside): Promise<void> {
    await this.records.beforeCall(this.claim, this.times, undefined, save);
  }

  /**
   * What an unsettled call was to make is not there. Returns once that has been said often and long enough for
   * it to be sent again.
   * @throws AttemptEnded `unknown` before
   */
  async notFound(what: string): Promise<void> {
    const spacingMs = this.lookupSpacingMs();
    if (await this.records.emptyAnswer(this.claim, this.times.settleMs, spacingMs)) {
      await this.records.afterCall(this.claim);
      return;
    }
    throw this.unknown(`${what} is not there yet; it is looked for until it must be there, or cannot be`);
  }

  /** The end of an attempt that found nothing wrong, and goes on where it is: at once, or as soon as it may. */
  interrupted(reason: string): AttemptEnded {
    return this.claim.unsettled === undefined
      ? new AttemptEnded({ state: 'pending', reason })
      : this.unknown(reason);
  }

  /** The end of an attempt that has to wait for another record. */
  waits(reason: string): AttemptEnded {
    if (this.claim.unsettled !== undefined) return this.unknown(reason);
    const againInMs = backoffMs(FIRST_WAIT_MS, this.claim.attemptsBefore, Math.random());
    return new AttemptEnded({ state: 'pending', reason, againInMs });
  }

  /** @param unreachable whether Gotransverse gave no answer */
  retries(reason: string, { atLeastMs = 0, unreachable = false } = {}): AttemptEnded {
    const backOffMs = backoffMs(FIRST_BACKOFF_MS, this.claim.attemptsBefore, Math.random());
    const againInMs = Math.max(backOffMs, atLeastMs);
    if (this.claim.unsettled !== undefined) return this.unknown(reason, { againInMs, unreachable });
    return new AttemptEnded({ state: 'retrying', reason, againInMs }, { unreachable });
  }

  /** How long a call and the time to look for it take, in milliseconds: what is not there then is not coming. */
  get settledAfterMs(): number {
    return this.times.callMs + this.times.settleMs;
  }

  /** Looked for at least so often within its span, and less often while nobody answers. */
  private unknown(reason: string, { againInMs = 0, unreachable = false } = {}): AttemptEnded {
    const spacedMs = Math.max(this.lookupSpacingMs(), againInMs);
    return new AttemptEnded({ state: 'unknown', reason, againInMs: spacedMs }, { unreachable });
  }

  private lookupSpacingMs(): number {
    return Math.max(this.times.settleMs / LOOKUPS, LEAST_SPACING_MS);
  }

  private async beforeCall(step?: string, beside?: Beside): Promise<void> {
    if (this.signal?.aborted === true)
      throw this.interrupted('the service stopped; the next attempt goes on');
    if (this.clock.monotonicMs() - this.beganMs > this.times.budgetMs)
      throw this.interrupted('there is more to send; the next attempt goes on from here');
    for (const claim of this.alongside) await this.records.beforeCall(claim, this.times);
    await this.records.beforeCall(this.claim, this.times, step, beside);
  }

  /** @throws AttemptEnded, LaneBlockedError, LaneSlowedError for what no step can decide about */
  private decided<T>(outcome: Outcome<T>): Decided<T> {
    switch (outcome.kind) {
      case 'done':
        this.answered = true;
        return outcome;
      case 'rejected':
      case 'not_found':
      case 'already_exists':
        this.answered = true;
        return { kind: outcome.kind, reason: outcome.reason };
      case 'unauthorized':
        throw new LaneBlockedError(outcome.reason);
      case 'throttled':
        throw new LaneSlowedError(outcome.reason, outcome.retryAfterMs);
      default:
        throw this.retries(outcome.reason, { atLeastMs: outcome.retryAfterMs ?? 0, unreachable: true });
    }
  }
}

/** @throws AttemptEnded `quarantined` where the call was refused for good */
export function accepted<T>(outcome: Decided<T>, what: string): T {
  if (outcome.kind === 'done') return outcome.value;
  throw new AttemptEnded(
    { state: 'quarantined', reason: `${what} was refused: ${outcome.reason}` },
    { refusedThere: true },
  );
}

/** All that Gotransverse could not take, before anything was sent. */
export function refusedHere(refusals: readonly Remark[]): AttemptEnded {
  const reason = refusals.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new AttemptEnded({ state: 'quarantined', reason });
}
