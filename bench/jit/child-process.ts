import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../main.js', import.meta.url));
const STOP_PATIENCE_MS = 20_000;

/** What a child can be asked, by name: each takes one value and gives one. */
export type Questions = Record<string, (argument: never) => unknown>;

type Argument<Q extends Questions, N extends keyof Q> = Parameters<Q[N]>[0];
type Answer<Q extends Questions, N extends keyof Q> = Awaited<ReturnType<Q[N]>>;

interface Question {
  question: string;
  argument: unknown;
}

type Reply = { answer: unknown } | { failure: string };

/** This same program, in another process, as one of its hidden commands. It is asked one thing at a time. */
export class BenchChild<Q extends Questions> {
  private constructor(
    private readonly child: ChildProcess,
    private readonly name: string,
  ) {}

  /** Resolves when the child answers questions. */
  static async start<Q extends Questions>(
    command: readonly string[],
    environment: NodeJS.ProcessEnv,
    nodeOptions: readonly string[] = [],
  ): Promise<BenchChild<Q>> {
    const child = fork(PROGRAM, command, {
      env: environment,
      execArgv: ['--enable-source-maps', ...nodeOptions],
      // What it logs goes to our standard error, so that standard output holds results alone.
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    const started = new BenchChild<Q>(child, command.join(' '));
    await started.reply();
    return started;
  }

  async ask<N extends keyof Q & string>(question: N, argument: Argument<Q, N>): Promise<Answer<Q, N>> {
    const reply = this.reply();
    this.child.send({ question, argument } satisfies Question);
    return (await reply) as Answer<Q, N>;
  }

  /** Resolves when it has ended; one that does not end by itself is killed. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await ended;
    clearTimeout(timer);
  }

  private reply(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        this.child.off('message', onMessage);
        this.child.off('exit', onExit);
      };
      const onMessage = (reply: Reply): void => {
        finish();
        if ('failure' in reply) reject(new Error(`${this.name}: ${reply.failure}`));
        else resolve(reply.answer);
      };
      const onExit = (code: number | null): void => {
        finish();
        reject(new Error(`${this.name} ended with code ${String(code)}`));
      };
      this.child.on('message', onMessage);
      this.child.on('exit', onExit);
    });
  }
}

/** In the child: answers the parent until it goes away; then `close` runs and the process ends. */
export function answerParent(questions: Questions, close: () => Promise<void>): void {
  process.on('message', ({ question, argument }: Question) => {
    void answer(questions[question], argument).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => {
    close()
      .catch((error: unknown) => console.error(error))
      .finally(() => process.exit());
  });
  process.send?.({ answer: 'ready' } satisfies Reply);
}

async function answer(
  question: ((argument: never) => unknown) | undefined,
  argument: unknown,
): Promise<Reply> {
  try {
    if (question === undefined) throw new Error('No such question');
    return { answer: (await question(argument as never)) ?? null };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
