import { randomBytes } from 'node:crypto';
import type { BenchDatabase } from './bench-databases.js';
import { BenchChild } from './child-process.js';
import type { ServerQuestions, Usage } from './servers/serve.js';

/** Ways of answering the same requests, by what the results call them. */
export const CONTENDERS = {
  'bare, recording': { way: 'bare', recording: true },
  Arrears: { way: 'ours', recording: true },
  bare: { way: 'bare', recording: false },
  'Arrears, not recording': { way: 'ours', recording: false },
  'Nest + Prisma include': { way: 'ordinary', recording: false },
} as const satisfies Record<string, { way: string; recording: boolean }>;

export type ContenderName = keyof typeof CONTENDERS;

/** A way of answering, running on one database. */
export interface Contender {
  port: number;
  usage: () => Promise<Usage>;
  stop: () => Promise<void>;
}

/** The same for all, and for the start of the service: production's settings, and secrets of this run only. */
export class ContenderSettings {
  readonly token = randomBytes(24).toString('base64url');
  readonly adminApiKey = randomBytes(32).toString('base64url');
  private readonly encryptionKeys = `bench:${randomBytes(32).toString('base64')}`;

  environment({ ownerUrl, serviceUrl }: BenchDatabase, port: number): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: serviceUrl,
      MIGRATION_DATABASE_URL: ownerUrl,
      ADMIN_API_KEY: this.adminApiKey,
      ENCRYPTION_KEYS: this.encryptionKeys,
      JIT_TOKENS: this.token,
      DEMO_DATA: 'off',
      SANDBOXES: 'off',
      SHUTDOWN_DRAIN_MS: '0',
    };
  }
}

export async function startContender(
  name: ContenderName,
  database: BenchDatabase,
  settings: ContenderSettings,
  profileFolder: string | undefined,
): Promise<Contender> {
  const { way, recording } = CONTENDERS[name];
  const profile =
    profileFolder === undefined
      ? []
      : [
          '--cpu-prof',
          `--cpu-prof-dir=${profileFolder}`,
          `--cpu-prof-name=${way}${recording ? '-recording' : ''}-${database.accounts}.cpuprofile`,
        ];
  const child = await BenchChild.start<ServerQuestions>(
    ['serve', way, ...(recording ? ['--recording'] : [])],
    settings.environment(database, 0),
    profile,
  );
  return {
    port: await child.ask('port', null),
    usage: () => child.ask('usage', null),
    stop: () => child.stop(),
  };
}
