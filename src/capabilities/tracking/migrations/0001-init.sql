-- What may be tracked, for whom, and how its phone proves itself. A device without a row here can be reported and
-- seen only by those whose permission reaches everything.
create table tracking.devices (
  device_id uuid primary key,
  -- 0 vehicle, 1 driver
  kind smallint not null,
  name text not null default '',
  party_id uuid,
  company_id uuid,
  region_id uuid,
  -- What a phone calls itself; unique, because its requests carry nothing else.
  phone_id text unique,
  secret_hash bytea,
  created_at timestamptz not null default now()
);
create index devices_party on tracking.devices (party_id) where party_id is not null;
create index devices_company on tracking.devices (company_id) where company_id is not null;
create index devices_region on tracking.devices (region_id) where region_id is not null;

-- Every accepted fix, once for each device and device time. Partitions by day are made before they are needed
-- (tracking.ensure_day) and dropped whole when their time is over.
create table tracking.positions (
  device_id uuid not null,
  device_time timestamptz not null,
  server_time timestamptz not null,
  -- Degrees times 10^7: about 1 cm.
  lat_e7 integer not null,
  lng_e7 integer not null,
  altitude_meters real,
  speed_mps real,
  heading_degrees real,
  accuracy_meters real,
  battery_percent smallint,
  kind smallint not null,
  -- 0 API, 1 socket, 2 OsmAnd or Traccar Client, 3 OwnTracks, 4 GPX
  source smallint not null,
  primary key (device_id, device_time)
) partition by range (device_time);

-- The newest fix of each device. Rewritten all the time, so pages keep room for the next version of a row.
create table tracking.last_positions (
  device_id uuid primary key,
  kind smallint not null,
  device_time timestamptz not null,
  server_time timestamptz not null,
  lat_e7 integer not null,
  lng_e7 integer not null,
  altitude_meters real,
  speed_mps real,
  heading_degrees real,
  accuracy_meters real,
  battery_percent smallint,
  -- Way since the first fix, of those that came in order.
  odometer_meters double precision not null default 0,
  -- Since when it stands in one place by the device's clock; null: it moves.
  stopped_since timestamptz
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.5);

-- Fixes that cannot be true, as they came, with the reason.
create table tracking.set_aside (
  id bigint generated always as identity primary key,
  device_id uuid not null,
  reason text not null,
  server_time timestamptz not null,
  source smallint not null,
  fix jsonb not null
);
create index set_aside_device on tracking.set_aside (device_id, server_time desc);
create index set_aside_server_time on tracking.set_aside (server_time);

create table tracking.geofences (
  id uuid primary key,
  name text not null,
  -- Either a circle or a polygon; rings of [lng, lat], the first is the outer one.
  center_lat double precision,
  center_lng double precision,
  radius_meters double precision,
  rings jsonb,
  -- Seconds inside after which it counts as staying; null: no such event.
  dwell_seconds integer,
  -- Devices that it is for; null: all.
  device_ids uuid[],
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  check ((radius_meters is null) <> (rings is null))
);

-- Who is inside now: one row makes entering twice impossible, whichever process sees it.
create table tracking.inside (
  device_id uuid not null,
  geofence_id uuid not null,
  entered_at timestamptz not null,
  dwelled_at timestamptz,
  primary key (device_id, geofence_id)
);
create index inside_geofence on tracking.inside (geofence_id);

-- Makes the partition of a day when it is missing. Attaching takes a weaker lock than PARTITION OF, so that
-- inserts into other days go on meanwhile.
create function tracking.ensure_day(day date) returns void language plpgsql as $$
declare
  part text := 'positions_' || to_char(day, 'YYYYMMDD');
begin
  if to_regclass('tracking.' || part) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('tracking ' || part, 0));
  if to_regclass('tracking.' || part) is not null then return; end if;
  execute format('create table tracking.%I (like tracking.positions including all)', part);
  execute format(
    'alter table tracking.%I add constraint %I check (device_time >= %L::timestamptz and device_time < %L::timestamptz)',
    part, part || '_day', day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
  execute format(
    'alter table tracking.positions attach partition tracking.%I for values from (%L) to (%L)',
    part, day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
end $$;

-- Keeps one fix in every `seconds` of each device of a day. The thinned copy takes the day's place at once.
create function tracking.thin_day(day date, seconds integer) returns bigint language plpgsql as $$
declare
  part text := 'positions_' || to_char(day, 'YYYYMMDD');
  kept bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('tracking ' || part, 0));
  if to_regclass('tracking.' || part) is null then return 0; end if;
  if obj_description(to_regclass('tracking.' || part), 'pg_class') = 'thinned' then return 0; end if;
  execute format('create table tracking.%I (like tracking.positions including all)', part || '_thin');
  execute format(
    'alter table tracking.%I add constraint %I check (device_time >= %L::timestamptz and device_time < %L::timestamptz)',
    part || '_thin', part || '_thin_day', day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
  execute format('lock table tracking.%I in share row exclusive mode', part);
  execute format(
    'insert into tracking.%I select distinct on (device_id, date_bin(make_interval(secs => %s), device_time, ''epoch''))
       device_id, device_time, server_time, lat_e7, lng_e7, altitude_meters, speed_mps, heading_degrees,
       accuracy_meters, battery_percent, kind, source
     from tracking.%I order by device_id, date_bin(make_interval(secs => %s), device_time, ''epoch''), device_time',
    part || '_thin', seconds, part, seconds);
  get diagnostics kept = row_count;
  execute format('alter table tracking.positions detach partition tracking.%I', part);
  execute format('drop table tracking.%I', part);
  execute format('alter table tracking.%I rename to %I', part || '_thin', part);
  execute format('comment on table tracking.%I is ''thinned''', part);
  execute format(
    'alter table tracking.positions attach partition tracking.%I for values from (%L) to (%L)',
    part, day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
  return kept;
end $$;

-- Days that have a table, whether they are still part of the positions, and whether they were thinned.
create function tracking.partition_days() returns table (day date, attached boolean, thinned boolean) language sql as $$
  select to_date(substr(c.relname, 11), 'YYYYMMDD'),
    exists (select from pg_inherits i where i.inhrelid = c.oid),
    coalesce(obj_description(c.oid, 'pg_class') = 'thinned', false)
  from pg_class c
  where c.relnamespace = 'tracking'::regnamespace and c.relkind = 'r' and c.relname ~ '^positions_\d{8}$'
$$;
