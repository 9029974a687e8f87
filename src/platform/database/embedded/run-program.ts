import { spawn } from 'node:child_process';

/** The user that root's PostgreSQL runs as, since PostgreSQL refuses to run as root. */
export interface ServerAccount {
  uid: number;
  gid: number;
  name: string;
}

export interface ProgramResult {
  succeeded: boolean;
  /** stdout and stderr as they came, and why it ended if not by itself. For people. */
  output: string;
}

/**
 * Runs a program of PostgreSQL's, or the shell, to its end; as the account, where one is given. It gets none
 * of our environment, in which PG… variables and a locale would change what it does.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: { account: ServerAccount | undefined; timeoutMs: number; input?: string },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const output: string[] = [];
    const child = spawn(file, args, {
      ...identityOf(options.account),
      cwd: '/',
      env: serverEnvironment,
    });
    // Not spawn's own `timeout`: where a program cannot even be started, it keeps our process alive until then.
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
    const settle = (result: ProgramResult): void => {
      clearTimeout(timer);
      resolve(result);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.on('error', (error) => settle({ succeeded: false, output: error.message }));
    child.on('close', (code, signal) => {
      if (signal) output.push(`\n${file} was ended by ${signal}`);
      settle({ succeeded: code === 0, output: output.join('').trim() });
    });
    // A program that ends without reading its input is judged by its exit code.
    child.stdin.on('error', () => undefined).end(options.input ?? '');
  });
}

/** Our folder may be closed to the account, so PostgreSQL's programs work from the root folder. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export function identityOf(account: ServerAccount | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}
