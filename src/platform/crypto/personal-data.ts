import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** One of `ENCRYPTION_KEYS`: 32 bytes and the name under which rows refer to it. */
export interface EncryptionKey {
  id: string;
  key: Buffer;
}

/** The fields that are stored encrypted; the name is part of what a value is bound to. */
export type PersonalField = 'date_of_birth' | 'ssn_last4';

/**
 * What is sealed besides: answers kept under an Idempotency-Key, which may hold anything that the API tells, what was
 * sent to Gotransverse, how that differs from what is there, and the bodies of calls.
 */
type SealedKind =
  | PersonalField
  | 'idempotent_answer'
  | 'billing_content'
  | 'billing_difference'
  | 'call_request'
  | 'call_answer';

/** What is told apart by keyed digests: what is sealed, requests under an Idempotency-Key, cursors of lists. */
type DigestedKind = PersonalField | 'idempotent_request' | 'cursor';

/** What a row stores of one personal value. */
export interface SealedValue {
  cipher: Buffer;
  digest: Buffer;
}

interface WorkingKey {
  id: string;
  encryption: Buffer;
  digest: Buffer;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts personal data at rest: AES-256-GCM with the first of the keys, bound to the row and field, so
 * that a value copied into another row does not open there. A keyed digest, the same for equal values,
 * finds a value without opening any.
 *
 * Stored form: length of the key's id (1 byte), the id, iv (12), tag (16), ciphertext.
 */
export class PersonalDataVault {
  private readonly keys: readonly WorkingKey[];

  /** @param keys at least one; the first encrypts, the others still open what they once sealed */
  constructor(keys: readonly EncryptionKey[]) {
    if (keys.length === 0) throw new Error('The vault needs at least one encryption key');
    this.keys = keys.map(({ id, key }) => ({
      id,
      encryption: derive(key, 'encryption'),
      digest: derive(key, 'digest'),
    }));
  }

  seal(field: PersonalField, recordId: string, value: string): SealedValue {
    return { cipher: this.sealText(field, recordId, value), digest: this.digest(field, value) };
  }

  /** Of what is never looked for by its value: only the cipher. */
  sealText(kind: SealedKind, recordId: string, value: string): Buffer {
    const key = this.keys[0] as WorkingKey;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.encryption, iv);
    cipher.setAAD(boundTo(kind, recordId));
    const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    const id = Buffer.from(key.id, 'utf8');
    return Buffer.concat([Buffer.from([id.length]), id, iv, cipher.getAuthTag(), sealed]);
  }

  /** @throws Error when the key is not among ours, or the value was tampered with or moved between rows */
  open(kind: SealedKind, recordId: string, sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const ivStart = 1 + (bytes[0] ?? 0);
    const keyId = bytes.toString('utf8', 1, ivStart);
    const key = this.keys.find(({ id }) => id === keyId);
    if (key === undefined) throw new Error(`ENCRYPTION_KEYS holds no key named "${keyId}"`);
    const tagStart = ivStart + IV_BYTES;
    const textStart = tagStart + TAG_BYTES;
    const iv = bytes.subarray(ivStart, tagStart);
    // Said, or a tag that was cut short would do.
    const decipher = createDecipheriv('aes-256-gcm', key.encryption, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(boundTo(kind, recordId));
    decipher.setAuthTag(bytes.subarray(tagStart, textStart));
    return decipher.update(bytes.subarray(textStart), undefined, 'utf8') + decipher.final('utf8');
  }

  /** Each key's name with a proof that only this very key gives; it tells nothing about the key. */
  proofs(): { id: string; proof: Buffer }[] {
    return this.keys.map(({ id, digest }) => ({
      id,
      proof: createHmac('sha256', digest).update('proof').digest(),
    }));
  }

  /** By the first key: what a new value gets. */
  digest(kind: DigestedKind, value: string): Buffer {
    return digestOf(this.keys[0] as WorkingKey, kind, value);
  }

  /** The digests under which a value may stand, one for each key that may have made it. */
  digests(kind: DigestedKind, value: string): Buffer[] {
    return this.keys.map((key) => digestOf(key, kind, value));
  }
}

/** Separate keys for separate uses, so that a digest says nothing about the encryption key. */
function derive(key: Buffer, use: 'encryption' | 'digest'): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `arrears personal data ${use}`, 32));
}

function boundTo(kind: SealedKind, recordId: string): Buffer {
  return Buffer.from(`${kind}:${recordId}`, 'utf8');
}

function digestOf(key: WorkingKey, kind: DigestedKind, value: string): Buffer {
  return createHmac('sha256', key.digest).update(`${kind}:${value}`).digest();
}
