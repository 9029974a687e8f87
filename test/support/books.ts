import type { CustomerView } from '../../src/customers/customer.types.js';
import type { DebtAccountView } from '../../src/debt-accounts/debt-account-view.types.js';
import type { LocationView } from '../../src/locations/location.types.js';
import type { Api } from './api.js';

type Body = Record<string, unknown>;

let made = 0;

/** `NOUN-0007`: another one at each call of a test file, and later in order. */
export function newRef(noun: string): string {
  made += 1;
  return `${noun}-${String(made).padStart(4, '0')}`;
}

/** Invented creditors, debtors and debts; what a test says of them goes before what is made up. */
export function books(api: Api) {
  const location = (body: Body = {}): Promise<LocationView> => {
    const external_id = newRef('LOC');
    return api.createLocation({ external_id, name: `Lakeside Clinic ${external_id}`, ...body });
  };
  const customer = (body: Body = {}): Promise<CustomerView> =>
    api.createCustomer({ external_id: newRef('CUST'), name: 'Robin Example', ...body });
  const account = async (body: Body = {}): Promise<DebtAccountView> =>
    api.createAccount({
      external_id: newRef('ACCT'),
      customer_id: body['customer_id'] ?? (await customer()).external_id,
      location_id: body['location_id'] ?? (await location()).external_id,
      ...body,
    });
  /** A parent and its children, in the order given. */
  const family = async (
    children: Body[],
    parentBody: Body = {},
  ): Promise<{ parent: DebtAccountView; children: DebtAccountView[] }> => {
    const parent = await account(parentBody);
    const views: DebtAccountView[] = [];
    for (const child of children) views.push(await account({ ...childOf(parent), ...child }));
    return { parent: await api.account(parent.external_id), children: views };
  };
  return { location, customer, account, family };
}

/** What a child shares with its parent. */
export function childOf(parent: DebtAccountView): Body {
  return {
    customer_id: parent.customer_external_id,
    location_id: parent.location_external_id,
    parent_external_id: parent.external_id,
  };
}
