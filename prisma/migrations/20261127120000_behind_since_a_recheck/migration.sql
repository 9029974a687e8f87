-- A record that is to be looked at again is behind from then on, not from its last change, be that months ago: else
-- Gotransverse seems silent for as long as nothing was to be sent.
CREATE FUNCTION sync_records_behind_since() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.behind_since := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER behind_since BEFORE UPDATE OF rechecks ON sync_records FOR EACH ROW
  WHEN (OLD.rechecks = 0 AND NEW.rechecks > 0 AND OLD.wanted_version = OLD.settled_version)
  EXECUTE FUNCTION sync_records_behind_since();
