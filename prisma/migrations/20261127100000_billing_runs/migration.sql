-- Bringing all accounts to Gotransverse by itself: lanes that can be paused and slowed, what is due, each call
-- that was made, and runs.

-- ───────────────────────────────────────── lanes ─────────────────────────────────────────

ALTER TABLE sync_lanes
  -- What the audit trail names it by.
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT sync_lanes_id_key UNIQUE,
  ADD COLUMN paused_at timestamptz(6),
  -- A person, or the other system that lets nobody in.
  ADD COLUMN paused_by text CONSTRAINT sync_lanes_paused_by_known CHECK (paused_by IN ('person', 'vendor')),
  ADD COLUMN pause_reason text,
  -- Nothing is begun before this moment.
  ADD COLUMN slowed_until timestamptz(6),
  ADD COLUMN slow_reason text,
  -- How often in a row, without a success in between: each time for longer.
  ADD COLUMN slowdowns integer NOT NULL DEFAULT 0 CONSTRAINT sync_lanes_slowdowns_counted CHECK (slowdowns >= 0),
  -- When the other system last confirmed anything.
  ADD COLUMN confirmed_at timestamptz(6),
  ADD CONSTRAINT sync_lanes_pause_whole
    CHECK ((paused_at IS NULL) = (paused_by IS NULL) AND (paused_at IS NULL) = (pause_reason IS NULL)),
  ADD CONSTRAINT sync_lanes_slow_whole CHECK ((slowed_until IS NULL) = (slow_reason IS NULL));

-- ───────────────────────────────────── what is due ─────────────────────────────────────

-- A record is looked at again although its own version is settled: what it is made of changed (its customer, its
-- creditor, its parent), or a comparison of all was asked for. Counted, so that an attempt settles only what was
-- wanted before it began.
ALTER TABLE sync_records
  ADD COLUMN rechecks integer NOT NULL DEFAULT 0 CONSTRAINT sync_records_rechecks_counted CHECK (rechecks >= 0);

-- The claim's own index: what there is to do, by when it is due.
CREATE INDEX sync_records_due_idx ON sync_records (lane, record_kind, (coalesce(next_attempt_at, behind_since)), record_id)
  WHERE wanted_version > settled_version OR rechecks > 0
     -- Left by a process that died: to be settled, wanted or not.
     OR (call_step IS NOT NULL AND state NOT IN ('quarantined', 'conflict'));
-- Of the states that people look for; all others are many.
CREATE INDEX sync_records_state_idx ON sync_records (lane, record_kind, state, record_id)
  WHERE state IN ('unknown', 'retrying', 'quarantined', 'conflict', 'not_needed');

-- A parent's status covers its children: each is looked at again when it changes.
CREATE FUNCTION recheck_children() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE sync_records
     SET rechecks = rechecks + 1, next_attempt_at = NULL
   WHERE record_kind = 'debt_account' AND lane = 'gotransverse'
     AND record_id IN (SELECT child.id FROM debt_accounts child
                         JOIN changed ON changed.id = child.parent_id
                         JOIN former ON former.id = changed.id AND former.status <> changed.status);
  RETURN NULL;
END $$;
CREATE TRIGGER recheck_children AFTER UPDATE ON debt_accounts REFERENCING OLD TABLE AS former NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION recheck_children();

-- ───────────────────────────────────── each call ─────────────────────────────────────

-- Calls to another system about a record. Only grows and is disposed of by age: one partition a month.
CREATE TABLE sync_calls (
  called_at timestamptz(6) NOT NULL,
  id uuid NOT NULL,
  lane text NOT NULL,
  record_kind record_kind NOT NULL,
  record_id uuid NOT NULL,
  -- The same for all calls of one attempt.
  attempt_id uuid NOT NULL,
  operation text NOT NULL,
  method text NOT NULL,
  path_pattern text NOT NULL,
  http_status smallint,
  duration_ms double precision NOT NULL,
  outcome text NOT NULL,
  -- In our words, and without personal data.
  reason text,
  -- What was sent, and what was answered to it, as far as it was kept. Hold personal data, and are sealed.
  request_cipher bytea,
  answer_cipher bytea,
  PRIMARY KEY (called_at, id)
) PARTITION BY RANGE (called_at);
CREATE INDEX sync_calls_record_idx ON sync_calls (record_id, called_at, id);
CREATE TABLE partitions.sync_calls_other PARTITION OF sync_calls DEFAULT;

-- As ensure_jit_request_partitions.
CREATE FUNCTION ensure_sync_call_partitions(ahead integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first_day timestamptz;
  partition_name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_sync_call_partitions'));
  FOR step IN 0..ahead LOOP
    first_day := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step)) AT TIME ZONE 'UTC';
    partition_name := 'sync_calls_' || to_char(first_day AT TIME ZONE 'UTC', 'YYYY_MM');
    IF to_regclass('partitions.' || partition_name) IS NULL
       AND NOT EXISTS (SELECT 1 FROM partitions.sync_calls_other
                        WHERE called_at >= first_day AND called_at < first_day + interval '1 month') THEN
      EXECUTE format('CREATE TABLE partitions.%I PARTITION OF public.sync_calls FOR VALUES FROM (%L) TO (%L)',
                     partition_name, first_day, (first_day AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
    END IF;
  END LOOP;
END $$;
SELECT ensure_sync_call_partitions(2);

-- ───────────────────────────────────────── runs ─────────────────────────────────────────

-- One way through all that is due in a lane.
CREATE TABLE sync_runs (
  id uuid PRIMARY KEY,
  lane text NOT NULL REFERENCES sync_lanes (name) ON DELETE CASCADE ON UPDATE NO ACTION,
  mode text NOT NULL CONSTRAINT sync_runs_mode_known CHECK (mode IN ('incremental', 'full')),
  dry_run boolean NOT NULL,
  -- Of one account alone.
  debt_account_id uuid REFERENCES debt_accounts (id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  -- The schedule's tick, where it was that which asked for the run.
  due_at timestamptz(6),
  state text NOT NULL DEFAULT 'queued' CONSTRAINT sync_runs_state_known
    CHECK (state IN ('queued', 'running', 'needs_confirmation', 'finished', 'cancelled', 'failed')),
  reason text,
  created_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz(6),
  ended_at timestamptz(6),
  -- What there was to do when it began.
  records_due bigint,
  -- Where marking, planning or comparing all records has come to, so that another process goes on from there.
  walked_through uuid,
  walked boolean NOT NULL DEFAULT false,
  -- The guard against changing too many.
  records_there bigint,
  would_change bigint,
  confirmed_at timestamptz(6),
  cancel_asked_at timestamptz(6),
  -- When it ended: what became of the records that it took up, and what it left alone, by why. A number each.
  counts jsonb,
  left_out jsonb,
  CONSTRAINT sync_runs_ended CHECK ((ended_at IS NOT NULL) = (state IN ('finished', 'cancelled', 'failed'))),
  CONSTRAINT sync_runs_started CHECK (started_at IS NOT NULL OR state IN ('queued', 'cancelled'))
);
-- A run during a run is none.
CREATE UNIQUE INDEX sync_runs_one_at_a_time ON sync_runs (lane) WHERE ended_at IS NULL;
CREATE INDEX sync_runs_ended_at_idx ON sync_runs (lane, ended_at);

-- What became of each record that a run took up.
CREATE TABLE sync_run_records (
  run_id uuid NOT NULL REFERENCES sync_runs (id) ON DELETE CASCADE ON UPDATE NO ACTION,
  record_kind record_kind NOT NULL,
  -- Not a reference: accounts are never removed, and looking them up again would lock them.
  record_id uuid NOT NULL,
  -- How its last attempt ended.
  state text NOT NULL CONSTRAINT sync_run_records_state_known
    CHECK (state IN ('pending', 'unknown', 'retrying', 'synced', 'quarantined', 'conflict', 'not_needed')),
  -- What all of its attempts did there; null: nothing.
  did text CONSTRAINT sync_run_records_did_known CHECK (did IN ('created', 'changed')),
  reason text,
  attempts integer NOT NULL DEFAULT 1,
  at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run_id, record_kind, record_id)
);
CREATE INDEX sync_run_records_did_idx ON sync_run_records (run_id, did, state);

-- ───────────────────────────────────── payments and write-offs ─────────────────────────────────────

-- An entry is brought there as an adjustment, or, where Tratta took the payment and the settings say so, as a payment.
-- EIDs are given by kind of record.
ALTER TABLE billing_adjustments
  ADD COLUMN form text NOT NULL DEFAULT 'adjustment' CONSTRAINT billing_adjustments_form_known CHECK (form IN ('adjustment', 'payment')),
  DROP CONSTRAINT billing_adjustments_eid_key,
  ADD CONSTRAINT billing_adjustments_eid_key UNIQUE (form, eid),
  ADD CONSTRAINT billing_adjustments_payments_lower CHECK (form <> 'payment' OR amount < 0);
-- What was begun in one form stays in it: looked for in the other, it would not be found, and be made twice.
DROP TRIGGER keep_made ON billing_adjustments;
CREATE TRIGGER keep_made BEFORE UPDATE ON billing_adjustments FOR EACH ROW
  WHEN ((OLD.debt_account_id, OLD.first_sequence, OLD.last_sequence, OLD.amount, OLD.form)
          IS DISTINCT FROM (NEW.debt_account_id, NEW.first_sequence, NEW.last_sequence, NEW.amount, NEW.form)
        -- One that somebody deleted there before it was posted is made anew.
        OR (OLD.eid IS NOT NULL AND NEW.eid IS DISTINCT FROM OLD.eid AND (OLD.posted_at IS NOT NULL OR NEW.eid IS NOT NULL))
        OR (OLD.posted_at IS NOT NULL AND NEW.posted_at IS NULL))
  EXECUTE FUNCTION billing_adjustments_keep();

-- What was left of a closed account's balance, taken off there by one adjustment that no entry of the books has.
ALTER TABLE billing_accounts
  ADD COLUMN write_off_amount bigint CONSTRAINT billing_accounts_write_off_range CHECK (is_cents(write_off_amount) AND write_off_amount <> 0),
  ADD COLUMN write_off_eid text CONSTRAINT billing_accounts_write_off_eid_is_digits CHECK (write_off_eid ~ '^[0-9]{1,19}$'),
  ADD COLUMN write_off_begun_at timestamptz(6),
  ADD COLUMN written_off_at timestamptz(6),
  ADD CONSTRAINT billing_accounts_write_off_whole
    CHECK ((write_off_begun_at IS NULL) = (write_off_amount IS NULL)
           AND (write_off_eid IS NULL OR write_off_amount IS NOT NULL) AND (written_off_at IS NULL OR write_off_eid IS NOT NULL));
