import { element, type XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import type { Books } from './books.js';
import { decimalOf } from './money.js';
import { pageAttributes } from './query.js';
import {
  CYCLE_ELEMENTS,
  type Account,
  type Adjustment,
  type CustomFieldValue,
  type CycleKind,
  type Party,
  type PartyKind,
  type Payment,
  type ReferenceItem,
} from './records.js';
import type { Scope } from './resource.js';

/** How the vendor shows its entities. Of children a shallow answer shows the eid alone, of collections the counts. */
export class Views {
  constructor(private readonly books: Books) {}

  account(row: Account, scope: Scope, version: string): XmlElement {
    const { books } = this;
    if (scope === 'EID') return reference('billingAccount', row.eid);
    const cycle = books.referenceItem('billCycles', row.billCycleEid);
    const category = books.referenceItem('billingAccountCategories', row.categoryEid);
    const values = books.customFieldValues.by('accountEid', row.eid);
    const party = books.parties(row.partyKind).get(row.partyEid);
    const deep = scope === 'DEEP';
    return element('billingAccount', this.accountAttributes(row, scope), [
      cycle && this.cycle(cycle, below(scope)),
      party && this.party(row.partyKind, party, below(scope)),
      version === '1.33' ? this.accountReason(row) : undefined,
      category && this.item('billingAccountCategory', category, below(scope)),
      nested(
        'customFieldValues',
        values.map((value) => this.customFieldValue(value, scope)),
        deep,
      ),
      nested('people', [], deep),
      row.parentEid === undefined ? undefined : reference('parentBillingAccount', row.parentEid),
    ]);
  }

  private accountAttributes(row: Account, scope: Scope): Record<string, string | undefined> {
    return {
      eid: row.eid,
      queryScope: scope,
      accountNum: row.accountNum,
      ...row.attributes,
      status: row.status,
      pendingChargesTotal: '0.00',
      balance: decimalOf(this.books.balanceCents(row.eid)),
      startDate: row.startDate,
      endDate: row.endDate,
    };
  }

  private accountReason({ status, reasonEid }: Account): XmlElement | undefined {
    if (reasonEid === undefined) return undefined;
    return reference(status === 'SUSPENDED' ? 'suspensionReason' : 'deactivationReason', reasonEid);
  }

  /** Addresses come in every scope but EID: they are no collection with counts, and have no eid to be asked by. */
  party(kind: PartyKind, row: Party, scope: Scope): XmlElement {
    if (scope === 'EID') return reference(kind, row.eid);
    const addresses = row.addresses.map((address) => element(address.kind, address.attributes));
    return element(kind, { eid: row.eid, queryScope: scope, ...row.attributes }, [
      element('addresses', {}, addresses),
    ]);
  }

  adjustment(row: Adjustment, scope: Scope): XmlElement {
    if (scope === 'EID') return reference('adjustment', row.eid);
    const { amountCents, credit, status } = row;
    const attributes = {
      eid: row.eid,
      queryScope: scope,
      occurredOn: row.occurredOn,
      amount: decimalOf(amountCents),
      description: row.description,
      invoiced: String(row.invoiced),
      credit: String(credit),
      status,
      type: row.type,
      postedOn: row.postedOn,
      postedBy: row.postedOn === undefined ? undefined : 'sandbox',
      manualInvoiceApplication: row.manualInvoiceApplication,
      // There are no invoices that a credit could be applied to.
      unappliedAmount: decimalOf(status === 'POSTED' && credit ? amountCents : 0),
      creditNumber: row.creditNumber,
    };
    return element('adjustment', attributes, [
      this.accountChild(row.accountEid, scope),
      this.reason('reason', row.reasonEid),
      row.secondaryReasonEid === undefined
        ? undefined
        : this.reason('secondaryReason', row.secondaryReasonEid),
    ]);
  }

  payment(row: Payment, scope: Scope): XmlElement {
    if (scope === 'EID') return reference('payment', row.eid);
    const attributes = {
      eid: row.eid,
      queryScope: scope,
      amount: decimalOf(row.amountCents),
      ...row.attributes,
      occurredOn: row.occurredOn,
      status: row.status,
      unappliedAmount: decimalOf(row.status === 'COMPLETED' ? row.amountCents : 0),
    };
    return element('payment', attributes, [
      this.accountChild(row.accountEid, scope),
      element(row.method.element, row.method.attributes),
    ]);
  }

  customFieldValue(row: CustomFieldValue, scope: Scope): XmlElement {
    const field = this.books.referenceItem('customFields', row.customFieldEid);
    return element('customFieldValue', { eid: row.eid, queryScope: scope, value: row.value }, [
      field && this.item('customField', field, below(scope)),
    ]);
  }

  cycle(row: ReferenceItem, scope: Scope): XmlElement {
    return this.item(CYCLE_ELEMENTS[row.attributes['billCycleType'] as CycleKind], row, scope);
  }

  item(name: string, { eid, attributes }: ReferenceItem, scope: Scope): XmlElement {
    if (scope === 'EID') return reference(name, eid);
    return element(name, { eid, queryScope: scope, ...attributes });
  }

  /** The tutorial's shallow adjustment shows its reason with attributes. */
  private reason(name: string, eid: string): XmlElement | undefined {
    const row = this.books.referenceItem('adjustmentReasons', eid);
    return row && this.item(name, row, 'SHALLOW');
  }

  private accountChild(eid: string, scope: Scope): XmlElement | undefined {
    const account = this.books.accounts.get(eid);
    if (account === undefined) return undefined;
    return scope === 'DEEP'
      ? element('billingAccount', this.accountAttributes(account, 'SHALLOW'))
      : reference('billingAccount', eid);
  }
}

function below(scope: Scope): Scope {
  return scope === 'DEEP' ? 'DEEP' : 'EID';
}

function reference(name: string, eid: string): XmlElement {
  return element(name, { eid, queryScope: 'EID' });
}

function nested(name: string, items: readonly XmlElement[], deep: boolean): XmlElement {
  const attributes = pageAttributes(1, Math.max(items.length, 50), items.length, deep ? items.length : 0);
  return element(name, attributes, deep ? items : []);
}
