-- The second look asks the catalogue with a snapshot of its own. to_regclass answers from what this connection
-- remembers, and under the lock it still said that the table, which another one had just made, was not there.
create or replace function tracking.ensure_day(day date) returns void language plpgsql as $$
declare
  part text := 'positions_' || to_char(day, 'YYYYMMDD');
begin
  if to_regclass('tracking.' || part) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('tracking ' || part, 0));
  perform from pg_catalog.pg_class where relname = part and relnamespace = 'tracking'::regnamespace;
  if found then return; end if;
  execute format('create table tracking.%I (like tracking.positions including all)', part);
  execute format(
    'alter table tracking.%I add constraint %I check (device_time >= %L::timestamptz and device_time < %L::timestamptz)',
    part, part || '_day', day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
  execute format(
    'alter table tracking.positions attach partition tracking.%I for values from (%L) to (%L)',
    part, day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
end $$;
