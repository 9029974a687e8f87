import { Agent, request } from 'node:http';
import { paceOf, type Pace } from './pace.js';

/** A call as the service made it; `{number}`, `{account}`, `{adjustment}` stand for what is another one's each time. */
export interface RecordedCall {
  method: string;
  path: string;
  body: string;
}

export interface BareTurn {
  /** Where Gotransverse is, with a user and a password. */
  origin: string;
  username: string;
  password: string;
  calls: RecordedCall[];
  accounts: number;
  concurrency: number;
  /** What the accounts' numbers begin with. */
  prefix: string;
}

export interface BarePace extends Pace {
  /** Of the processor, for one account, in milliseconds. */
  cpuMsEach: number;
}

/** What a bare client's process can be asked. */
export interface BareQuestions extends Record<string, (argument: never) => unknown> {
  run: (turn: BareTurn) => Promise<BarePace>;
}

/**
 * The same calls in the same order for so many accounts, by nothing but Node's own client: no database, no XML read
 * but for the EIDs. Nothing that asks the same can be faster.
 */
export async function runBare(turn: BareTurn): Promise<BarePace> {
  const cpuBefore = process.cpuUsage();
  const agent = new Agent({ keepAlive: true, maxSockets: turn.concurrency });
  const ends: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < turn.accounts) {
      next += 1;
      await oneAccount(agent, turn, `${turn.prefix}-${String(next)}`);
      ends.push(performance.now());
    }
  };
  try {
    await Promise.all(Array.from({ length: turn.concurrency }, work));
  } finally {
    agent.destroy();
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ...paceOf(ends), cpuMsEach: (user + system) / 1000 / turn.accounts };
}

async function oneAccount(agent: Agent, turn: BareTurn, number: string): Promise<void> {
  const named: Record<string, string> = { number };
  const filled = (text: string): string =>
    text.replace(/\{(number|account|adjustment)\}/g, (whole, name: string) => named[name] ?? whole);
  for (const { method, path, body } of turn.calls) {
    const answer = await ask(agent, turn, { method, path: filled(path), body: filled(body) });
    const created = method === 'POST' ? CREATES.find(([ending]) => path.endsWith(ending)) : undefined;
    const eid = created && /\beid="(\d+)"/.exec(answer)?.[1];
    if (created !== undefined && eid !== undefined) named[created[1]] = eid;
  }
}

const CREATES = [
  ['/billingAccounts', 'account'],
  ['/adjustments', 'adjustment'],
] as const;

function ask(agent: Agent, { origin, username, password }: BareTurn, call: RecordedCall): Promise<string> {
  return new Promise((resolve, reject) => {
    const made = request(
      `${origin}${call.path}`,
      {
        agent,
        method: call.method,
        auth: `${username}:${password}`,
        headers: {
          accept: 'application/xml',
          ...(call.body !== '' && {
            'content-type': 'application/xml',
            'content-length': Buffer.byteLength(call.body),
          }),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.once('end', () => {
          if ((response.statusCode ?? 0) < 300) resolve(text);
          else reject(new Error(`${call.method} ${call.path}: ${String(response.statusCode)} ${text}`));
        });
        response.once('error', reject);
      },
    );
    made.once('error', reject);
    made.end(call.body);
  });
}
