import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type ApiClient, createApiClient } from '../api-client/api-client.js';
import { ApiError, ApiUnreachableError } from '../api-client/api-error.js';
import { readSettings, type Settings } from '../platform/config/settings.js';
import { keptAdminApiKey } from '../platform/generated-secrets.js';
import { CommandError } from './context.js';
import { examples } from './examples.js';

/** Longer than a route without a deadline of its own may take, by default. */
const DEADLINE_MS = 60_000;
/** How often, a second apart, a write is asked for again whose first sending is still under way. */
const PATIENCE = 30;

/** The running service, as the verb's options name it. */
export interface RunningService {
  client: ApiClient;
  json: boolean;
  /** One key for all sendings of a write; given, the one of an earlier run. */
  idempotencyKey: string;
}

interface Options {
  json?: boolean;
  url?: string;
  key?: string;
  idempotencyKey?: string;
}

/** A verb that speaks to the running service. Examples stand in its help. */
export function verb(group: Command, name: string, description: string, uses: string[]): Command {
  return group
    .command(name)
    .description(description)
    .option('--url <address>', 'where the service is (default: PUBLIC_URL, else HOST and PORT)', address)
    .option(
      '--key <key>',
      'the API key, or @FILE that holds it (default: ADMIN_API_KEY, else the generated one of DATA_DIR)',
    )
    .addHelpText('after', examples(...uses));
}

/** The same, for a verb that changes something. */
export function writingVerb(group: Command, name: string, description: string, uses: string[]): Command {
  return verb(group, name, description, uses).option(
    '--idempotency-key <key>',
    'that of an earlier run without an answer: what that did is not done twice',
    visibleAscii,
  );
}

/** Runs a verb against the service; whatever goes wrong is told in words. */
export async function withService(
  command: Command,
  work: (service: RunningService) => Promise<void>,
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const options = command.optsWithGlobals<Options>();
  const { url, key } = await addressAndKey(options);
  const client = createApiClient({ url, key, deadlineMs });
  const idempotencyKey = options.idempotencyKey ?? randomUUID();
  try {
    await work({ client, json: options.json === true, idempotencyKey });
  } catch (error) {
    if (error instanceof ApiError) throw new CommandError(problemText(error), error);
    if (error instanceof ApiUnreachableError)
      throw new CommandError(
        `${error.message} (asked at ${url}; --url names another address of the service)`,
        error,
      );
    throw error;
  }
}

/**
 * Sends a write, and once more where the connection was lost before the answer: under the same key, what the
 * first did is not done again.
 */
export async function written<T>(key: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send().catch((error: unknown) => {
      if (!isLostConnection(error)) throw error;
      return whenFirstEnded(send);
    });
  } catch (error) {
    if (!(error instanceof ApiUnreachableError) || causeOf(error) === 'ECONNREFUSED') throw error;
    throw new CommandError(
      `${error.message}. Whether it was done is not known; the same command with --idempotency-key ${key} makes sure of it, and does nothing twice`,
      error,
    );
  }
}

/** The problem's own words, and the fields at fault where there are others or several. */
function problemText({ status, detail, fields, requestId }: ApiError): string {
  const asked = status >= 500 && requestId !== undefined ? ` (request ${requestId})` : '';
  const told = detail === '' ? `The service answered ${String(status)}` : detail;
  const lines = fields.map(({ field, message }) => `  ${field}: ${message}`);
  // A refusal that is all about fields has them in its detail already.
  const repeated = fields.every(({ field, message }) => detail.includes(`${field} ${message}`));
  if (!repeated) return [`${told}${asked}`, ...lines].join('\n');
  return lines.length > 1 ? [`Several fields are at fault:`, ...lines].join('\n') : `${told}${asked}`;
}

/** The first sending may still be at work when the second arrives, which is then told so. */
async function whenFirstEnded<T>(send: () => Promise<T>): Promise<T> {
  for (let left = PATIENCE; ; left -= 1) {
    try {
      return await send();
    } catch (error) {
      const underWay =
        error instanceof ApiError && error.status === 409 && error.detail.includes('Idempotency-Key');
      if (!underWay || left === 0) throw error;
      await delay(1_000);
    }
  }
}

function isLostConnection(error: unknown): boolean {
  return (
    error instanceof ApiUnreachableError &&
    ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(causeOf(error) ?? '')
  );
}

/** Node's code for what happened, below its "fetch failed". */
function causeOf({ cause }: ApiUnreachableError): string | undefined {
  return ((cause as Error | undefined)?.cause as { code?: string } | undefined)?.code;
}

async function addressAndKey(options: Options): Promise<{ url: string; key: string }> {
  const givenKey = options.key === undefined ? undefined : await keyFrom(options.key);
  if (options.url !== undefined && givenKey !== undefined) return { url: options.url, key: givenKey };
  const settings = readSettings();
  const url = options.url ?? ownAddress(settings);
  const key = givenKey ?? settings.adminApiKey ?? (await generatedKey(settings, options.url));
  if (key === undefined)
    throw new CommandError(
      `There is no API key for ${url}: name one with --key, or set ADMIN_API_KEY as the service has it`,
    );
  return { url, key: sound(key) };
}

/** A key in a file is seen neither in the shell's history nor in the list of processes. */
async function keyFrom(given: string): Promise<string> {
  if (!given.startsWith('@')) return sound(given);
  const file = given.slice(1);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${file} cannot be read (${error.code ?? error.message})`);
  });
  return sound(text.trim());
}

/** Before it is a header: what Node says of a bad one repeats it. */
function sound(key: string): string {
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new CommandError('An API key has letters, digits and marks only, without blanks');
  return key;
}

function ownAddress({ publicUrl, host, port }: Settings): string {
  if (publicUrl !== undefined) return publicUrl;
  if (port === 0) throw new CommandError('PORT is 0, so only the service knows its port: name it with --url');
  const reached = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${String(port)}`;
}

/** Made for the service on this machine, so it goes to no other. */
async function generatedKey(settings: Settings, url: string | undefined): Promise<string | undefined> {
  const elsewhere = url !== undefined && !['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
  return elsewhere || !settings.generatedSecrets ? undefined : keptAdminApiKey(settings.dataDir);
}

function visibleAscii(value: string): string {
  if (!/^[\x21-\x7e]{1,240}$/.test(value))
    throw new InvalidArgumentError('It must be 1 to 240 ASCII characters without blanks.');
  return value;
}

function address(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:3000.');
  return value;
}
