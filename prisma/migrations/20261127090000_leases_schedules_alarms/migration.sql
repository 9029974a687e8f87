-- What the processes agree on among themselves: who does what only one may do, which times of a schedule were
-- taken, which alarms are on and who was told of them.

-- ───────────────────────────────────── leases ─────────────────────────────────────

-- Who does a work that only one process at a time may do, by the database's clock. A row is made when its name
-- is first taken, and stays.
CREATE TABLE leases (
  name text PRIMARY KEY CONSTRAINT leases_name_form CHECK (name ~ '^[a-z0-9][a-z0-9:._-]{0,99}$'),
  -- Another for each time that it is taken.
  owner uuid,
  leased_until timestamptz(6),
  CONSTRAINT leases_whole CHECK ((owner IS NULL) = (leased_until IS NULL))
);

-- ───────────────────────────────────── schedules ─────────────────────────────────────

-- A time of a schedule that was taken: in the same transaction what was due was begun. A name's first row is
-- when it was first seen, for nothing before that is due.
CREATE TABLE schedule_ticks (
  name text NOT NULL CONSTRAINT schedule_ticks_name_form CHECK (name ~ '^[a-z0-9][a-z0-9:._-]{0,99}$'),
  due_at timestamptz(6) NOT NULL,
  taken_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (name, due_at)
);

-- ───────────────────────────────────── alarms ─────────────────────────────────────

-- The alarms that are on, as whoever watched last found them.
CREATE TABLE alarms_on (
  id text PRIMARY KEY,
  -- Who can say that it is over.
  source text NOT NULL,
  severity text NOT NULL CONSTRAINT alarms_on_severity_known CHECK (severity IN ('critical', 'warning')),
  summary text NOT NULL,
  what_to_do text NOT NULL,
  since timestamptz(6) NOT NULL,
  seen_at timestamptz(6) NOT NULL,
  -- Checks in a row that did not find it any more; the second one ends it.
  absences smallint NOT NULL DEFAULT 0 CONSTRAINT alarms_on_absences_counted CHECK (absences >= 0)
);

-- What ALERT_URL is to be told: written with the change, taken off when it was told.
CREATE TABLE alarm_notices (
  -- Notices of one alarm are told in this order.
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL CONSTRAINT alarm_notices_id_key UNIQUE,
  kind text NOT NULL CONSTRAINT alarm_notices_kind_known CHECK (kind IN ('raised', 'recovered')),
  alarm_id text NOT NULL,
  severity text NOT NULL CONSTRAINT alarm_notices_severity_known CHECK (severity IN ('critical', 'warning')),
  summary text NOT NULL,
  what_to_do text NOT NULL,
  since timestamptz(6) NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  attempts integer NOT NULL DEFAULT 0 CONSTRAINT alarm_notices_attempts_counted CHECK (attempts >= 0),
  next_attempt_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  delivered_at timestamptz(6),
  given_up_at timestamptz(6),
  CONSTRAINT alarm_notices_one_end CHECK (delivered_at IS NULL OR given_up_at IS NULL)
);
CREATE INDEX alarm_notices_open_idx ON alarm_notices (alarm_id, position)
  WHERE delivered_at IS NULL AND given_up_at IS NULL;
