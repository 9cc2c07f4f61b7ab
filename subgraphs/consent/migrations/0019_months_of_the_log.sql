-- A month that has entries in disclosure_later already, because the process ran for longer than months were made ahead,
-- stays there: PostgreSQL refuses it a partition, and no process would start any more. Months are UTC's, whatever the
-- server's time zone: those of two zones overlap, which it refuses too.
CREATE OR REPLACE PROCEDURE consent.prepare_disclosure_months(ahead int) LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  month date;
  name text;
BEGIN
  FOR month IN SELECT generate_series(date_trunc('month', now()), now() + make_interval(months => ahead), '1 month') LOOP
    name := 'disclosure_' || to_char(month, 'YYYY_MM');
    CONTINUE WHEN to_regclass('consent.' || name) IS NOT NULL
      OR EXISTS (SELECT FROM consent.disclosure_later WHERE at >= month AND at < month + interval '1 month');
    EXECUTE format('CREATE TABLE consent.%I PARTITION OF consent.disclosure FOR VALUES FROM (%L) TO (%L)',
      name, month, month + interval '1 month');
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent.%I
      FOR EACH STATEMENT EXECUTE FUNCTION consent.refuse_change()', name);
  END LOOP;
END $$;
