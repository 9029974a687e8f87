import type { QueryArrayConfig } from 'pg';

/** One account as JIT tells it, with what its record and its answer need. Balances in cents. */
export interface JitRow {
  accountId: string;
  accountVersion: string;
  locationVersion: string;
  customerVersion: string;
  customerId: string;
  toldBalance: string;
  /** JSON texts with Tratta's field names, ready to be sent. */
  location: string;
  customer: string;
  debtAccount: string;
  /** Null for an account without children. */
  children: string | null;
  dateOfBirthCipher: Buffer | null;
  ssnLast4Cipher: Buffer | null;
}

/**
 * Everything that one answer tells, in one snapshot. It is prepared once a connection and builds the JSON
 * in the database: planning it anew costs five times as much, and one round trip is the whole cost.
 *
 * Field names and rules: Tratta's create and update pages for locations, customers and debt accounts.
 * Absent values are left out: an empty one can delete what Tratta holds. A phone number that is not a US
 * one would make Tratta refuse the whole answer, and is left out too.
 */
const TEXT = `
SELECT account.id, account.version, location.version, customer.version, customer.id,
  coalesce(family.told, told.balance),
  json_strip_nulls(json_build_object(
    'external_id', location.external_id, 'name', location.name, 'type', location.type,
    'metadata', nullif(location.metadata, '{}')))::text,
  json_strip_nulls(json_build_object(
    'external_id', customer.external_id, 'name', customer.name, 'email', customer.email,
    'phone', CASE WHEN customer.phone_country = 'US' THEN customer.phone END,
    'address', CASE WHEN address.customer_id IS NOT NULL THEN json_build_object(
      'name', address.name, 'line1', address.line1, 'line2', address.line2, 'city', address.city,
      'postal_code', address.postal_code, 'state', address.state, 'country', address.country,
      'is_primary', true) END,
    'metadata', nullif(customer.metadata, '{}')))::text,
  json_strip_nulls(json_build_object(
    'external_id', account.external_id, 'parent_external_id', parent.external_id,
    'external_account_number', account.external_account_number,
    'balance', account.balance, 'current_balance', coalesce(family.told, told.balance),
    'settlement_amount', CASE WHEN account.settlement_amount BETWEEN 1 AND coalesce(family.told, told.balance)
                              THEN account.settlement_amount END,
    'billing_type', CASE WHEN account.billing_type <> '{}' THEN account.billing_type END,
    'payment_plan', account.payment_plan,
    'locations', further.locations,
    'metadata', nullif(account.metadata, '{}')))::text,
  family.children::text,
  customer.date_of_birth_cipher, customer.ssn_last4_cipher
FROM debt_accounts account
JOIN locations location ON location.id = account.location_id
JOIN customers customer ON customer.id = account.customer_id
LEFT JOIN debt_accounts parent ON parent.id = account.parent_id
LEFT JOIN customer_addresses address ON address.customer_id = account.customer_id AND address.is_primary
CROSS JOIN LATERAL (
  SELECT told_balance(account.status, parent.status, account.current_balance, (
    SELECT sum(payment.amount) FROM pending_payments payment
     WHERE payment.debt_account_id = account.id AND payment.state = 'pending'
       AND (payment.scheduled_at IS NULL OR payment.scheduled_at <= now())), $2::debt_account_status[]) AS balance) told
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_object('name', l.name, 'external_id', l.external_id, 'type', l.type) ORDER BY dl.position) AS locations
    FROM debt_account_locations dl JOIN locations l ON l.id = dl.location_id
   WHERE dl.debt_account_id = account.id) further ON true
LEFT JOIN LATERAL (
  SELECT sum(child.told)::bigint AS told,
         json_agg(json_strip_nulls(json_build_object(
           'external_id', child.external_id, 'parent_external_id', account.external_id,
           'external_account_number', child.external_account_number,
           'balance', child.balance, 'current_balance', child.told,
           'settlement_amount', CASE WHEN child.settlement_amount BETWEEN 1 AND child.told THEN child.settlement_amount END,
           'billing_type', CASE WHEN child.billing_type <> '{}' THEN child.billing_type END,
           'payment_plan', child.payment_plan,
           'metadata', nullif(child.metadata, '{}'))) ORDER BY child.external_id) AS children
    FROM (
      SELECT c.*, told_balance(c.status, account.status, c.current_balance, (
        SELECT sum(payment.amount) FROM pending_payments payment
         WHERE payment.debt_account_id = c.id AND payment.state = 'pending'
           AND (payment.scheduled_at IS NULL OR payment.scheduled_at <= now())), $2::debt_account_status[]) AS told
        FROM debt_accounts c WHERE c.parent_id = account.id) child) family ON account.child_count > 0
WHERE account.external_id = $1`;

/** @param toldStatuses the statuses whose balance is told */
export function jitStatement(externalId: string, toldStatuses: readonly string[]): QueryArrayConfig {
  return { name: 'jit', text: TEXT, values: [externalId, toldStatuses], rowMode: 'array' };
}

/** The statement's columns, in its order. */
export function toJitRow(columns: readonly unknown[]): JitRow {
  const text = (index: number): string => columns[index] as string;
  return {
    accountId: text(0),
    accountVersion: text(1),
    locationVersion: text(2),
    customerVersion: text(3),
    customerId: text(4),
    toldBalance: text(5),
    location: text(6),
    customer: text(7),
    debtAccount: text(8),
    children: columns[9] as string | null,
    dateOfBirthCipher: columns[10] as Buffer | null,
    ssnLast4Cipher: columns[11] as Buffer | null,
  };
}
