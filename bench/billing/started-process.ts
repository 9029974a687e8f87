import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 30_000;

/** A program of ours in a process of its own, which has said where it is reached. */
export class StartedProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /**
   * @param says tells the address, in its first group, from what the program writes
   * @throws Error with what it wrote, where it ends instead
   */
  static async start(args: readonly string[], env: NodeJS.ProcessEnv, says: RegExp): Promise<StartedProcess> {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let written = '';
    const url = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`It said nothing of an address:\n${written}`));
      }, PATIENCE_MS);
      const read = (chunk: Buffer): void => {
        // All of it is read, else the program would wait; only the end is kept.
        written = `${written}${chunk.toString()}`.slice(-20_000);
        const found = says.exec(written)?.[1];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => {
        clearTimeout(timer);
        reject(new Error(`It ended before it was ready:\n${written}`));
      });
    });
    return new StartedProcess(child, url);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await ended;
    clearTimeout(timer);
  }
}
