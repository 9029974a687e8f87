import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOrCreateSecrets, SecretsFileError } from './generated-secrets.js';

describe('generated secrets', () => {
  let dataDir: string;
  let file: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'arrears-secrets-'));
    file = join(dataDir, 'secrets.json');
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('are made once, strong enough for what they open, and then stay', async () => {
    const first = await readOrCreateSecrets(dataDir);
    expect(first.created).toHaveLength(6);
    expect(Buffer.from(first.secrets.encryptionKey.key, 'base64')).toHaveLength(32);
    expect(first.secrets.adminApiKey).toMatch(/^[\w-]{43}$/);
    expect(first.secrets.jitToken).toMatch(/^[\w-]{32}$/);
    expect(new Set(Object.values(first.secrets.postgres)).size).toBe(3);
    expect(await readOrCreateSecrets(dataDir)).toEqual({ secrets: first.secrets, created: [] });
  });

  it('are readable to their owner alone, also after a careless copy', async () => {
    const isClosed = async () => ((await stat(file)).mode & 0o777) === 0o600;
    await readOrCreateSecrets(join(dataDir, '.'));
    expect(await isClosed()).toBe(true);
    await chmod(file, 0o644);
    await readOrCreateSecrets(dataDir);
    expect(await isClosed()).toBe(true);
    expect(await readdir(dataDir)).toEqual(['secrets.json']);
  });

  it('are added where one is missing; what is there stays, known or not', async () => {
    const { secrets } = await readOrCreateSecrets(dataDir);
    const { jitToken, ...others } = secrets;
    const { owner, ...passwords } = secrets.postgres;
    await writeFile(file, JSON.stringify({ ...others, postgres: passwords, note: 'mine' }));

    const again = await readOrCreateSecrets(dataDir);
    expect(again.created).toEqual(['jitToken', 'postgres.owner']);
    expect(again.secrets).toEqual({
      ...others,
      jitToken: expect.not.stringMatching(jitToken),
      postgres: { ...passwords, owner: expect.not.stringMatching(owner) },
      note: 'mine',
    });
  });

  it.each([
    ['no JSON', '{"adminApiKey": "half a fi', 'is not a JSON object'],
    ['nothing', '', 'is not a JSON object'],
    ['a key of another length', '{"encryptionKey":{"id":"a","key":"c2hvcnQ="}}', 'no usable encryptionKey'],
    ['too short a token', '{"jitToken":"short"}', 'no usable jitToken'],
    ['a text for a group', '{"postgres":"secret"}', 'no usable postgres'],
  ])('are refused and left as they are where the file holds %s', async (_, content, fault) => {
    await writeFile(file, content);
    const refusal = await readOrCreateSecrets(dataDir).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SecretsFileError);
    expect((refusal as Error).message).toContain(fault);
    expect((refusal as Error).message).not.toContain('half a fi');
    expect(await readFile(file, 'utf8')).toBe(content);
  });
});
