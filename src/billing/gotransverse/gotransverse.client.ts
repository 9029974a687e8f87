import type { Clock } from '../../platform/clock/clock.js';
import {
  ACCOUNTS,
  CUSTOM_FIELD_VALUES,
  readAccount,
  readParty,
  type AccountView,
  type CustomFieldValueView,
  type PartyView,
} from './gotransverse.account-answers.js';
import type { PartyKind } from './account-content.types.js';
import type { Created, Eid, Page } from './gotransverse.answers.js';
import { GotransverseCalls, type BodyJudge, type CallContext, type Target } from './gotransverse.calls.js';
import type { GotransverseConnection } from './gotransverse.connection.js';
import type { Outcome } from './gotransverse.faults.js';
import {
  ADJUSTMENTS,
  PAYMENTS,
  readAdjustment,
  type AdjustmentView,
  type PaymentView,
} from './gotransverse.money-answers.js';
import {
  ADJUSTMENT_REASONS,
  BILL_CYCLES,
  CATEGORIES,
  CUSTOM_FIELDS,
  readUser,
  reasonsOf,
  SYSTEM_SETTINGS,
  type AdjustmentReasonView,
  type BillCycleView,
  type CustomFieldView,
  type ReasonType,
  type ReferenceEntry,
  type SystemSettingView,
  type UserView,
} from './gotransverse.reference-answers.js';
import type { GotransverseTransport } from './gotransverse.transport.js';
import type { XmlElement } from './gotransverse.xml.js';

type Changed = Promise<Outcome<undefined>>;

/** How much of an account is told: parts as EIDs and counts, or whole where the tenant allows it. */
export type QueryScope = 'SHALLOW' | 'DEEP';

const PARTY_PATHS: Readonly<Record<PartyKind, string>> = {
  person: '/people',
  organization: '/organizations',
};

/** More accounts of one number than this are no answer to a look-up. */
const MAX_FOUND_PAGES = 50;

/**
 * Gotransverse's XML REST API, a method per operation. Each asks once and never again by itself; none throws for
 * what the network or Gotransverse do. Bodies are judged by the schema before they leave.
 */
export class GotransverseClient {
  private constructor(private readonly calls: GotransverseCalls) {}

  /**
   * @param transport holds the connections; to be closed by whoever made it
   * @param judge of outgoing bodies: `gotransverseSchema(version)`
   */
  static over(
    transport: Pick<GotransverseTransport, 'exchange'>,
    judge: BodyJudge,
    version: GotransverseConnection['version'],
    clock: Clock,
  ): GotransverseClient {
    return new GotransverseClient(new GotransverseCalls({ transport, judge, version, clock }, {}));
  }

  /** The same client and connections for one caller: its signal ends its calls, its `onCall` hears of them. */
  in(context: CallContext): GotransverseClient {
    return new GotransverseClient(this.calls.in(context));
  }

  createAccount(body: XmlElement): Promise<Outcome<Created>> {
    return this.calls.create(post('createAccount', '/billingAccounts'), body);
  }

  /** All of this very number, of every status; the tenant may compare without regard to case, we do not. */
  async findAccounts(externalAccountNum: string): Promise<Outcome<AccountView[]>> {
    const target = get('findAccounts', '/billingAccounts', { externalAccountNum });
    const found = await this.calls.askAll(target, ACCOUNTS, MAX_FOUND_PAGES);
    if (found.kind !== 'done') return found;
    return {
      kind: 'done',
      value: found.value.filter((account) => account.externalAccountNum === externalAccountNum),
    };
  }

  readAccount(eid: Eid, queryScope?: QueryScope): Promise<Outcome<AccountView>> {
    const target = { ...get('readAccount', '/billingAccounts/{eid}', { queryScope }), eid };
    return this.calls.ask(target, 'billingAccount', readAccount);
  }

  /** One page of 50, the first being 1, to compare all that is there with what is here. */
  listAccountsByCategory(
    categoryEid: Eid,
    pageNumber: number,
    queryScope?: QueryScope,
  ): Promise<Outcome<Page<AccountView>>> {
    const keys = { billingAccountCategoryEid: categoryEid, queryScope };
    return this.calls.askPage(get('listAccountsByCategory', '/billingAccounts', keys), ACCOUNTS, pageNumber);
  }

  updateAccount(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(put('updateAccount', '/billingAccounts/{eid}', eid), body);
  }

  suspendAccount(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('suspendAccount', '/billingAccounts/{eid}/suspend', eid), body);
  }

  resumeAccount(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('resumeAccount', '/billingAccounts/{eid}/resume', eid), body);
  }

  deactivateAccount(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('deactivateAccount', '/billingAccounts/{eid}/deactivate', eid), body);
  }

  moveToBillCycle(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('moveToBillCycle', '/billingAccounts/{eid}/moveToBillCycle', eid), body);
  }

  addParent(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('addParent', '/billingAccounts/{eid}/addParentBillingAccount', eid), body);
  }

  changeParent(eid: Eid, body: XmlElement): Changed {
    const path = '/billingAccounts/{eid}/changeParentBillingAccount';
    return this.calls.command(post('changeParent', path, eid), body);
  }

  removeParent(eid: Eid, body: XmlElement): Changed {
    const path = '/billingAccounts/{eid}/removeParentBillingAccount';
    return this.calls.command(post('removeParent', path, eid), body);
  }

  addCustomFieldValue(eid: Eid, body: XmlElement): Changed {
    const path = '/billingAccounts/{eid}/addCustomFieldValue';
    return this.calls.command(post('addCustomFieldValue', path, eid), body);
  }

  removeCustomFieldValue(eid: Eid, body: XmlElement): Changed {
    const path = '/billingAccounts/{eid}/removeCustomFieldValue';
    return this.calls.command(post('removeCustomFieldValue', path, eid), body);
  }

  /** @param valueEid of the value, not of its field */
  updateCustomFieldValue(valueEid: Eid, body: XmlElement): Changed {
    return this.calls.command(put('updateCustomFieldValue', '/customFieldValues/{eid}', valueEid), body);
  }

  /** For tenants that do not allow deep answers. */
  listCustomFieldValues(accountEid: Eid): Promise<Outcome<CustomFieldValueView[]>> {
    const keys = { billingAccountEid: accountEid };
    return this.calls.askAll(get('listCustomFieldValues', '/customFieldValues', keys), CUSTOM_FIELD_VALUES);
  }

  readParty(kind: PartyKind, eid: Eid): Promise<Outcome<PartyView>> {
    const target = { ...get('readParty', `${PARTY_PATHS[kind]}/{eid}`), eid };
    return this.calls.ask(target, kind, (party) => readParty(kind, party));
  }

  updateParty(kind: PartyKind, eid: Eid, body: XmlElement): Changed {
    return this.calls.command(put('updateParty', `${PARTY_PATHS[kind]}/{eid}`, eid), body);
  }

  addAddress(kind: PartyKind, eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('addAddress', `${PARTY_PATHS[kind]}/{eid}/addAddress`, eid), body);
  }

  /** It is `PENDING` then, and counts when it is posted. */
  createAdjustment(body: XmlElement): Promise<Outcome<Created>> {
    return this.calls.create(post('createAdjustment', '/adjustments'), body);
  }

  postAdjustment(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('postAdjustment', '/adjustments/{eid}/post', eid), body);
  }

  /** Of a posted credit. */
  reverseAdjustment(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('reverseAdjustment', '/adjustments/{eid}/reverse', eid), body);
  }

  /** Of a posted debit that no invoice holds yet. */
  reverseDebitAdjustment(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('reverseDebitAdjustment', '/adjustments/{eid}/reverseDebit', eid), body);
  }

  /** Of a pending one. */
  removeAdjustment(eid: Eid, body: XmlElement): Changed {
    return this.calls.command(post('removeAdjustment', '/adjustments/{eid}/remove', eid), body);
  }

  readAdjustment(eid: Eid): Promise<Outcome<AdjustmentView>> {
    const target = { ...get('readAdjustment', '/adjustments/{eid}'), eid };
    return this.calls.ask(target, 'adjustment', readAdjustment);
  }

  listAdjustments(of: {
    accountEid: Eid;
    status?: 'PENDING' | 'POSTED' | 'REVERSED';
    invoiceEid?: Eid;
  }): Promise<Outcome<AdjustmentView[]>> {
    const keys = { billingAccountEid: of.accountEid, status: of.status, invoiceEid: of.invoiceEid };
    return this.calls.askAll(get('listAdjustments', '/adjustments', keys), ADJUSTMENTS);
  }

  createPayment(body: XmlElement): Promise<Outcome<Created>> {
    return this.calls.create(post('createPayment', '/payments'), body);
  }

  /** All of this very reference. */
  async findPayments(reference: string): Promise<Outcome<PaymentView[]>> {
    const found = await this.calls.askAll(
      get('findPayments', '/payments', { reference }),
      PAYMENTS,
      MAX_FOUND_PAGES,
    );
    if (found.kind !== 'done') return found;
    return { kind: 'done', value: found.value.filter((payment) => payment.reference === reference) };
  }

  listPayments(accountEid: Eid): Promise<Outcome<PaymentView[]>> {
    return this.calls.askAll(get('listPayments', '/payments', { billingAccountEid: accountEid }), PAYMENTS);
  }

  listBillCycles(): Promise<Outcome<BillCycleView[]>> {
    return this.calls.askAll(get('listBillCycles', '/billCycles'), BILL_CYCLES);
  }

  listCategories(): Promise<Outcome<ReferenceEntry[]>> {
    return this.calls.askAll(get('listCategories', '/billingAccountCategories'), CATEGORIES);
  }

  listAdjustmentReasons(): Promise<Outcome<AdjustmentReasonView[]>> {
    return this.calls.askAll(get('listAdjustmentReasons', '/adjustmentReasons'), ADJUSTMENT_REASONS);
  }

  listReasons(type: ReasonType): Promise<Outcome<ReferenceEntry[]>> {
    return this.calls.askAll(get('listReasons', '/reasons', { type }), reasonsOf(type));
  }

  listCustomFields(): Promise<Outcome<CustomFieldView[]>> {
    return this.calls.askAll(get('listCustomFields', '/customFields'), CUSTOM_FIELDS);
  }

  /** The user whose credentials are sent: the cheapest proof that they are taken. */
  currentUser(): Promise<Outcome<UserView>> {
    return this.calls.ask(get('currentUser', '/users/current'), 'user', readUser);
  }

  /** Those of the names that the tenant shows; four at most, by the vendor's pages. */
  async systemSettings(names: readonly string[]): Promise<Outcome<SystemSettingView[]>> {
    const all = await this.calls.askAll(get('systemSettings', '/systemSettings'), SYSTEM_SETTINGS);
    if (all.kind !== 'done') return all;
    return { kind: 'done', value: all.value.filter(({ name }) => names.includes(name)) };
  }
}

function get(operation: string, pathPattern: string, query: Target['query'] = {}): Target {
  return { operation, method: 'GET', pathPattern, query };
}

function post(operation: string, pathPattern: string, eid?: Eid): Target {
  return { operation, method: 'POST', pathPattern, ...(eid !== undefined && { eid }) };
}

function put(operation: string, pathPattern: string, eid: Eid): Target {
  return { operation, method: 'PUT', pathPattern, eid };
}
