-- The books: locations, customers, debt accounts and their ledger, with the rules that must hold
-- whatever program writes to them. Money is integer cents. Partitions live in a schema of their own,
-- so that `public` holds only the tables that prisma/schema.prisma names.

CREATE SCHEMA IF NOT EXISTS partitions;

-- ───────────────────────────────────────── words ─────────────────────────────────────────

CREATE TYPE location_type AS ENUM ('original_creditor', 'current_creditor', 'product_type');
CREATE TYPE customer_kind AS ENUM ('person', 'organization');
CREATE TYPE debt_account_status AS ENUM (
  'active',
  'disputed', 'bankruptcy', 'deceased', 'attorney', 'cease_contact',
  'settled', 'paid', 'recalled', 'closed'
);
-- Regulation F, 12 CFR 1006.34(b)(3): the five dates from which a debt may be itemized.
CREATE TYPE itemization_date_type AS ENUM ('last_statement', 'charge_off', 'last_payment', 'transaction', 'judgment');
CREATE TYPE entry_kind AS ENUM ('placement', 'payment', 'fee', 'interest', 'cost', 'adjustment', 'reversal');
CREATE TYPE pending_payment_state AS ENUM ('pending', 'posted', 'released', 'reversed');
CREATE TYPE record_kind AS ENUM ('location', 'customer', 'debt_account');

-- ───────────────────────────────────── what a value may be ─────────────────────────────────────

CREATE FUNCTION is_external_id(value text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN char_length(value) BETWEEN 1 AND 255 AND value !~ '^\s|\s$' AND value NOT IN ('.', '..');

-- ±9,999,999,999,999 cents: every amount survives a trip through a JavaScript number.
CREATE FUNCTION is_cents(value bigint) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN value BETWEEN -9999999999999 AND 9999999999999;

-- Tratta's metadata: one flat object, keys and values text of 1 to 255 characters. An empty value
-- would delete the key at Tratta, so none is kept.
CREATE FUNCTION is_metadata(value jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN jsonb_typeof(value) <> 'object' THEN false
              WHEN value = '{}'::jsonb THEN true
              ELSE NOT EXISTS (
                SELECT 1 FROM jsonb_each(value) AS pair(key, content)
                WHERE char_length(pair.key) NOT BETWEEN 1 AND 255
                   OR jsonb_typeof(pair.content) <> 'string'
                   OR char_length(pair.content #>> '{}') NOT BETWEEN 1 AND 255)
         END;

-- ───────────────────────────────────────── tables ─────────────────────────────────────────

CREATE TABLE installation (
  id boolean PRIMARY KEY DEFAULT true CONSTRAINT installation_is_one CHECK (id),
  demo boolean NOT NULL DEFAULT false,
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp()
);
INSERT INTO installation DEFAULT VALUES;

-- The keys that have sealed personal data here, each with a proof that tells it from another of the same
-- name: a service without one of them, or with a wrong one, must not start.
CREATE TABLE encryption_keys (
  id text PRIMARY KEY,
  proof bytea NOT NULL,
  first_used_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp()
);

CREATE TABLE locations (
  id uuid PRIMARY KEY,
  external_id text COLLATE "C" NOT NULL CONSTRAINT locations_external_id_form CHECK (is_external_id(external_id)),
  name text NOT NULL CONSTRAINT locations_name_length CHECK (char_length(name) BETWEEN 1 AND 255),
  type location_type NOT NULL DEFAULT 'original_creditor',
  metadata jsonb NOT NULL DEFAULT '{}' CONSTRAINT locations_metadata_form CHECK (is_metadata(metadata)),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  updated_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp()
);
CREATE UNIQUE INDEX locations_external_id_key ON locations (external_id);
-- Tratta refuses a second location with the same name and type.
CREATE UNIQUE INDEX locations_name_type_key ON locations (name, type);

CREATE TABLE customers (
  id uuid PRIMARY KEY,
  external_id text COLLATE "C" NOT NULL CONSTRAINT customers_external_id_form CHECK (is_external_id(external_id)),
  kind customer_kind NOT NULL DEFAULT 'person',
  name text NOT NULL CONSTRAINT customers_name_length CHECK (char_length(name) BETWEEN 1 AND 255),
  first_name text,
  middle_name text,
  last_name text,
  suffix text,
  email text,
  phone text,
  -- The same number as +15125550100, and the country it belongs to, where that can be told:
  -- Tratta takes US numbers only.
  phone_e164 text,
  phone_country text,
  -- AES-256-GCM, bound to this row and column; found again by a keyed digest.
  date_of_birth_cipher bytea,
  date_of_birth_digest bytea,
  ssn_last4_cipher bytea,
  ssn_last4_digest bytea,
  metadata jsonb NOT NULL DEFAULT '{}' CONSTRAINT customers_metadata_form CHECK (is_metadata(metadata)),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  updated_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  CONSTRAINT customers_date_of_birth_whole CHECK ((date_of_birth_cipher IS NULL) = (date_of_birth_digest IS NULL)),
  CONSTRAINT customers_ssn_last4_whole CHECK ((ssn_last4_cipher IS NULL) = (ssn_last4_digest IS NULL)),
  CONSTRAINT customers_phone_whole CHECK ((phone_e164 IS NULL) = (phone_country IS NULL) AND (phone_e164 IS NULL OR phone IS NOT NULL)),
  CONSTRAINT customers_parts_of_name_are_of_persons CHECK (
    kind = 'person' OR num_nonnulls(first_name, middle_name, last_name, suffix) = 0)
);
CREATE UNIQUE INDEX customers_external_id_key ON customers (external_id);
CREATE INDEX customers_date_of_birth_digest_idx ON customers (date_of_birth_digest);
CREATE INDEX customers_ssn_last4_digest_idx ON customers (ssn_last4_digest);

CREATE TABLE customer_addresses (
  customer_id uuid NOT NULL REFERENCES customers (id) ON DELETE CASCADE ON UPDATE NO ACTION,
  position smallint NOT NULL CONSTRAINT customer_addresses_position_counts CHECK (position >= 1),
  name text,
  line1 text,
  line2 text,
  city text,
  postal_code text,
  state text,
  country text,
  is_primary boolean NOT NULL,
  PRIMARY KEY (customer_id, position),
  CONSTRAINT customer_addresses_say_something CHECK (num_nonnulls(line1, line2, city, postal_code, state, country) > 0)
);
CREATE UNIQUE INDEX customer_addresses_one_primary ON customer_addresses (customer_id) WHERE is_primary;

CREATE TABLE debt_accounts (
  id uuid PRIMARY KEY,
  external_id text COLLATE "C" NOT NULL CONSTRAINT debt_accounts_external_id_form CHECK (is_external_id(external_id)),
  external_account_number text CONSTRAINT debt_accounts_external_account_number_length
    CHECK (char_length(external_account_number) BETWEEN 1 AND 255),
  customer_id uuid NOT NULL REFERENCES customers (id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  location_id uuid NOT NULL REFERENCES locations (id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  parent_id uuid,
  -- How many children name this account as their parent; kept by debt_accounts_keep_parent.
  child_count integer NOT NULL DEFAULT 0,
  -- The last ledger entry's sequence, 0 where there is none; kept by ledger_entries_append.
  last_sequence bigint NOT NULL DEFAULT 0,
  balance bigint NOT NULL DEFAULT 0 CONSTRAINT debt_accounts_balance_range CHECK (is_cents(balance)),
  current_balance bigint NOT NULL DEFAULT 0 CONSTRAINT debt_accounts_current_balance_range CHECK (is_cents(current_balance)),
  settlement_amount bigint CONSTRAINT debt_accounts_settlement_amount_range
    CHECK (is_cents(settlement_amount) AND settlement_amount >= 0),
  status debt_account_status NOT NULL DEFAULT 'active',
  status_reason text CONSTRAINT debt_accounts_status_reason_says_something CHECK (status_reason ~ '\S'),
  status_changed_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  billing_type text[] NOT NULL DEFAULT '{}',
  payment_plan jsonb CONSTRAINT debt_accounts_payment_plan_form CHECK (jsonb_typeof(payment_plan) = 'object'),
  metadata jsonb NOT NULL DEFAULT '{}' CONSTRAINT debt_accounts_metadata_form CHECK (is_metadata(metadata)),
  placed_on date,
  delinquency_date date,
  charge_off_date date,
  last_payment_at timestamptz(6),
  last_activity_at timestamptz(6),
  itemization_date date,
  itemization_date_type itemization_date_type,
  -- 12 CFR 1006.34(c)(2)(vii) and (viii): the debt on that date, and what came on and off since.
  itemization_amount bigint CONSTRAINT debt_accounts_itemization_amount_range CHECK (is_cents(itemization_amount)),
  itemization_interest bigint CONSTRAINT debt_accounts_itemization_interest_range CHECK (is_cents(itemization_interest)),
  itemization_fees bigint CONSTRAINT debt_accounts_itemization_fees_range CHECK (is_cents(itemization_fees)),
  itemization_payments bigint CONSTRAINT debt_accounts_itemization_payments_range CHECK (is_cents(itemization_payments)),
  itemization_credits bigint CONSTRAINT debt_accounts_itemization_credits_range CHECK (is_cents(itemization_credits)),
  -- When the itemization was first used towards the debtor; from then on it is fixed.
  itemization_used_at timestamptz(6),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  updated_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  CONSTRAINT debt_accounts_itemization_date_whole CHECK ((itemization_date IS NULL) = (itemization_date_type IS NULL)),
  CONSTRAINT debt_accounts_itemization_amounts_have_date CHECK (
    itemization_date IS NOT NULL
    OR num_nonnulls(itemization_amount, itemization_interest, itemization_fees, itemization_payments,
                    itemization_credits, itemization_used_at) = 0),
  CONSTRAINT debt_accounts_not_own_parent CHECK (parent_id <> id),
  CONSTRAINT debt_accounts_parents_are_no_children CHECK (parent_id IS NULL OR child_count = 0),
  CONSTRAINT debt_accounts_parents_have_no_entries CHECK (child_count = 0 OR last_sequence = 0),
  CONSTRAINT debt_accounts_counts_are_counts CHECK (child_count >= 0 AND last_sequence >= 0)
);
CREATE UNIQUE INDEX debt_accounts_external_id_key ON debt_accounts (external_id);
CREATE UNIQUE INDEX debt_accounts_family_key ON debt_accounts (id, customer_id, location_id);
CREATE INDEX debt_accounts_customer_id_idx ON debt_accounts (customer_id);
CREATE INDEX debt_accounts_location_id_idx ON debt_accounts (location_id);
CREATE INDEX debt_accounts_parent_id_idx ON debt_accounts (parent_id);
-- A family shares customer and main location. Deferred, so that a whole family can move in one transaction.
ALTER TABLE debt_accounts ADD CONSTRAINT debt_accounts_family_fkey
  FOREIGN KEY (parent_id, customer_id, location_id) REFERENCES debt_accounts (id, customer_id, location_id)
  ON DELETE RESTRICT ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE debt_account_locations (
  debt_account_id uuid NOT NULL REFERENCES debt_accounts (id) ON DELETE CASCADE ON UPDATE NO ACTION,
  location_id uuid NOT NULL REFERENCES locations (id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  position smallint NOT NULL CONSTRAINT debt_account_locations_position_counts CHECK (position >= 1),
  PRIMARY KEY (debt_account_id, location_id)
);
CREATE INDEX debt_account_locations_location_id_idx ON debt_account_locations (location_id);

CREATE TABLE ledger_entries (
  debt_account_id uuid NOT NULL REFERENCES debt_accounts (id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  -- 1, 2, 3 … within the account, and the balance after this entry; both given by ledger_entries_append.
  sequence bigint NOT NULL DEFAULT 0,
  id uuid NOT NULL,
  kind entry_kind NOT NULL,
  amount bigint NOT NULL CONSTRAINT ledger_entries_amount_range CHECK (is_cents(amount)),
  balance_after bigint NOT NULL DEFAULT 0 CONSTRAINT ledger_entries_balance_after_range CHECK (is_cents(balance_after)),
  occurred_at timestamptz(6) NOT NULL,
  recorded_at timestamptz(6) NOT NULL DEFAULT statement_timestamp(),
  reference text CONSTRAINT ledger_entries_reference_length CHECK (char_length(reference) BETWEEN 1 AND 255),
  reverses_sequence bigint,
  reason text,
  PRIMARY KEY (debt_account_id, sequence),
  CONSTRAINT ledger_entries_reverses_fkey FOREIGN KEY (debt_account_id, reverses_sequence)
    REFERENCES ledger_entries (debt_account_id, sequence) ON DELETE RESTRICT ON UPDATE NO ACTION,
  CONSTRAINT ledger_entries_sign CHECK (
    CASE kind WHEN 'payment' THEN amount < 0
              WHEN 'fee' THEN amount > 0
              WHEN 'interest' THEN amount > 0
              WHEN 'cost' THEN amount > 0
              ELSE amount <> 0 END),
  CONSTRAINT ledger_entries_reversals_name_their_entry CHECK ((kind = 'reversal') = (reverses_sequence IS NOT NULL))
);
CREATE UNIQUE INDEX ledger_entries_id_key ON ledger_entries (id);
CREATE UNIQUE INDEX ledger_entries_reference_key ON ledger_entries (debt_account_id, reference);
CREATE UNIQUE INDEX ledger_entries_reversed_once_key ON ledger_entries (debt_account_id, reverses_sequence);

-- Money that Tratta took and the books have not posted yet, on the leaf account that it will lower.
CREATE TABLE pending_payments (
  debt_account_id uuid NOT NULL REFERENCES debt_accounts (id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  id uuid NOT NULL,
  amount bigint NOT NULL CONSTRAINT pending_payments_amount_range CHECK (is_cents(amount) AND amount > 0),
  state pending_payment_state NOT NULL DEFAULT 'pending',
  -- The transaction's id at Tratta, else the charge's.
  reference text NOT NULL CONSTRAINT pending_payments_reference_length CHECK (char_length(reference) BETWEEN 1 AND 255),
  submitted_at timestamptz(6) NOT NULL,
  -- A payment for a later day is known but not subtracted before its time.
  scheduled_at timestamptz(6),
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  settled_at timestamptz(6),
  PRIMARY KEY (debt_account_id, id),
  CONSTRAINT pending_payments_settled_whole CHECK ((state = 'pending') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX pending_payments_reference_key ON pending_payments (debt_account_id, reference);
CREATE INDEX pending_payments_open_idx ON pending_payments (debt_account_id) WHERE state = 'pending';

-- Where each record stands with each other system. It is behind while wanted_version > settled_version.
CREATE TABLE sync_lanes (
  name text PRIMARY KEY,
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp()
);
INSERT INTO sync_lanes (name) VALUES ('tratta'), ('gotransverse');

CREATE TABLE sync_records (
  lane text NOT NULL REFERENCES sync_lanes (name) ON DELETE CASCADE ON UPDATE NO ACTION,
  record_kind record_kind NOT NULL,
  record_id uuid NOT NULL,
  wanted_version bigint NOT NULL,
  settled_version bigint NOT NULL DEFAULT 0,
  behind_since timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  PRIMARY KEY (lane, record_kind, record_id),
  CONSTRAINT sync_records_settled_was_wanted CHECK (settled_version <= wanted_version)
);
CREATE INDEX sync_records_behind_idx ON sync_records (lane, behind_since) WHERE wanted_version > settled_version;

CREATE TABLE audit_events (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL,
  occurred_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  actor_kind text NOT NULL CONSTRAINT audit_events_actor_kind_known CHECK (actor_kind IN ('api_key', 'bootstrap_key', 'cli', 'system')),
  actor_id text,
  actor_name text NOT NULL,
  action text NOT NULL,
  record_kind text NOT NULL,
  record_id uuid NOT NULL,
  debt_account_id uuid,
  reason text,
  request_id text,
  changes jsonb NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX audit_events_id_key ON audit_events (id);
CREATE INDEX audit_events_record_idx ON audit_events (record_kind, record_id, position);
CREATE INDEX audit_events_debt_account_idx ON audit_events (debt_account_id, position);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  name text NOT NULL CONSTRAINT api_keys_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
  -- The part of the key that finds its row; the secret part is kept as a SHA-256 digest only.
  public_id text COLLATE "C" NOT NULL,
  secret_digest bytea NOT NULL CONSTRAINT api_keys_secret_digest_length CHECK (octet_length(secret_digest) = 32),
  scopes text[] NOT NULL CONSTRAINT api_keys_scopes_known CHECK (
    cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'write', 'pii', 'billing', 'tratta', 'admin']),
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  expires_at timestamptz(6),
  last_used_at timestamptz(6),
  revoked_at timestamptz(6)
);
CREATE UNIQUE INDEX api_keys_public_id_key ON api_keys (public_id);

-- Each answered JIT call. Only grows and is disposed of by age: one partition a month.
CREATE TABLE jit_requests (
  requested_at timestamptz(6) NOT NULL,
  id uuid NOT NULL,
  request_id text NOT NULL,
  outcome text NOT NULL,
  http_status smallint NOT NULL,
  asked_external_id text,
  debt_account_id uuid,
  debt_account_version bigint,
  customer_version bigint,
  location_version bigint,
  told_balance bigint,
  wait_ms double precision,
  query_ms double precision,
  total_ms double precision NOT NULL,
  source_address inet,
  PRIMARY KEY (requested_at, id)
) PARTITION BY RANGE (requested_at);
CREATE INDEX jit_requests_debt_account_idx ON jit_requests (debt_account_id, requested_at);
-- Catches what no month's partition takes (a clock gone wrong), so that no record is refused.
CREATE TABLE partitions.jit_requests_other PARTITION OF jit_requests DEFAULT;

-- ───────────────────────────────────────── versions ─────────────────────────────────────────

CREATE FUNCTION advance_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.updated_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER advance_version BEFORE UPDATE ON locations FOR EACH ROW EXECUTE FUNCTION advance_version();
CREATE TRIGGER advance_version BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION advance_version();
CREATE TRIGGER advance_version BEFORE UPDATE ON debt_accounts FOR EACH ROW EXECUTE FUNCTION advance_version();

-- ───────────────────────────────── append only: ledger, audit ─────────────────────────────────

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%_are_append_only: rows of % are never changed or deleted', TG_TABLE_NAME, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ───────────────────────────────────────── the ledger ─────────────────────────────────────────

-- Numbers an entry and moves its account's balances in the same step. Both go on from the entry before, not
-- from what the account says: whatever else a transaction did to the account, its ledger decides. The
-- account's row is locked, so entries of one account are written one after another.
CREATE FUNCTION ledger_entries_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reversed ledger_entries%ROWTYPE;
  previous ledger_entries%ROWTYPE;
BEGIN
  PERFORM FROM debt_accounts WHERE id = NEW.debt_account_id FOR NO KEY UPDATE;
  IF NEW.kind = 'reversal' THEN
    SELECT * INTO reversed FROM ledger_entries
      WHERE debt_account_id = NEW.debt_account_id AND sequence = NEW.reverses_sequence;
    IF NOT FOUND OR reversed.kind IN ('placement', 'reversal') OR reversed.amount <> -NEW.amount THEN
      RAISE EXCEPTION 'ledger_entries_reversal_matches: a reversal takes back exactly one entry of its account that is neither a placement nor a reversal'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_reversal_matches', TABLE = 'ledger_entries';
    END IF;
  END IF;
  SELECT * INTO previous FROM ledger_entries
    WHERE debt_account_id = NEW.debt_account_id ORDER BY sequence DESC LIMIT 1;
  NEW.sequence := coalesce(previous.sequence, 0) + 1;
  NEW.balance_after := coalesce(previous.balance_after, 0) + NEW.amount;
  UPDATE debt_accounts
     SET last_sequence = NEW.sequence,
         current_balance = NEW.balance_after,
         balance = balance + CASE WHEN NEW.kind = 'placement' THEN NEW.amount ELSE 0 END
   WHERE id = NEW.debt_account_id;
  RETURN NEW;
END $$;
CREATE TRIGGER append BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION ledger_entries_append();

-- ───────────────────────────────────────── families ─────────────────────────────────────────

-- Runs before a row with a parent is stored: one level only, and under a parent without entries.
-- Locks the parent's row, so that it can't gain entries or a parent of its own meanwhile.
CREATE FUNCTION debt_accounts_check_parent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  parent debt_accounts%ROWTYPE;
BEGIN
  SELECT * INTO parent FROM debt_accounts WHERE id = NEW.parent_id FOR NO KEY UPDATE;
  IF parent.parent_id IS NOT NULL THEN
    RAISE EXCEPTION 'debt_accounts_one_level: a child cannot be the parent of another account'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'debt_accounts_one_level', TABLE = 'debt_accounts';
  END IF;
  IF EXISTS (SELECT FROM pending_payments WHERE debt_account_id = NEW.parent_id AND state = 'pending') THEN
    RAISE EXCEPTION 'debt_accounts_parent_awaits_payment: an account with a pending payment cannot become a parent'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'debt_accounts_parent_awaits_payment', TABLE = 'debt_accounts';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_parent_of_new BEFORE INSERT ON debt_accounts FOR EACH ROW
  WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION debt_accounts_check_parent();
CREATE TRIGGER check_parent_of_changed BEFORE UPDATE OF parent_id ON debt_accounts FOR EACH ROW
  WHEN (NEW.parent_id IS NOT NULL AND NEW.parent_id IS DISTINCT FROM OLD.parent_id)
  EXECUTE FUNCTION debt_accounts_check_parent();

-- A pending payment lowers what a leaf is told; on a parent, which is told its children's sum, it would be
-- lost. The lock keeps the account from becoming a parent meanwhile.
CREATE FUNCTION pending_payments_check_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM debt_accounts WHERE id = NEW.debt_account_id FOR SHARE;
  IF EXISTS (SELECT FROM debt_accounts WHERE id = NEW.debt_account_id AND child_count > 0) THEN
    RAISE EXCEPTION 'pending_payments_on_leaves: a payment on a parent is spread over its children'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pending_payments_on_leaves', TABLE = 'pending_payments';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_leaf BEFORE INSERT OR UPDATE ON pending_payments FOR EACH ROW
  WHEN (NEW.state = 'pending') EXECUTE FUNCTION pending_payments_check_leaf();

-- A parent's balances are the sums over its children: each change of a child moves them.
CREATE FUNCTION debt_accounts_keep_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.parent_id IS NOT DISTINCT FROM NEW.parent_id THEN
    UPDATE debt_accounts
       SET balance = balance + NEW.balance - OLD.balance,
           current_balance = current_balance + NEW.current_balance - OLD.current_balance
     WHERE id = NEW.parent_id;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' AND OLD.parent_id IS NOT NULL THEN
    UPDATE debt_accounts
       SET child_count = child_count - 1, balance = balance - OLD.balance,
           current_balance = current_balance - OLD.current_balance
     WHERE id = OLD.parent_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.parent_id IS NOT NULL THEN
    UPDATE debt_accounts
       SET child_count = child_count + 1, balance = balance + NEW.balance,
           current_balance = current_balance + NEW.current_balance
     WHERE id = NEW.parent_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_parent_of_new AFTER INSERT ON debt_accounts FOR EACH ROW
  WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION debt_accounts_keep_parent();
CREATE TRIGGER keep_parent_of_changed AFTER UPDATE ON debt_accounts FOR EACH ROW
  WHEN ((NEW.parent_id IS NOT NULL OR OLD.parent_id IS NOT NULL)
        AND (NEW.parent_id, NEW.balance, NEW.current_balance) IS DISTINCT FROM (OLD.parent_id, OLD.balance, OLD.current_balance))
  EXECUTE FUNCTION debt_accounts_keep_parent();
CREATE TRIGGER keep_parent_of_deleted AFTER DELETE ON debt_accounts FOR EACH ROW
  WHEN (OLD.parent_id IS NOT NULL) EXECUTE FUNCTION debt_accounts_keep_parent();

-- Looked at when a transaction commits: an account's balances are those its last entry left, a parent's
-- are its children's sums. By induction over the entries each leaf's balance is the sum of its ledger.
CREATE FUNCTION debt_accounts_check_books() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account debt_accounts%ROWTYPE;
  children record;
  newest record;
BEGIN
  SELECT * INTO account FROM debt_accounts WHERE id = NEW.id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT sequence, balance_after INTO newest FROM ledger_entries
    WHERE debt_account_id = account.id ORDER BY sequence DESC LIMIT 1;
  IF coalesce(newest.sequence, 0) <> account.last_sequence THEN
    RAISE EXCEPTION 'debt_accounts_books: last_sequence must be that of the last ledger entry'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'debt_accounts_books', TABLE = 'debt_accounts';
  END IF;
  IF account.child_count > 0 OR account.last_sequence = 0 THEN
    SELECT count(*) AS count, coalesce(sum(balance), 0) AS balance, coalesce(sum(current_balance), 0) AS current_balance
      INTO children FROM debt_accounts WHERE parent_id = account.id;
    IF (children.count, children.balance, children.current_balance)
       IS DISTINCT FROM (account.child_count::bigint, account.balance::numeric, account.current_balance::numeric) THEN
      RAISE EXCEPTION 'debt_accounts_books: the balances of an account without entries must be the sums over its children'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'debt_accounts_books', TABLE = 'debt_accounts';
    END IF;
    RETURN NULL;
  END IF;
  IF newest.balance_after <> account.current_balance THEN
    RAISE EXCEPTION 'debt_accounts_books: current_balance must be the sum of the ledger entries'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'debt_accounts_books', TABLE = 'debt_accounts';
  END IF;
  -- Placements come when an account is opened, so this adds up a ledger while it is still short.
  IF (TG_OP = 'INSERT' OR NEW.balance <> OLD.balance)
     AND account.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_entries
                              WHERE debt_account_id = account.id AND kind = 'placement') THEN
    RAISE EXCEPTION 'debt_accounts_books: balance must be the sum of the placements'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'debt_accounts_books', TABLE = 'debt_accounts';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_books_of_new AFTER INSERT ON debt_accounts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION debt_accounts_check_books();
CREATE CONSTRAINT TRIGGER check_books_of_changed AFTER UPDATE ON debt_accounts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (
    (NEW.balance, NEW.current_balance, NEW.last_sequence, NEW.child_count)
    IS DISTINCT FROM (OLD.balance, OLD.current_balance, OLD.last_sequence, OLD.child_count))
  EXECUTE FUNCTION debt_accounts_check_books();

-- Proves the whole of the books against the entries themselves; for tests, the doctor and loaders.
-- No row means that every invariant holds.
CREATE FUNCTION broken_books() RETURNS TABLE (record_id uuid, rule text)
  LANGUAGE sql STABLE AS $$
  WITH ledger AS (
    SELECT e.debt_account_id AS id, count(*) AS entries, max(e.sequence) AS last_sequence, sum(e.amount) AS current_balance,
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'placement'), 0) AS balance
      FROM ledger_entries e GROUP BY 1),
  family AS (
    SELECT parent_id AS id, count(*) AS children, sum(balance) AS balance, sum(current_balance) AS current_balance
      FROM debt_accounts WHERE parent_id IS NOT NULL GROUP BY 1)
  SELECT a.id, 'sequence without gaps' FROM debt_accounts a LEFT JOIN ledger l USING (id)
   WHERE (coalesce(l.entries, 0), coalesce(l.last_sequence, 0)) IS DISTINCT FROM (a.last_sequence, a.last_sequence)
  UNION ALL
  SELECT a.id, 'leaf balances are ledger sums' FROM debt_accounts a LEFT JOIN ledger l USING (id)
   WHERE a.child_count = 0
     AND (coalesce(l.balance, 0), coalesce(l.current_balance, 0)) IS DISTINCT FROM (a.balance::numeric, a.current_balance::numeric)
  UNION ALL
  SELECT a.id, 'parent balances are sums over children' FROM debt_accounts a LEFT JOIN family f USING (id)
   WHERE a.child_count <> coalesce(f.children, 0)
      OR (a.child_count > 0 AND (f.balance, f.current_balance) IS DISTINCT FROM (a.balance::numeric, a.current_balance::numeric))
  UNION ALL
  SELECT c.id, 'a family shares customer and main location' FROM debt_accounts c JOIN debt_accounts p ON p.id = c.parent_id
   WHERE (c.customer_id, c.location_id) IS DISTINCT FROM (p.customer_id, p.location_id)
  UNION ALL
  SELECT entry.debt_account_id, 'balance_after is the running sum'
    FROM (SELECT e.debt_account_id, e.balance_after,
                 sum(e.amount) OVER (PARTITION BY e.debt_account_id ORDER BY e.sequence) AS running_sum
            FROM ledger_entries e) entry
   WHERE entry.balance_after <> entry.running_sum
  UNION ALL
  SELECT reversal.debt_account_id, 'a reversal takes back one entry of its account'
    FROM ledger_entries reversal
    JOIN ledger_entries reversed
      ON (reversed.debt_account_id, reversed.sequence) = (reversal.debt_account_id, reversal.reverses_sequence)
   WHERE reversed.kind IN ('placement', 'reversal') OR reversed.amount <> -reversal.amount
      OR reversed.sequence >= reversal.sequence
  UNION ALL
  SELECT customer_id, 'one address is the primary one'
    FROM customer_addresses GROUP BY customer_id HAVING count(*) FILTER (WHERE is_primary) <> 1
$$;

-- ───────────────────────────────── statuses and itemization ─────────────────────────────────

CREATE FUNCTION is_final_status(status debt_account_status) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN status IN ('settled', 'paid', 'recalled', 'closed');

-- A hold is lifted, and a final status left, only with a reason; a hold may end in a final status without.
-- The reason must be given by the very statement that changes the status, be it in the same words as the last
-- one: accept_status_reason runs first, only where the statement sets status_reason, and leaves its mark in
-- status_changed_at, which nobody else can set.
CREATE FUNCTION debt_accounts_keep_status_changed_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.status_changed_at := OLD.status_changed_at;
  RETURN NEW;
END $$;
CREATE TRIGGER accept_no_status_changed_at BEFORE UPDATE OF status_changed_at ON debt_accounts FOR EACH ROW
  EXECUTE FUNCTION debt_accounts_keep_status_changed_at();

CREATE FUNCTION debt_accounts_accept_status_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.status_changed_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER accept_status_reason BEFORE UPDATE OF status_reason ON debt_accounts FOR EACH ROW
  WHEN (NEW.status <> OLD.status AND NEW.status_reason IS NOT NULL)
  EXECUTE FUNCTION debt_accounts_accept_status_reason();

CREATE FUNCTION debt_accounts_check_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'active' AND NEW.status_changed_at = OLD.status_changed_at
     AND (is_final_status(OLD.status) OR NOT is_final_status(NEW.status)) THEN
    RAISE EXCEPTION 'debt_accounts_status_reason: lifting % needs a reason', OLD.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'debt_accounts_status_reason', TABLE = 'debt_accounts';
  END IF;
  -- A reason that nobody gave for this change was for the last one.
  IF NEW.status_changed_at = OLD.status_changed_at THEN
    NEW.status_reason := NULL;
  END IF;
  NEW.status_changed_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER check_status BEFORE UPDATE OF status ON debt_accounts FOR EACH ROW
  WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION debt_accounts_check_status();

CREATE FUNCTION debt_accounts_fix_itemization() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'debt_accounts_itemization_fixed: an itemization that was used towards the debtor cannot change'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'debt_accounts_itemization_fixed', TABLE = 'debt_accounts';
END $$;
CREATE TRIGGER fix_itemization BEFORE UPDATE ON debt_accounts FOR EACH ROW
  WHEN (OLD.itemization_used_at IS NOT NULL
        AND (NEW.itemization_date, NEW.itemization_date_type, NEW.itemization_amount, NEW.itemization_interest,
             NEW.itemization_fees, NEW.itemization_payments, NEW.itemization_credits, NEW.itemization_used_at)
            IS DISTINCT FROM
            (OLD.itemization_date, OLD.itemization_date_type, OLD.itemization_amount, OLD.itemization_interest,
             OLD.itemization_fees, OLD.itemization_payments, OLD.itemization_credits, OLD.itemization_used_at))
  EXECUTE FUNCTION debt_accounts_fix_itemization();

-- ───────────────────────────────────────── addresses ─────────────────────────────────────────

-- The index allows one primary address at most; at commit a customer with addresses has one.
CREATE FUNCTION customer_addresses_check_primary() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  customer uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.customer_id ELSE NEW.customer_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM customer_addresses WHERE customer_id = customer)
     AND NOT EXISTS (SELECT 1 FROM customer_addresses WHERE customer_id = customer AND is_primary) THEN
    RAISE EXCEPTION 'customer_addresses_primary: one of a customer''s addresses must be the primary one'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'customer_addresses_primary', TABLE = 'customer_addresses';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_primary AFTER INSERT OR UPDATE OR DELETE ON customer_addresses
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION customer_addresses_check_primary();

-- ───────────────────────────────── "this record is behind" ─────────────────────────────────

-- A record that changed is behind at every lane: marked in the change's own transaction, by the
-- statement that changed it, so that no writer can forget. TG_ARGV[0] is the record's kind.
CREATE FUNCTION mark_behind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sync_records (lane, record_kind, record_id, wanted_version)
  SELECT lane.name, TG_ARGV[0]::record_kind, changed.id, changed.version
    FROM changed CROSS JOIN sync_lanes lane
  ON CONFLICT (lane, record_kind, record_id) DO UPDATE
    SET wanted_version = greatest(sync_records.wanted_version, excluded.wanted_version),
        behind_since = CASE WHEN sync_records.wanted_version > sync_records.settled_version
                            THEN sync_records.behind_since ELSE excluded.behind_since END;
  RETURN NULL;
END $$;
CREATE TRIGGER mark_new_behind AFTER INSERT ON locations REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_behind('location');
CREATE TRIGGER mark_changed_behind AFTER UPDATE ON locations REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_behind('location');
CREATE TRIGGER mark_new_behind AFTER INSERT ON customers REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_behind('customer');
CREATE TRIGGER mark_changed_behind AFTER UPDATE ON customers REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_behind('customer');
CREATE TRIGGER mark_new_behind AFTER INSERT ON debt_accounts REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_behind('debt_account');
CREATE TRIGGER mark_changed_behind AFTER UPDATE ON debt_accounts REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_behind('debt_account');

-- ───────────────────────────────────── the told balance ─────────────────────────────────────

-- What may be told to a debtor about one leaf account, in cents: 0 where its status or its parent's
-- does not tell, else the book balance less pending payments, never below 0. A parent is told the sum
-- over its children. The only place where this rule is written.
CREATE FUNCTION told_balance(
  status debt_account_status, parent_status debt_account_status,
  book_balance bigint, pending numeric, told_statuses debt_account_status[]) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN status = ANY (told_statuses) AND (parent_status IS NULL OR parent_status = ANY (told_statuses))
              THEN greatest(book_balance - coalesce(pending, 0), 0)::bigint
              ELSE 0 END;

-- ───────────────────────────────────────── partitions ─────────────────────────────────────────

-- Makes the partitions of one month and the `ahead` next ones. Owned by the migrations' role, run by the
-- service's lesser one. A month whose rows already fell into the default partition is left there.
CREATE FUNCTION ensure_jit_request_partitions(ahead integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first_day timestamptz;
  partition_name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_jit_request_partitions'));
  FOR step IN 0..ahead LOOP
    first_day := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step)) AT TIME ZONE 'UTC';
    partition_name := 'jit_requests_' || to_char(first_day AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass('partitions.' || partition_name) IS NULL
       AND NOT EXISTS (SELECT 1 FROM partitions.jit_requests_other
                        WHERE requested_at >= first_day AND requested_at < first_day + interval '1 month') THEN
      EXECUTE format('CREATE TABLE partitions.%I PARTITION OF public.jit_requests FOR VALUES FROM (%L) TO (%L)',
                     partition_name, first_day, (first_day AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
    END IF;
  END LOOP;
END $$;
SELECT ensure_jit_request_partitions(2);
