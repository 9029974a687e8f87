import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { gotransverseSchema } from '../../src/billing/gotransverse/gotransverse.schema.js';
import { BookFile } from './book-file.js';
import { Books } from './books.js';
import { FaultBook } from './faults.js';
import { sandboxServer } from './http-server.js';
import { KeptBodies } from './kept-bodies.js';
import { plant, type PlantedAccounts } from './planted-accounts.js';
import { RequestLog, type LoggedRequest } from './request-log.js';
import { stateOf, type AccountState, type SandboxState } from './state-view.js';
import { Vendor, type Judge } from './vendor.js';
import { BASE_PATH } from './vendor-path.js';

export interface GotransverseSandboxOptions {
  /** 127.0.0.1. */
  host?: string;
  /** 0: any free one. */
  port?: number;
  /** `sandbox`. */
  username?: string;
  /** `sandbox`. */
  password?: string;
  /** What the chance of faults is drawn from; 1. */
  seed?: number;
  /** Where the state is kept; without one it lives as long as the sandbox. One sandbox a folder. */
  dataFolder?: string;
  /** Where each received body is written to. */
  keepBodies?: string;
  /** An external account number is taken once. */
  unique?: boolean;
  /** Deactivated accounts with nothing left move on by being read; true. */
  settles?: boolean;
  /** How many of the last requests are remembered; 1000. */
  requestsKept?: number;
  /** Judges bodies; by the schema that our own bodies are held to, unless another is given. */
  judge?: Judge;
  /** The time, for stamps, `seconds` and `invisible`. */
  now?: () => Date;
  /** Told of the sandbox's own mistakes. */
  report?: (error: unknown) => void;
}

/** One that runs. */
export interface GotransverseSandbox {
  /** Everything before the version: `http://127.0.0.1:PORT/t/s/r`. */
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  readonly faults: Pick<FaultBook, 'add' | 'list' | 'clear'>;
  readonly state: {
    all(): SandboxState;
    /** Those with that external account number, by ascending eid: usually one. */
    accounts(externalAccountNum: string): AccountState[];
    /** Makes accounts as if somebody else had; gives their eids. */
    plant(accounts: PlantedAccounts): string[];
    /** Another eid for what is referred to, as if it had been taken away and made anew; gives it. */
    renew(kind: keyof Books['reference'], eid: string): string | undefined;
    /** As if a bill cycle had run: posted debits of the account cannot be reversed any more. */
    markInvoiced(accountEid: string): void;
    /** As if the account had never been there; what is about it stays. */
    forget(accountEid: string): void;
  };
  requests(): LoggedRequest[];
  /** Back to nothing: state, faults, requests. */
  reset(): void;
  /** Ends every connection and the server. */
  close(): Promise<void>;
}

const DEFAULTS = {
  host: '127.0.0.1',
  port: 0,
  username: 'sandbox',
  password: 'sandbox',
  seed: 1,
  unique: false,
  settles: true,
  judge: (xml: Buffer, version: string) => gotransverseSchema(version).problemsOf(xml),
  requestsKept: 1000,
  now: () => new Date(),
  report: () => undefined,
} satisfies GotransverseSandboxOptions;

type Settled = Required<Pick<GotransverseSandboxOptions, keyof typeof DEFAULTS>>;

/** Starts a stand-in for Gotransverse. @throws Error where its port or folder cannot be used */
export async function startGotransverseSandbox(
  options: GotransverseSandboxOptions = {},
): Promise<GotransverseSandbox> {
  const given: Settled = { ...DEFAULTS, ...options };
  const { host, username, password, now } = given;
  const file = await openFile(options.dataFolder);
  const books = new Books(file);
  await file?.open(books);
  const stop = new AbortController();
  const faults = new FaultBook(now, given.seed);
  const log = new RequestLog(given.requestsKept, true);
  const keptBodies = options.keepBodies === undefined ? undefined : new KeptBodies(options.keepBodies);
  const vendor = new Vendor({ books, ...given }, { username, password, judge: given.judge });
  const { report } = given;
  const server = sandboxServer({ books, faults, log, now, vendor, keptBodies, stopped: stop.signal, report });
  server.listen(given.port, host);
  await once(server, 'listening');
  return {
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${String((server.address() as AddressInfo).port)}${BASE_PATH}`,
    username,
    password,
    faults,
    state: stateAccess(books, now),
    requests: () => log.list(),
    reset: () => {
      books.reset();
      faults.clear();
      log.clear();
    },
    close: async () => {
      stop.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      file?.close();
    },
  };
}

async function openFile(folder: string | undefined): Promise<BookFile | undefined> {
  if (folder === undefined) return undefined;
  await mkdir(folder, { recursive: true });
  return new BookFile(folder);
}

function stateAccess(books: Books, now: () => Date): GotransverseSandbox['state'] {
  return {
    all: () => stateOf(books),
    accounts: (externalAccountNum) => stateOf(books, externalAccountNum).accounts,
    plant: (accounts) => plant(books, now(), accounts),
    renew: (kind, eid) => books.renewReferenceItem(kind, eid),
    markInvoiced: (accountEid) => {
      books.transact(() => {
        for (const adjustment of books.adjustments.by('accountEid', accountEid))
          if (adjustment.status === 'POSTED') books.adjustments.put({ ...adjustment, invoiced: true });
      });
    },
    forget: (accountEid) => {
      books.transact(() => {
        books.accounts.delete(accountEid);
      });
    },
  };
}
