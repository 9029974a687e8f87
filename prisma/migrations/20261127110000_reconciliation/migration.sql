-- Comparing all that Gotransverse has with the books, and what was found to differ.

CREATE TABLE billing_reconciliations (
  id uuid PRIMARY KEY,
  -- Open, or how it ended. Whether somebody works on it tells the lease alone.
  state text NOT NULL DEFAULT 'open' CONSTRAINT billing_reconciliations_state_known
    CHECK (state IN ('open', 'finished', 'cancelled', 'failed')),
  -- `there`: the pages of what is there; `unlinked`: what of it is no account of ours; `here`: ours that no page held.
  phase text NOT NULL DEFAULT 'there' CONSTRAINT billing_reconciliations_phase_known
    CHECK (phase IN ('there', 'unlinked', 'here')),
  -- The schedule's tick, where it was that which asked for it.
  due_at timestamptz(6),
  -- How far it has come: the page to read next, and in the other phases what was looked at last.
  next_page integer NOT NULL DEFAULT 1,
  unlinked_through text NOT NULL DEFAULT '',
  here_through uuid,
  accounts_there bigint NOT NULL DEFAULT 0,
  accounts_compared bigint NOT NULL DEFAULT 0,
  -- Accounts that changed each time that they were looked at, or of which Gotransverse gave no usable answer.
  accounts_skipped bigint NOT NULL DEFAULT 0,
  -- Why it ended as it did, or what it waits for.
  reason text,
  waits_until timestamptz(6),
  -- When it last came further, or had to wait for the lane; when it has failed for want of that is counted from it.
  progressed_at timestamptz(6),
  created_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz(6),
  ended_at timestamptz(6),
  CONSTRAINT billing_reconciliations_ended CHECK ((ended_at IS NOT NULL) = (state <> 'open'))
);
-- One during another is none.
CREATE UNIQUE INDEX billing_reconciliations_one_at_a_time ON billing_reconciliations ((true)) WHERE ended_at IS NULL;
CREATE INDEX billing_reconciliations_ended_at_idx ON billing_reconciliations (ended_at);

-- What the pages held that is no account of ours, and which of ours they held; removed when it ends.
CREATE TABLE billing_reconciliation_seen (
  reconciliation_id uuid NOT NULL REFERENCES billing_reconciliations (id) ON DELETE CASCADE ON UPDATE NO ACTION,
  eid text NOT NULL,
  external_account_num text NOT NULL,
  status text,
  balance bigint,
  PRIMARY KEY (reconciliation_id, eid)
);
CREATE INDEX billing_reconciliation_seen_num_idx ON billing_reconciliation_seen (reconciliation_id, external_account_num);

CREATE TABLE billing_differences (
  id uuid PRIMARY KEY,
  reconciliation_id uuid NOT NULL REFERENCES billing_reconciliations (id) ON DELETE CASCADE ON UPDATE NO ACTION,
  type text NOT NULL CONSTRAINT billing_differences_type_known CHECK (type IN
    ('missing', 'unknown_here', 'duplicate', 'status', 'party', 'address', 'content', 'balance',
     'adjustment_pending', 'adjustment_forgotten', 'adjustment_doubled', 'adjustment_foreign', 'adjustment_gone')),
  -- The EID that it is about: of an account or of an adjustment. Found again by a reconciliation that was taken over, it
  -- is the same one.
  subject text NOT NULL,
  -- Null: no account of the books. Not a reference, as with runs: accounts are never removed.
  debt_account_id uuid,
  account_eid text NOT NULL,
  external_account_num text NOT NULL,
  -- Both sides hold names and addresses, and are sealed.
  sides_cipher bytea NOT NULL,
  -- Whether a date of birth is among them.
  holds_birth boolean NOT NULL DEFAULT false,
  -- In plain words, and without personal data.
  explanation text NOT NULL,
  -- What can be done about it from here, the first one proposed; none: a person mends it.
  repairs text[] NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'open' CONSTRAINT billing_differences_state_known
    CHECK (state IN ('open', 'repaired', 'failed', 'gone')),
  -- What a repair came to.
  reason text,
  -- A credit against it may have been made since then: looked for before another one is.
  counter_begun_at timestamptz(6),
  found_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  settled_at timestamptz(6),
  CONSTRAINT billing_differences_once UNIQUE (reconciliation_id, type, subject),
  CONSTRAINT billing_differences_settled CHECK ((settled_at IS NOT NULL) = (state IN ('repaired', 'gone')))
);
CREATE INDEX billing_differences_account_idx ON billing_differences (debt_account_id, id);

-- Somebody accepted that the balance there differs by this much from all adjustments there: payments, fees.
ALTER TABLE billing_accounts ADD COLUMN accepted_offset bigint NOT NULL DEFAULT 0;

-- Somebody accepted that an adjustment is there, or is not, as `standing` says.
CREATE TABLE billing_accepted_adjustments (
  debt_account_id uuid NOT NULL REFERENCES billing_accounts (debt_account_id) ON DELETE RESTRICT ON UPDATE NO ACTION,
  eid text NOT NULL CONSTRAINT billing_accepted_adjustments_eid_is_digits CHECK (eid ~ '^[0-9]{1,19}$'),
  standing text NOT NULL,
  accepted_at timestamptz(6) NOT NULL DEFAULT transaction_timestamp(),
  PRIMARY KEY (debt_account_id, eid)
);
