import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureDataFolder } from './data-folder.js';
import { OperatorError } from './errors/operator-error.js';

/** What an installation needs to keep secret and nobody has set: made once, kept in DATA_DIR/secrets.json. */
export interface GeneratedSecrets {
  /** Encrypts personal data at rest: 32 bytes in base64, and the id that stands beside what it encrypted. */
  encryptionKey: { id: string; key: string };
  /** 43 URL-safe characters. */
  adminApiKey: string;
  /** 32 URL-safe characters. */
  jitToken: string;
  /** Passwords of the embedded server's three roles. */
  postgres: { superuser: string; owner: string; service: string };
}

export type SecretName =
  'encryptionKey' | 'adminApiKey' | 'jitToken' | 'postgres.superuser' | 'postgres.owner' | 'postgres.service';

/** secrets.json cannot be used as it is. It is never mended by force: the encryption key in it cannot be made again. */
export class SecretsFileError extends OperatorError {
  override readonly name = 'SecretsFileError';

  constructor(
    readonly file: string,
    fault: string,
  ) {
    super(
      `${file} ${fault}. It is left as it is, because personal data cannot be read again without the encryption ` +
        'key in it. Mend it or restore it from a backup; only an installation without data may do without it.',
    );
  }
}

/**
 * Reads `secrets.json` of the folder; what is missing in it, or all of it, is made and added, and what is
 * there is never replaced. To add, the caller must hold the folder's lock; to read a complete file need not.
 *
 * @returns the secrets, and the names of those that were made by this very call
 * @throws {SecretsFileError} when the file is no JSON, or one of its values cannot be a secret of its kind
 * @throws {DataFolderNotWritableError}
 */
export async function readOrCreateSecrets(
  dataDir: string,
): Promise<{ secrets: GeneratedSecrets; created: SecretName[] }> {
  const file = join(dataDir, 'secrets.json');
  const content = await readContent(file);
  const created = complete(content, file);
  if (created.length > 0) {
    await ensureDataFolder(dataDir);
    await writeDurably(file, `${JSON.stringify(content, null, 2)}\n`);
  }
  return { secrets: content as unknown as GeneratedSecrets, created };
}

/**
 * The admin key in the folder's `secrets.json`, for whoever speaks to the service that made it. Nothing is made.
 * @throws {SecretsFileError}
 */
export async function keptAdminApiKey(dataDir: string): Promise<string | undefined> {
  const { adminApiKey } = await readContent(join(dataDir, 'secrets.json'));
  return kinds.adminApiKey.isSound(adminApiKey) ? (adminApiKey as string) : undefined;
}

type Members = Record<string, unknown>;

interface SecretKind {
  make: () => unknown;
  isSound: (value: unknown) => boolean;
}

const password: SecretKind = { make: () => urlSafe(24), isSound: (value) => isText(value, 1) };

const kinds: Record<SecretName, SecretKind> = {
  encryptionKey: { make: makeEncryptionKey, isSound: isEncryptionKey },
  adminApiKey: { make: () => urlSafe(32), isSound: (value) => isText(value, 32) },
  jitToken: {
    make: () => urlSafe(24),
    isSound: (value) => isText(value, 22) && /^[\w-]+$/.test(value),
  },
  'postgres.superuser': password,
  'postgres.owner': password,
  'postgres.service': password,
};

/** Adds to `content` what it lacks, and returns the names of that. Members unknown to us stay. */
function complete(content: Members, file: string): SecretName[] {
  const created: SecretName[] = [];
  for (const [name, kind] of Object.entries(kinds)) {
    const path = name.split('.');
    const member = path.pop() as string;
    const parent = path.reduce((within, step) => objectAt(within, step, file), content);
    if (parent[member] === undefined) {
      parent[member] = kind.make();
      created.push(name as SecretName);
    } else if (!kind.isSound(parent[member])) {
      throw new SecretsFileError(file, `holds no usable ${name}`);
    }
  }
  return created;
}

function objectAt(members: Members, name: string, file: string): Members {
  if (members[name] === undefined) members[name] = {};
  const value = members[name];
  if (!isObject(value)) throw new SecretsFileError(file, `holds no usable ${name}`);
  return value;
}

async function readContent(file: string): Promise<Members> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new SecretsFileError(file, `cannot be read (${error.message})`);
  });
  if (text === undefined) return {};
  await closeToOthers(file);
  const content = parse(text);
  if (!isObject(content)) throw new SecretsFileError(file, 'is not a JSON object');
  return content;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the text around the fault, which is secret.
    return undefined;
  }
}

/** A copy or a restored backup may be readable to all. Who may read it but does not own it leaves it so. */
async function closeToOthers(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) await chmod(file, 0o600).catch(() => undefined);
}

/** Either the old content or the new is found, whatever stops us: written aside, forced to disk, renamed. */
async function writeDurably(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  await rm(draft, { force: true });
  await writeAndSync(draft, text);
  await rename(draft, file);
  await syncFolder(dirname(file));
}

async function writeAndSync(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function makeEncryptionKey(): GeneratedSecrets['encryptionKey'] {
  return { id: `local-${randomBytes(4).toString('hex')}`, key: randomBytes(32).toString('base64') };
}

function isEncryptionKey(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { id, key } = value as { id?: unknown; key?: unknown };
  return isText(id, 1) && isText(key, 1) && Buffer.from(key, 'base64').length === 32;
}

function isText(value: unknown, minLength: number): value is string {
  return typeof value === 'string' && value.length >= minLength;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function urlSafe(byteCount: number): string {
  return randomBytes(byteCount).toString('base64url');
}
