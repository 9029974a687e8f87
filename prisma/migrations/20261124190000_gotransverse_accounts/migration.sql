-- Where a record stands with another system, and what its accounts, parties and adjustments are at Gotransverse.

-- ───────────────────────────────────── one record's way there ─────────────────────────────────────

-- The state is what the last attempt left. Whether one is under way tells the lease alone, by the database's
-- clock, so that no record can say "sending" for a process that is no more.
ALTER TABLE sync_records
  ADD COLUMN state text NOT NULL DEFAULT 'pending' CONSTRAINT sync_records_state_known
    CHECK (state IN ('pending', 'unknown', 'retrying', 'synced', 'quarantined', 'conflict', 'not_needed')),
  -- Readable, and without personal data.
  ADD COLUMN reason text,
  ADD COLUMN attempts integer NOT NULL DEFAULT 0 CONSTRAINT sync_records_attempts_counted CHECK (attempts >= 0),
  ADD COLUMN next_attempt_at timestamptz(6),
  ADD COLUMN settled_at timestamptz(6),
  ADD COLUMN lease_owner uuid,
  ADD COLUMN leased_until timestamptz(6),
  -- A call that may have an effect there: written before it is made, cleared when its outcome is known. Whoever
  -- takes over finds it and asks the other side before anything is sent again.
  ADD COLUMN call_step text,
  ADD COLUMN call_ends_by timestamptz(6),
  -- Answers that such a call's effect is not there, counted from the end of its time limit.
  ADD COLUMN empty_answers smallint NOT NULL DEFAULT 0,
  ADD COLUMN last_empty_answer_at timestamptz(6),
  ADD CONSTRAINT sync_records_lease_whole CHECK ((lease_owner IS NULL) = (leased_until IS NULL)),
  ADD CONSTRAINT sync_records_call_whole CHECK ((call_step IS NULL) = (call_ends_by IS NULL)),
  ADD CONSTRAINT sync_records_unknown_is_a_call CHECK (state <> 'unknown' OR call_step IS NOT NULL),
  ADD CONSTRAINT sync_records_answers_are_of_a_call
    CHECK (call_step IS NOT NULL OR (empty_answers = 0 AND last_empty_answer_at IS NULL)),
  ADD CONSTRAINT sync_records_answers_whole CHECK ((empty_answers = 0) = (last_empty_answer_at IS NULL));

-- ───────────────────────────────────── what there is at Gotransverse ─────────────────────────────────────

-- A person or organization there: one customer of ours, once, unless accounts were adopted that had their own.
CREATE TABLE billing_parties (
  eid text PRIMARY KEY CONSTRAINT billing_parties_eid_is_digits CHECK (eid ~ '^[0-9]{1,19}$'),
  customer_id uuid NOT NULL REFERENCES customers (id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  kind customer_kind NOT NULL,
  -- Names, date of birth, addresses as last confirmed there; null: not known.
  sent_cipher bytea,
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp()
);
CREATE INDEX billing_parties_customer_id_idx ON billing_parties (customer_id, created_at);

CREATE TABLE billing_accounts (
  debt_account_id uuid PRIMARY KEY REFERENCES debt_accounts (id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  -- One account there is one of ours, and is never exchanged for another.
  eid text NOT NULL CONSTRAINT billing_accounts_eid_key UNIQUE
    CONSTRAINT billing_accounts_eid_is_digits CHECK (eid ~ '^[0-9]{1,19}$'),
  -- Our number for it there: the prefix and our external id, as they were when it was made or found.
  external_account_num text NOT NULL CONSTRAINT billing_accounts_external_account_num_key UNIQUE,
  adopted boolean NOT NULL,
  -- Known once it was read back.
  account_num text,
  party_eid text REFERENCES billing_parties (eid) ON DELETE RESTRICT ON UPDATE NO ACTION,
  status text,
  -- Whatever it is there: beyond what an amount here may be, too.
  balance bigint,
  read_at timestamptz(6),
  -- The account's own content as last confirmed there (its party's stands with the party); null: not known.
  sent_cipher bytea,
  customer_version bigint,
  location_version bigint,
  -- Entries up to here are covered by adjustments that are posted there.
  posted_sequence bigint NOT NULL DEFAULT 0,
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  CONSTRAINT billing_accounts_read_whole CHECK (read_at IS NOT NULL OR (account_num IS NULL AND party_eid IS NULL AND status IS NULL AND balance IS NULL))
);
CREATE INDEX billing_accounts_party_eid_idx ON billing_accounts (party_eid);

CREATE FUNCTION billing_accounts_keep_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'billing_accounts_identity: an account at Gotransverse stays the one it is, and what was posted stays posted'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'billing_accounts_identity', TABLE = 'billing_accounts';
END $$;
CREATE TRIGGER keep_identity BEFORE UPDATE ON billing_accounts FOR EACH ROW
  WHEN (NEW.eid <> OLD.eid OR NEW.debt_account_id <> OLD.debt_account_id OR NEW.posted_sequence < OLD.posted_sequence)
  EXECUTE FUNCTION billing_accounts_keep_identity();

-- One adjustment there: it covers the entries from first_sequence to last_sequence, and no two cover the same.
CREATE TABLE billing_adjustments (
  debt_account_id uuid NOT NULL REFERENCES billing_accounts (debt_account_id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  last_sequence bigint NOT NULL,
  first_sequence bigint NOT NULL,
  -- What it does to the balance, in cents: above 0 a debit, below 0 a credit, 0: no adjustment was needed.
  amount bigint NOT NULL CONSTRAINT billing_adjustments_amount_range CHECK (is_cents(amount)),
  -- Null until it is made there; never there where none was needed.
  eid text CONSTRAINT billing_adjustments_eid_key UNIQUE
    CONSTRAINT billing_adjustments_eid_is_digits CHECK (eid ~ '^[0-9]{1,19}$'),
  posted_at timestamptz(6),
  created_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  PRIMARY KEY (debt_account_id, last_sequence),
  FOREIGN KEY (debt_account_id, last_sequence) REFERENCES ledger_entries (debt_account_id, sequence)
    ON DELETE RESTRICT ON UPDATE NO ACTION,
  CONSTRAINT billing_adjustments_range CHECK (first_sequence BETWEEN 1 AND last_sequence),
  CONSTRAINT billing_adjustments_posted_is_made CHECK (posted_at IS NULL OR (eid IS NOT NULL) = (amount <> 0))
);

-- Adjustments follow each other without a gap, are worth what their entries are, and the watermark is where
-- the posted ones end. Held at commit, for all of an account's.
CREATE FUNCTION billing_adjustments_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account uuid := NEW.debt_account_id;
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT first_sequence, lag(last_sequence, 1, 0::bigint) OVER (ORDER BY last_sequence) AS before
                   FROM billing_adjustments WHERE debt_account_id = account) ranges
     WHERE first_sequence <> before + 1) THEN
    RAISE EXCEPTION 'billing_adjustments_contiguous: adjustments must cover the entries without a gap and without overlap'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'billing_adjustments_contiguous', TABLE = 'billing_adjustments';
  END IF;
  IF EXISTS (
    SELECT FROM billing_adjustments adjustment
     WHERE debt_account_id = account
       AND amount <> (SELECT sum(entry.amount) FROM ledger_entries entry
                       WHERE entry.debt_account_id = account
                         AND sequence BETWEEN first_sequence AND last_sequence)) THEN
    RAISE EXCEPTION 'billing_adjustments_worth: an adjustment must be worth what its entries are'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'billing_adjustments_worth', TABLE = 'billing_adjustments';
  END IF;
  IF EXISTS (
    SELECT FROM billing_accounts billed
     WHERE debt_account_id = account
       AND posted_sequence <> coalesce((SELECT max(last_sequence) FROM billing_adjustments
                                         WHERE debt_account_id = account AND posted_at IS NOT NULL), 0)) THEN
    RAISE EXCEPTION 'billing_accounts_watermark: the watermark must be the last entry that is posted'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'billing_accounts_watermark', TABLE = 'billing_accounts';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_adjustments AFTER INSERT OR UPDATE ON billing_adjustments
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_adjustments_check();
CREATE CONSTRAINT TRIGGER check_watermark AFTER INSERT OR UPDATE ON billing_accounts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_adjustments_check();

-- What is posted there stays posted: taking it back is a new entry, and so a new adjustment.
CREATE FUNCTION billing_adjustments_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'billing_adjustments_kept: an adjustment that was made stays what it is'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'billing_adjustments_kept', TABLE = 'billing_adjustments';
END $$;
CREATE TRIGGER keep_made BEFORE UPDATE ON billing_adjustments FOR EACH ROW
  WHEN ((OLD.debt_account_id, OLD.first_sequence, OLD.last_sequence, OLD.amount)
          IS DISTINCT FROM (NEW.debt_account_id, NEW.first_sequence, NEW.last_sequence, NEW.amount)
        -- One that somebody deleted there before it was posted is made anew.
        OR (OLD.eid IS NOT NULL AND NEW.eid IS DISTINCT FROM OLD.eid AND (OLD.posted_at IS NOT NULL OR NEW.eid IS NOT NULL))
        OR (OLD.posted_at IS NOT NULL AND NEW.posted_at IS NULL))
  EXECUTE FUNCTION billing_adjustments_keep();
CREATE TRIGGER keep_posted BEFORE DELETE ON billing_adjustments FOR EACH ROW
  WHEN (OLD.eid IS NOT NULL OR OLD.posted_at IS NOT NULL) EXECUTE FUNCTION billing_adjustments_keep();
