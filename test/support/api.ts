import type { CustomerView } from '../../src/customers/customer.types.js';
import type { DebtAccountView } from '../../src/debt-accounts/debt-account-view.types.js';
import type { LedgerEntryView } from '../../src/debt-accounts/ledger-entry.types.js';
import type { LocationView } from '../../src/locations/location.types.js';
import { ask, type Answer } from './http.js';

type Body = Record<string, unknown>;

/** The admin API as a program with a key uses it. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly key: string | undefined,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return ask(`${this.url}/api/v1${path}`, { headers: { ...this.authorization(), ...headers } });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request('PUT', path, body, headers);
  }

  /** Whatever the record's version is, where the headers don't say otherwise. */
  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request('PATCH', path, body, { 'if-match': '*', ...headers });
  }

  delete(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request('DELETE', path, body, headers);
  }

  request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const content =
      body === undefined
        ? { headers: { ...this.authorization(), ...headers } }
        : {
            body: JSON.stringify(body),
            headers: { ...this.authorization(), 'content-type': 'application/json', ...headers },
          };
    return ask(`${this.url}/api/v1${path}`, { method, ...content });
  }

  /** A body as it is. */
  send(path: string, body: string, headers: Record<string, string>): Promise<Answer> {
    return ask(`${this.url}/api/v1${path}`, {
      method: 'POST',
      body,
      headers: { ...this.authorization(), ...headers },
    });
  }

  async createLocation(body: Body): Promise<LocationView> {
    return dataOf(await this.post('/locations', body), 201) as LocationView;
  }

  async createCustomer(body: Body): Promise<CustomerView> {
    return dataOf(await this.post('/customers', body), 201) as CustomerView;
  }

  async createAccount(body: Body): Promise<DebtAccountView> {
    return dataOf(await this.post('/debt-accounts', body), 201) as DebtAccountView;
  }

  async account(ref: string): Promise<DebtAccountView> {
    return dataOf(await this.get(`/debt-accounts/${encodeURIComponent(ref)}`), 200) as DebtAccountView;
  }

  entries(ref: string, body: unknown): Promise<Answer> {
    return this.post(`/debt-accounts/${encodeURIComponent(ref)}/entries`, body);
  }

  async postEntry(ref: string, body: Body): Promise<LedgerEntryView> {
    return dataOf(await this.entries(ref, body), 201) as LedgerEntryView;
  }

  private authorization(): Record<string, string> {
    return this.key === undefined ? {} : { authorization: `Bearer ${this.key}` };
  }
}

/** @throws Error with the whole answer where it is another one */
export function dataOf(answer: Answer, status: number): unknown {
  if (answer.status !== status)
    throw new Error(`Not ${String(status)} but ${String(answer.status)}: ${answer.text}`);
  return (answer.body as { data: unknown }).data;
}
