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
