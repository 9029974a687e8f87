import type { Clock } from '../../platform/clock/clock.js';
import type { CustomFieldSource, References } from './account-content.types.js';
import type { GotransverseClient } from './gotransverse.client.js';
import type { Fault, Outcome } from './gotransverse.faults.js';
import { chosen, type Choice, type EntryKind } from './gotransverse.reference-names.js';
import type {
  AdjustmentReasonView,
  BillCycleView,
  CustomFieldView,
  ReferenceEntry,
} from './gotransverse.reference-answers.js';

/** What the settings call what we refer to: a name as Gotransverse's pages show it, or `eid:NNN`; all are needed. */
export interface ReferenceNames {
  billCycle: string | undefined;
  category: string | undefined;
  placementReason: string | undefined;
  debitReason: string | undefined;
  creditReason: string | undefined;
  suspensionReason: string | undefined;
  deactivationReason: string | undefined;
  /** Which of our fields goes into which of theirs. */
  customFields: readonly { source: CustomFieldSource; name: string }[];
}

/** The EIDs behind the names. */
export type ResolvedReferences = Omit<References, 'accountPrefix' | 'billType' | 'version'>;

/** Whether names still lead where they led. */
export function sameReferences(some: ResolvedReferences, others: ResolvedReferences): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}

/** Names that lead nowhere: each problem names its setting, what is wrong, and what there is. */
export interface Unresolved {
  kind: 'unresolved';
  problems: string[];
}

type WithSettings<T> = T & {
  /** Names of the settings that mean this entry. */
  usedBy: string[];
};

/** All that can be referred to. */
export interface ReferenceLists {
  billCycles: WithSettings<BillCycleView>[];
  categories: WithSettings<ReferenceEntry>[];
  adjustmentReasons: WithSettings<AdjustmentReasonView>[];
  suspensionReasons: WithSettings<ReferenceEntry>[];
  deactivationReasons: WithSettings<ReferenceEntry>[];
  customFields: WithSettings<CustomFieldView>[];
}

interface Lists {
  billCycles: BillCycleView[];
  categories: ReferenceEntry[];
  adjustmentReasons: AdjustmentReasonView[];
  suspensionReasons: ReferenceEntry[];
  deactivationReasons: ReferenceEntry[];
  customFields: CustomFieldView[];
}

type Source = Pick<
  GotransverseClient,
  'listBillCycles' | 'listCategories' | 'listAdjustmentReasons' | 'listReasons' | 'listCustomFields'
>;

/** They change by hand, in Gotransverse's pages. An EID that is refused says so earlier: `invalidate`. */
const KEEP_MS = 600_000;
/** Somebody may be mending it right now; each look costs six calls. */
const KEEP_UNRESOLVED_MS = 30_000;

const BILL_CYCLE: EntryKind<BillCycleView> = { one: 'bill cycle', isUsable: isActive };
const CATEGORY: EntryKind<ReferenceEntry> = { one: 'account category', isUsable: isActive };
const CREDIT_REASON: EntryKind<AdjustmentReasonView> = {
  one: 'primary adjustment reason',
  isUsable: (reason) => isActive(reason) && reason.level === 'PRIMARY',
};
const DEBIT_REASON: EntryKind<AdjustmentReasonView> = {
  ...CREDIT_REASON,
  refuse: ({ creditOnly }) =>
    creditOnly
      ? 'is for credits only, and this is a debit: name another reason, or make one in Gotransverse without "credit only"'
      : undefined,
};
const SUSPENSION_REASON: EntryKind<ReferenceEntry> = { one: 'suspension reason', isUsable: isActive };
const DEACTIVATION_REASON: EntryKind<ReferenceEntry> = { one: 'deactivation reason', isUsable: isActive };
const CUSTOM_FIELD: EntryKind<CustomFieldView> = {
  one: 'custom field of billing accounts',
  isUsable: ({ enabled, customFieldType }) => enabled && customFieldType === 'BILLING_ACCOUNT',
};

/**
 * The EIDs behind the names in the settings. What is set up in Gotransverse can only be read by its API, so names
 * that it does not know are told to whoever can mend them.
 */
export class ReferenceData {
  private kept: { lists: Promise<Outcome<Lists>>; untilMs: number } | undefined;

  constructor(
    private readonly client: Source,
    private readonly names: ReferenceNames,
    private readonly clock: Clock,
  ) {}

  /** All references at once, or all that is wrong with the names, or why Gotransverse could not be asked. */
  async resolve(): Promise<Outcome<ResolvedReferences> | Unresolved> {
    const lists = await this.lists();
    if (lists.kind !== 'done') return lists;
    const problems: string[] = [];
    const value = resolved(choices(this.names, lists.value), problems);
    if (value !== undefined) return { kind: 'done', value };
    this.keepNoLongerThan(KEEP_UNRESOLVED_MS);
    return { kind: 'unresolved', problems };
  }

  /** All that there is, of every status, and which settings mean what. */
  async listAll(): Promise<Outcome<ReferenceLists>> {
    const lists = await this.lists();
    if (lists.kind !== 'done') return lists;
    return { kind: 'done', value: withSettings(lists.value, choices(this.names, lists.value)) };
  }

  /** To be called where Gotransverse refuses an EID: the next who asks has all read anew. */
  invalidate(): void {
    this.kept = undefined;
  }

  private lists(): Promise<Outcome<Lists>> {
    if (this.kept !== undefined && this.clock.monotonicMs() < this.kept.untilMs) return this.kept.lists;
    const kept = { lists: load(this.client), untilMs: Infinity };
    this.kept = kept;
    const keep = (ms: number) => {
      kept.untilMs = this.clock.monotonicMs() + ms;
    };
    kept.lists.then(
      (lists) => keep(lists.kind === 'done' ? KEEP_MS : 0),
      () => keep(0),
    );
    return kept.lists;
  }

  private keepNoLongerThan(ms: number): void {
    if (this.kept !== undefined)
      this.kept.untilMs = Math.min(this.kept.untilMs, this.clock.monotonicMs() + ms);
  }
}

/** The first fault ends it: half of the lists are of no use. */
async function load(client: Source): Promise<Outcome<Lists>> {
  let fault: Fault | undefined;
  const list = async <T>(asked: Promise<Outcome<T[]>>): Promise<T[]> => {
    const outcome = await asked;
    if (outcome.kind === 'done') return outcome.value;
    fault ??= outcome;
    return [];
  };
  const [billCycles, categories, adjustmentReasons, suspensionReasons, deactivationReasons, customFields] =
    await Promise.all([
      list(client.listBillCycles()),
      list(client.listCategories()),
      list(client.listAdjustmentReasons()),
      list(client.listReasons('Suspension')),
      list(client.listReasons('Deactivation')),
      list(client.listCustomFields()),
    ]);
  return (
    fault ?? {
      kind: 'done',
      value: {
        billCycles,
        categories,
        adjustmentReasons,
        suspensionReasons,
        deactivationReasons,
        customFields,
      },
    }
  );
}

function choices(names: ReferenceNames, lists: Lists) {
  const debit = (setting: string, name: string | undefined) =>
    chosen(setting, name, lists.adjustmentReasons, DEBIT_REASON);
  return {
    billCycle: chosen('GOTRANSVERSE_BILL_CYCLE', names.billCycle, lists.billCycles, BILL_CYCLE),
    category: chosen('GOTRANSVERSE_ACCOUNT_CATEGORY', names.category, lists.categories, CATEGORY),
    placementReason: debit('GOTRANSVERSE_PLACEMENT_REASON', names.placementReason),
    debitReason: debit('GOTRANSVERSE_DEBIT_REASON', names.debitReason),
    creditReason: chosen(
      'GOTRANSVERSE_CREDIT_REASON',
      names.creditReason,
      lists.adjustmentReasons,
      CREDIT_REASON,
    ),
    suspensionReason: chosen(
      'GOTRANSVERSE_SUSPENSION_REASON',
      names.suspensionReason,
      lists.suspensionReasons,
      SUSPENSION_REASON,
    ),
    deactivationReason: chosen(
      'GOTRANSVERSE_DEACTIVATION_REASON',
      names.deactivationReason,
      lists.deactivationReasons,
      DEACTIVATION_REASON,
    ),
    customFields: names.customFields.map(({ source, name }) => ({
      source,
      choice: chosen(`GOTRANSVERSE_CUSTOM_FIELDS (${source})`, name, lists.customFields, CUSTOM_FIELD),
    })),
  };
}

type Choices = ReturnType<typeof choices>;

/** @param problems gets a line for each that is not resolved; there are none exactly where all is */
function resolved(made: Choices, problems: string[]): ResolvedReferences | undefined {
  const entryOf = <T>(choice: Choice<T>): T | undefined => {
    if ('problem' in choice) problems.push(choice.problem);
    return 'entry' in choice ? choice.entry : undefined;
  };
  const billCycle = entryOf(made.billCycle);
  const category = entryOf(made.category);
  const placement = entryOf(made.placementReason);
  const debit = entryOf(made.debitReason);
  const credit = entryOf(made.creditReason);
  const suspension = entryOf(made.suspensionReason);
  const deactivation = entryOf(made.deactivationReason);
  const customFields = made.customFields.map(({ source, choice }) => ({ source, field: entryOf(choice) }));
  const reasons = placement && debit && credit && { placement, debit, credit };
  const endings = suspension && deactivation && { suspension, deactivation };
  if (billCycle === undefined || category === undefined || reasons === undefined || endings === undefined)
    return undefined;
  if (problems.length > 0) return undefined;
  return {
    billCycle: { element: billCycle.element, eid: billCycle.eid },
    category: { eid: category.eid },
    placementReason: { eid: reasons.placement.eid, level: 'PRIMARY' },
    debitReason: { eid: reasons.debit.eid, level: 'PRIMARY' },
    creditReason: { eid: reasons.credit.eid, level: 'PRIMARY' },
    suspensionReason: { eid: endings.suspension.eid },
    deactivationReason: { eid: endings.deactivation.eid },
    customFields: customFields.flatMap(({ source, field }) =>
      field === undefined ? [] : [{ source, eid: field.eid }],
    ),
  };
}

function withSettings(lists: Lists, made: Choices): ReferenceLists {
  const fields = made.customFields.map(({ choice }) => choice);
  const marked = <T extends ReferenceEntry>(entries: T[], of: readonly Choice<T>[]): WithSettings<T>[] =>
    entries.map((entry) => ({
      ...entry,
      usedBy: of.flatMap((choice) =>
        'entry' in choice && choice.entry.eid === entry.eid ? [choice.setting] : [],
      ),
    }));
  return {
    billCycles: marked(lists.billCycles, [made.billCycle]),
    categories: marked(lists.categories, [made.category]),
    adjustmentReasons: marked(lists.adjustmentReasons, [
      made.placementReason,
      made.debitReason,
      made.creditReason,
    ]),
    suspensionReasons: marked(lists.suspensionReasons, [made.suspensionReason]),
    deactivationReasons: marked(lists.deactivationReasons, [made.deactivationReason]),
    customFields: marked(lists.customFields, fields),
  };
}

/** Categories say it in words of their own. What is not told is not held against it. */
function isActive({ status }: ReferenceEntry): boolean {
  return status === undefined || status === 'ACTIVE' || status === 'BA_CATEGORY_ACTIVE';
}
