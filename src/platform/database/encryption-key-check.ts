import type { Pool } from 'pg';
import type { PersonalDataVault } from '../crypto/personal-data.js';
import { OperatorError } from '../errors/operator-error.js';

type Queryable = Pick<Pool, 'query'>;

interface KnownKey {
  id: string;
  proof: Buffer;
}

/**
 * Notes the key that seals from now on, and makes sure that everything sealed so far can be opened: a lost or
 * mistaken key would otherwise be noticed with the first caller whose data stays closed.
 * @throws OperatorError when a key that sealed data in this database is missing, or is another one
 */
export async function registerEncryptionKeys(database: Queryable, vault: PersonalDataVault): Promise<void> {
  const fault = await encryptionKeyFault(database, vault);
  if (fault !== undefined) throw new OperatorError(fault);
  const [sealing] = vault.proofs();
  await database.query('INSERT INTO encryption_keys (id, proof) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    sealing?.id,
    sealing?.proof,
  ]);
}

/** What is wrong with our keys for this database, and how to mend it; undefined where nothing is. */
export async function encryptionKeyFault(
  database: Queryable,
  vault: PersonalDataVault,
): Promise<string | undefined> {
  const { rows } = await database.query<KnownKey>(
    'SELECT id, proof FROM encryption_keys ORDER BY first_used_at',
  );
  const ours = new Map(vault.proofs().map(({ id, proof }) => [id, proof]));
  const missing = rows.find(({ id }) => !ours.has(id));
  if (missing !== undefined)
    return `Personal data in this database is encrypted with the key "${missing.id}", which ENCRYPTION_KEYS (or secrets.json) does not hold. Add it after the first key, or restore the secrets.json that belongs to this database.`;
  const mistaken = rows.find(({ id, proof }) => ours.get(id)?.equals(proof) !== true);
  if (mistaken !== undefined)
    return `The encryption key "${mistaken.id}" is not the one of that name that encrypted personal data in this database. Restore the right key, and give a new key a new name.`;
  return undefined;
}
