import { readXml, type XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';

/** What a client of Gotransverse's needs to know. */
export interface GotransverseAddress {
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
}

export interface GotransverseAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The answer's root. @throws where the text is no XML */
  root(): XmlElement;
}

/** Raw calls, with bodies written by hand: nothing of the service's own client is in them. */
export class GotransverseCaller {
  constructor(
    private readonly at: GotransverseAddress,
    readonly version = '1.29',
  ) {}

  get namespace(): string {
    return `http://www.tractbilling.com/billing/${this.version.replace('.', '_')}/domain`;
  }

  get(path: string, signal?: AbortSignal): Promise<GotransverseAnswer> {
    return this.send('GET', path, undefined, {}, signal);
  }

  post(path: string, body: string): Promise<GotransverseAnswer> {
    return this.send('POST', path, body);
  }

  put(path: string, body: string): Promise<GotransverseAnswer> {
    return this.send('PUT', path, body);
  }

  delete(path: string): Promise<GotransverseAnswer> {
    return this.send('DELETE', path);
  }

  /** @param headers replace the usual ones */
  async send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<GotransverseAnswer> {
    const { baseUrl, username, password } = this.at;
    const answer = await fetch(`${baseUrl}/${this.version}/${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        ...(body !== undefined && { 'content-type': 'application/xml' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, root: () => readXml(Buffer.from(text)) };
  }

  /** @returns the eid of what was created. @throws Error for any other answer */
  async created(path: string, body: string): Promise<string> {
    const answer = await this.post(path, body);
    const eid = answer.status === 201 ? answer.root().attributes['eid'] : undefined;
    if (eid === undefined) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
    return eid;
  }

  /** A person's account, which the sandbox takes. @param more attributes of the account */
  account(externalAccountNum: string, more = '', children = ''): string {
    return `<billingAccount xmlns="${this.namespace}" externalAccountNum="${externalAccountNum}" billType="NONE"
        automaticRecurringPayment="false" currencyType="USD" ${more}>
      <monthlyBillCycle eid="1681"/>
      <person firstName="Tim" lastName="Curri" dob="1980-02-03">
        <addresses>
          <postalAddress purpose="BILLING" country="USA" city="Austin" regionOrState="TX" postalCode="78701" line1="1 Street"/>
          <emailAddress purpose="PRIMARY" email="tim@example.com"/>
          <telecomAddress purpose="MOBILE" countryCode="1" areaCode="512" number="5550100"/>
        </addresses>
      </person>
      <billingAccountCategory eid="81"/>${children}
    </billingAccount>`;
  }

  adjustment(accountEid: string, amount: string, credit: boolean, reasonEid = '132'): string {
    return `<adjustment xmlns="${this.namespace}" occurredOn="2026-01-31T00:00:00.000-06:00" amount="${amount}"
        credit="${String(credit)}" type="MANUAL" description="seq 1">
      <billingAccount eid="${accountEid}"/>
      <reason eid="${reasonEid}" level="PRIMARY"/>
    </adjustment>`;
  }

  /** A command whose body holds its target and what is given. */
  command(root: string, target: string, eid: string, rest = '', attributes = ''): string {
    return `<${root} xmlns="${this.namespace}" ${attributes}><${target} eid="${eid}"/>${rest}</${root}>`;
  }
}

/** The text of an error's description. */
export function described(answer: GotransverseAnswer): string {
  return answer.root().children.find(({ name }) => name === 'errorDescription')?.text ?? '';
}
