import { join } from 'node:path';
import { packageRoot } from '../../src/platform/package-root.js';
import type { RecordedCall } from './bare-calls.js';
import { type ProcessUsage, usageOf } from './process-usage.js';
import { StartedProcess } from './started-process.js';

const LOGIN = 'sandbox';
const FOR_EVER = 1_000_000_000;

interface SandboxAccount {
  eid: string;
  adjustments: { eid: string }[];
}

/** The Gotransverse sandbox as a program of its own. */
export class BillingSandbox {
  private constructor(private readonly process: StartedProcess) {}

  static async start(): Promise<BillingSandbox> {
    const main = join(packageRoot(), 'dist', 'sandbox', 'gotransverse', 'main.js');
    return new BillingSandbox(
      await StartedProcess.start([main, '--port', '0'], {}, /sandbox is at (http:\/\/\S+)/),
    );
  }

  /** Everything before the version, and what it is entered with. */
  get connection(): { baseUrl: string; username: string; password: string } {
    return { baseUrl: this.process.url, username: LOGIN, password: LOGIN };
  }

  usage(): Promise<ProcessUsage> {
    return usageOf(this.process.pid);
  }

  /** From now on each call takes so much longer; others are not held up by it. */
  async latency(ms: number): Promise<void> {
    await this.control('DELETE', 'faults');
    if (ms > 0) await this.control('POST', 'faults', { fault: 'latency', ms, times: FOR_EVER });
  }

  /** @returns the EIDs of accounts that are there as if somebody else had made them */
  async plant(externalAccountNum: string, balanceCents: number): Promise<string> {
    const { eids } = await this.control<{ eids: string[] }>('POST', 'accounts', {
      externalAccountNum,
      ...(balanceCents > 0 && { balanceCents }),
    });
    return eids[0] ?? '';
  }

  /** The number of the last call. */
  async lastCall(): Promise<number> {
    return (await this.calls(0)).at(-1)?.id ?? 0;
  }

  /** When the first call of such a path after that one came; undefined while there is none. */
  async firstCallAfter(id: number, part: string): Promise<Date | undefined> {
    const first = (await this.calls(id)).find(({ path }) => path.includes(part));
    return first && new Date(first.at);
  }

  /** What was asked about one account since then, so that it can be asked of others alike. */
  async recorded(afterCall: number, externalAccountNum: string): Promise<RecordedCall[]> {
    const { accounts } = await this.control<{ accounts: SandboxAccount[] }>(
      'GET',
      `state?externalAccountNum=${encodeURIComponent(externalAccountNum)}`,
    );
    const [account] = accounts;
    if (account === undefined) throw new Error(`The sandbox has no account ${externalAccountNum}`);
    const named = (text: string): string =>
      account.adjustments
        .reduce(
          (sum, { eid }) => eidPlaced(sum, eid, '{adjustment}'),
          eidPlaced(text, account.eid, '{account}'),
        )
        .replaceAll(externalAccountNum, '{number}');
    return (await this.calls(afterCall)).map(({ method, path, query, body = '' }) => ({
      method,
      path: named(`${path}${query === '' ? '' : `?${query}`}`),
      body: named(body),
    }));
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  private async calls(
    after: number,
  ): Promise<{ id: number; at: string; method: string; path: string; query: string; body?: string }[]> {
    const { requests } = await this.control<{
      requests: { id: number; at: string; method: string; path: string; query: string; body?: string }[];
    }>('GET', `requests?bodies=true&after=${String(after)}`);
    return requests;
  }

  private async control<T>(method: string, route: string, body?: object): Promise<T> {
    const response = await fetch(new URL(`/_sandbox/${route}`, this.process.url), {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${String(response.status)} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }
}

/** Where it stands alone: in a path, as a query's value, in an attribute. */
function eidPlaced(text: string, eid: string, name: string): string {
  return text.replace(new RegExp(`(?<=[/="'])${eid}(?=[/?&"']|$)`, 'g'), name);
}
