import { BILL_CYCLE_ELEMENTS } from './gotransverse.account-answers.js';
import { booleanIn, eidOf, UnreadableAnswerError, type Eid, type ListShape } from './gotransverse.answers.js';
import type { XmlElement } from './gotransverse.xml.js';

/** What is set up in Gotransverse's pages and can only be read here. */
export interface ReferenceEntry {
  eid: Eid;
  /** What people call it; empty where there is nothing. */
  name: string;
  status?: string | undefined;
}

export interface BillCycleView extends ReferenceEntry {
  /** The element of its kind, e.g. `monthlyBillCycle`. */
  element: string;
}

export interface AdjustmentReasonView extends ReferenceEntry {
  level: 'PRIMARY' | 'SECONDARY';
  /** Cannot be the reason of a debit. */
  creditOnly: boolean;
}

export interface CustomFieldView extends ReferenceEntry {
  /** E.g. `BILLING_ACCOUNT`. */
  customFieldType?: string | undefined;
  enabled: boolean;
  /** `TEXT_FIELD` or `LIST`. */
  fieldType?: string | undefined;
  fieldValidationType?: string | undefined;
}

export type ReasonType = 'Suspension' | 'Deactivation';

export interface UserView {
  eid: Eid;
  username?: string | undefined;
  tenantEid?: string | undefined;
}

/** Unlike all others they have no EID (1.29: BaseTractObject). */
export interface SystemSettingView {
  name: string;
  value?: string | undefined;
}

export const BILL_CYCLES: ListShape<BillCycleView> = {
  list: 'billCycles',
  items: Object.fromEntries(
    BILL_CYCLE_ELEMENTS.map((element) => [element, (cycle: XmlElement) => ({ ...entry(cycle), element })]),
  ),
};

/** Their name is `description`: reference, section 3.10. */
export const CATEGORIES: ListShape<ReferenceEntry> = {
  list: 'billingAccountCategories',
  items: { billingAccountCategory: (category) => entry(category, 'description') },
};

export const ADJUSTMENT_REASONS: ListShape<AdjustmentReasonView> = {
  list: 'adjustmentReasons',
  items: {
    adjustmentReason: (reason) => ({
      ...entry(reason),
      level: levelOf(reason),
      creditOnly: booleanIn(reason, 'creditOnly') ?? false,
    }),
  },
};

const REASON_ELEMENTS: Readonly<Record<ReasonType, string>> = {
  Suspension: 'suspensionReason',
  Deactivation: 'deactivationReason',
};

/** The list mixes kinds where the server does not heed the key `type`. */
export function reasonsOf(type: ReasonType): ListShape<ReferenceEntry> {
  return { list: 'reasons', items: { [REASON_ELEMENTS[type]]: (reason) => entry(reason) } };
}

export const CUSTOM_FIELDS: ListShape<CustomFieldView> = {
  list: 'customFields',
  items: {
    customField: (field) => ({
      ...entry(field),
      customFieldType: field.attributes['customFieldType'],
      enabled: booleanIn(field, 'enabled') ?? true,
      fieldType: field.attributes['fieldType'],
      fieldValidationType: field.attributes['fieldValidationType'],
    }),
  },
};

export const SYSTEM_SETTINGS: ListShape<SystemSettingView> = {
  list: 'systemSettings',
  items: {
    systemSetting: (setting) => {
      const { name = '', value } = setting.attributes;
      return { name, value };
    },
  },
};

export function readUser(user: XmlElement): UserView {
  const { username, tenantEid } = user.attributes;
  return { eid: eidOf(user), username, tenantEid };
}

function entry(found: XmlElement, nameAttribute = 'name'): ReferenceEntry {
  const { [nameAttribute]: name = '', status } = found.attributes;
  return { eid: eidOf(found), name, status };
}

function levelOf({ name, attributes }: XmlElement): 'PRIMARY' | 'SECONDARY' {
  const { level } = attributes;
  if (level === 'PRIMARY' || level === 'SECONDARY') return level;
  throw new UnreadableAnswerError(`${name} has no level`);
}
