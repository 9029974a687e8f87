import type { BilledBooks } from './billed-books.js';
import { GotransverseCaller, type GotransverseAnswer } from './gotransverse-caller.js';

/** Somebody who changes things at Gotransverse by hand, by its own API; each change must be taken. */
export class VendorHand {
  private readonly caller: GotransverseCaller;

  constructor(private readonly books: BilledBooks) {
    this.caller = new GotransverseCaller(books.sandbox);
  }

  /** @param more attributes, such as a description */
  async adjustment(
    accountEid: string,
    { amount, credit = false, description, post = true }: HandAdjustment,
  ): Promise<string> {
    const eid = await this.caller.created(
      'adjustments',
      `<adjustment xmlns="${this.caller.namespace}" occurredOn="2026-01-31T00:00:00.000Z" amount="${amount}"
          credit="${String(credit)}" type="MANUAL" description="${description ?? 'by telephone'}">
        <billingAccount eid="${accountEid}"/><reason eid="${credit ? '133' : '132'}" level="PRIMARY"/>
      </adjustment>`,
    );
    if (post) await this.adjustmentCommand(eid, 'post', 'postAdjustment');
    return eid;
  }

  async reverse(eid: string, credit: boolean): Promise<void> {
    if (credit) await this.adjustmentCommand(eid, 'reverse', 'reverseAdjustment', '', 'fullAmount="true"');
    else
      await this.adjustmentCommand(
        eid,
        'reverseDebit',
        'reverseDebitAdjustment',
        '<reason eid="133" level="PRIMARY"/>',
        'description="wrong"',
      );
  }

  suspend(accountEid: string): Promise<void> {
    const rest = '<startDate>2026-01-31T00:00:00.000Z</startDate><reason eid="211"/>';
    return this.accountCommand(accountEid, 'suspend', 'suspendBillingAccount', rest);
  }

  deactivate(accountEid: string): Promise<void> {
    const rest = '<startDate>2026-01-31T00:00:00.000Z</startDate><reason eid="212"/>';
    return this.accountCommand(accountEid, 'deactivate', 'deactivateBillingAccount', rest);
  }

  moveToDaily(accountEid: string): Promise<void> {
    const rest = '<billCycle eid="1682"/>';
    return this.accountCommand(accountEid, 'moveToBillCycle', 'moveBillingAccountToBillCycle', rest);
  }

  /** Another category, or another number. */
  async change(accountEid: string, attributes: string, children = ''): Promise<void> {
    const body = `<billingAccount xmlns="${this.caller.namespace}" eid="${accountEid}" billType="NONE" ${attributes}>${children}</billingAccount>`;
    taken(await this.caller.put(`billingAccounts/${accountEid}`, body));
  }

  rename(personEid: string, lastName: string): Promise<void> {
    return this.changePerson(personEid, `lastName="${lastName}"`);
  }

  born(personEid: string, day: string): Promise<void> {
    return this.changePerson(personEid, `dob="${day}"`);
  }

  private async changePerson(eid: string, attributes: string): Promise<void> {
    const body = `<person xmlns="${this.caller.namespace}" eid="${eid}" ${attributes}/>`;
    taken(await this.caller.put(`people/${eid}`, body));
  }

  async email(personEid: string, email: string): Promise<void> {
    const address = `<emailAddress purpose="PRIMARY" email="${email}"/>`;
    const body = this.caller.command('addAddressToParty', 'person', personEid, address);
    taken(await this.caller.post(`people/${personEid}/addAddress`, body));
  }

  payment(accountEid: string, amount: string): Promise<string> {
    return this.caller.created(
      'payments',
      `<payment xmlns="${this.caller.namespace}" amount="${amount}" reference="tx-${accountEid}"><billingAccount eid="${accountEid}"/><cashPayment/></payment>`,
    );
  }

  private async accountCommand(eid: string, path: string, root: string, rest: string): Promise<void> {
    const body = this.caller.command(root, 'billingAccount', eid, rest);
    taken(await this.caller.post(`billingAccounts/${eid}/${path}`, body));
  }

  private async adjustmentCommand(
    eid: string,
    path: string,
    root: string,
    rest = '',
    attributes = '',
  ): Promise<void> {
    const body = this.caller.command(root, 'adjustment', eid, rest, attributes);
    taken(await this.caller.post(`adjustments/${eid}/${path}`, body));
  }

  /** The EID of the account of that number, and of its party. */
  eidsOf(externalAccountNum: string): { account: string; party: string } {
    const { eid, party } = this.books.there(externalAccountNum);
    return { account: eid, party: party.eid };
  }
}

export interface HandAdjustment {
  /** Such as `12.34`. */
  amount: string;
  credit?: boolean;
  description?: string;
  /** Pending otherwise. */
  post?: boolean;
}

function taken({ status, text }: GotransverseAnswer): void {
  if (status < 200 || status > 299) throw new Error(`Not taken: ${String(status)} ${text}`);
}
