import { Prisma } from '../platform/database/generated/client.js';
import type { BillingAdjustment, CustomerKind } from '../platform/database/generated/client.js';
import { HeldWrite } from '../sync/held-write.types.js';
import type { EntryForm } from './gotransverse/adjustment-plan.js';

type Sealed = Uint8Array<ArrayBuffer>;

export interface NewAccount {
  eid: string;
  externalAccountNum: string;
  adopted: boolean;
}

/** What was read of an account there. */
export interface ReadAccount {
  accountNum: string | null;
  status: string | null;
  balance: bigint | null;
  readAt: Date;
}

/** Whose party an account has there. */
export interface ReadParty {
  eid: string;
  customerId: string;
  kind: CustomerKind;
  /** What was sent of it, sealed; null where that is not known. */
  cipher: Sealed | null;
}

/** As of when an account's customer and creditor were brought. */
export interface BroughtVersions {
  id: string;
  customerVersion: bigint;
  locationVersion: bigint;
}

export interface NewAdjustment {
  form?: EntryForm;
  firstSequence: bigint;
  lastSequence: bigint;
  amountCents: bigint;
}

export const ACCOUNT_COLUMNS = Prisma.sql`
  debt_account_id AS "debtAccountId", eid, external_account_num AS "externalAccountNum", adopted,
  account_num AS "accountNum", party_eid AS "partyEid", status, balance, read_at AS "readAt",
  sent_cipher AS "sentCipher", customer_version AS "customerVersion", location_version AS "locationVersion",
  posted_sequence AS "postedSequence", accepted_offset AS "acceptedOffset", write_off_amount AS "writeOffAmount",
  write_off_eid AS "writeOffEid", write_off_begun_at AS "writeOffBegunAt", written_off_at AS "writtenOffAt",
  created_at AS "createdAt"`;

/** The oldest one. */
export function partyOf(customerId: string, kind: CustomerKind): Prisma.Sql {
  return Prisma.sql`
    SELECT eid FROM billing_parties WHERE customer_id = ${customerId}::uuid AND kind = ${kind}::customer_kind
     ORDER BY created_at, eid LIMIT 1`;
}

/** Entries up to there are posted. */
function watermark(held: Prisma.Sql, debtAccountId: string, to: bigint): Prisma.Sql {
  return Prisma.sql`
    UPDATE billing_accounts SET posted_sequence = ${to} WHERE debt_account_id = ${debtAccountId}::uuid AND ${held}`;
}

export function newAccount(
  debtAccountId: string,
  { eid, externalAccountNum, adopted }: NewAccount,
  cipher: Sealed | null,
): HeldWrite {
  return new HeldWrite((held) => [
    Prisma.sql`
      INSERT INTO billing_accounts (debt_account_id, eid, external_account_num, adopted, sent_cipher)
      SELECT ${debtAccountId}::uuid, ${eid}::text, ${externalAccountNum}::text, ${adopted}::boolean, ${cipher}::bytea WHERE ${held}`,
  ]);
}

export function readAccount(
  debtAccountId: string,
  { accountNum, status, balance, readAt }: ReadAccount,
  party?: ReadParty,
): HeldWrite {
  return new HeldWrite((held) => {
    const account = Prisma.sql`
      UPDATE billing_accounts
         SET account_num = ${accountNum}, status = ${status}, balance = ${balance}, read_at = ${readAt.toISOString()}::timestamptz,
             party_eid = coalesce(${party?.eid ?? null}, party_eid)
       WHERE debt_account_id = ${debtAccountId}::uuid AND ${held}`;
    if (party === undefined) return [account];
    const { eid, customerId, kind, cipher } = party;
    return [
      Prisma.sql`
        INSERT INTO billing_parties AS party (eid, customer_id, kind, sent_cipher)
        SELECT ${eid}::text, ${customerId}::uuid, ${kind}::customer_kind, ${cipher}::bytea WHERE ${held}
        ON CONFLICT (eid) DO UPDATE SET sent_cipher = excluded.sent_cipher WHERE excluded.sent_cipher IS NOT NULL`,
      account,
    ];
  });
}

export function broughtVersions({ id, customerVersion, locationVersion }: BroughtVersions): HeldWrite {
  return new HeldWrite((held) => [
    Prisma.sql`
      UPDATE billing_accounts SET customer_version = ${customerVersion}, location_version = ${locationVersion}
       WHERE debt_account_id = ${id}::uuid AND ${held}`,
  ]);
}

export function newAdjustment(
  debtAccountId: string,
  { form = 'adjustment', firstSequence, lastSequence, amountCents }: NewAdjustment,
  found: { eid: string; posted: boolean } | undefined,
  now: Date,
): HeldWrite {
  const posted = amountCents === 0n || found?.posted === true;
  const postedAt = posted ? now.toISOString() : null;
  return new HeldWrite((held) => [
    Prisma.sql`
      INSERT INTO billing_adjustments AS adjustment (debt_account_id, last_sequence, first_sequence, amount, form, eid, posted_at)
      SELECT ${debtAccountId}::uuid, ${lastSequence}::bigint, ${firstSequence}::bigint, ${amountCents}::bigint, ${form}::text,
             ${found?.eid ?? null}::text, ${postedAt}::timestamptz WHERE ${held}
      ON CONFLICT (debt_account_id, last_sequence) DO UPDATE
        SET eid = excluded.eid, posted_at = coalesce(excluded.posted_at, adjustment.posted_at)
        WHERE ${found !== undefined}::boolean`,
    ...(posted ? [watermark(held, debtAccountId, lastSequence)] : []),
  ]);
}

export function postedAdjustment(
  { debtAccountId, lastSequence }: Pick<BillingAdjustment, 'debtAccountId' | 'lastSequence'>,
  now: Date,
): HeldWrite {
  return new HeldWrite((held) => [
    Prisma.sql`
      UPDATE billing_adjustments SET posted_at = ${now.toISOString()}::timestamptz
       WHERE debt_account_id = ${debtAccountId}::uuid AND last_sequence = ${lastSequence} AND ${held}`,
    watermark(held, debtAccountId, lastSequence),
  ]);
}
