-- What the admin API's lists, searches and careful writes stand on.

-- Trusted since PostgreSQL 13: the database's owner may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- ───────────────────────────────────── finding customers ─────────────────────────────────────

-- How a name is compared: case and accents don't count, "Núñez" is found by "nunez".
CREATE FUNCTION search_form(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(regexp_replace(normalize(value, NFKD), U&'[\0300-\036f]', '', 'g'));

CREATE INDEX customers_name_search_idx ON customers USING gin (search_form(name) gin_trgm_ops);
CREATE INDEX customers_email_search_idx ON customers (lower(email));
CREATE INDEX customers_phone_e164_idx ON customers (phone_e164);
CREATE INDEX customers_phone_unread_idx ON customers (phone) WHERE phone_e164 IS NULL;
CREATE INDEX customers_updated_at_idx ON customers (updated_at);
CREATE INDEX locations_updated_at_idx ON locations (updated_at);

-- ───────────────────────────────────── finding accounts ─────────────────────────────────────

-- The keyset of a list is the id, whose order is that of creation: each filter's index goes on with it.
CREATE INDEX debt_accounts_external_account_number_idx ON debt_accounts (external_account_number);
CREATE INDEX debt_accounts_status_idx ON debt_accounts (status, id);
CREATE INDEX debt_accounts_updated_at_idx ON debt_accounts (updated_at);
CREATE INDEX debt_accounts_current_balance_idx ON debt_accounts (current_balance);

-- ───────────────────────────────────── careful writes ─────────────────────────────────────

-- The answers of writes that carried an Idempotency-Key, written in the transaction of the write itself.
CREATE TABLE idempotency_keys (
  -- The API key's id, or the kind of a caller that has none.
  caller text NOT NULL,
  -- Method and route pattern.
  route text NOT NULL,
  key text NOT NULL CONSTRAINT idempotency_keys_key_length CHECK (char_length(key) BETWEEN 1 AND 255),
  -- Keyed digest of path, query and body: tells the same request from another one.
  fingerprint bytea NOT NULL CONSTRAINT idempotency_keys_fingerprint_length CHECK (octet_length(fingerprint) = 32),
  -- Status, headers and body, encrypted; secrets that were shown once are left out.
  answer_cipher bytea NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  PRIMARY KEY (caller, route, key)
);
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);

-- ───────────────────────────────────── who did what ─────────────────────────────────────

-- Newest first by (occurred_at, position): all events of one transaction have one time.
CREATE INDEX audit_events_occurred_at_idx ON audit_events (occurred_at, position);
CREATE INDEX audit_events_actor_idx ON audit_events (actor_id, occurred_at, position);
CREATE INDEX audit_events_action_idx ON audit_events (action, occurred_at, position);
-- Keys write most of the trail; the few others are found among them.
CREATE INDEX audit_events_keyless_actor_idx ON audit_events (actor_kind, occurred_at, position) WHERE actor_kind <> 'api_key';
CREATE INDEX audit_events_request_id_idx ON audit_events (request_id) WHERE request_id IS NOT NULL;

-- ───────────────────────────────────── what Tratta asked ─────────────────────────────────────

CREATE INDEX jit_requests_request_id_idx ON jit_requests (request_id);
-- Nearly every call is answered with its account; the others are few, and what is looked for.
CREATE INDEX jit_requests_outcome_idx ON jit_requests (outcome, requested_at, id) WHERE outcome <> 'found';
CREATE INDEX jit_requests_http_status_idx ON jit_requests (http_status, requested_at, id) WHERE http_status <> 200;
CREATE INDEX jit_requests_asked_idx ON jit_requests (asked_external_id, requested_at, id) WHERE asked_external_id IS NOT NULL;

-- How the partitions stand, for the service's role, which may not look into their schema: rows that no month
-- took (counted up to 1,000), the first one's time, and the name of next month's partition where it is missing.
CREATE FUNCTION jit_request_partition_faults() RETURNS TABLE (stray_rows bigint, stray_since timestamptz, missing text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT count(*) FROM (SELECT FROM partitions.jit_requests_other LIMIT 1000) stray),
         (SELECT min(requested_at) FROM partitions.jit_requests_other),
         (SELECT name FROM (SELECT 'jit_requests_' || to_char((now() AT TIME ZONE 'UTC') + interval '1 month', 'YYYY_MM')) next (name)
           WHERE to_regclass('partitions.' || name) IS NULL)
$$;

-- ───────────────────────────────────── figures ─────────────────────────────────────

-- All that the figures ask of accounts, so that counting a million of them reads an eighth of what they take.
CREATE INDEX debt_accounts_figures_idx ON debt_accounts (status, child_count, parent_id, balance, current_balance);
CREATE INDEX ledger_entries_recorded_at_idx ON ledger_entries (recorded_at, kind, amount);

-- Looks at what is otherwise looked at when the transaction commits.
CREATE FUNCTION check_constraints_now() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  SET CONSTRAINTS ALL IMMEDIATE;
  SET CONSTRAINTS ALL DEFERRED;
END $$;

-- ───────────────────────────────────── removed records ─────────────────────────────────────

-- A record that is no more is behind nowhere.
CREATE FUNCTION forget_behind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM sync_records USING removed
   WHERE record_kind = TG_ARGV[0]::record_kind AND record_id = removed.id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_behind AFTER DELETE ON locations REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION forget_behind('location');
CREATE TRIGGER forget_behind AFTER DELETE ON customers REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION forget_behind('customer');
