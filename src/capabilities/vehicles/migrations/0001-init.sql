create extension if not exists pg_trgm with schema public;

create table vehicles.vehicles (
  id uuid primary key,
  version integer not null,
  lifecycle_version integer not null,
  state text not null,
  state_since timestamptz not null,
  name text not null,
  plate text,
  kind text not null check (kind in ('bike', 'cargo_bike', 'car', 'van', 'truck')),
  capacity_grams integer not null,
  capacity_cubic_meters double precision not null,
  features text[] not null,
  -- Whose it is; none: the operator's.
  party_id uuid,
  home_place_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  search text not null generated always as (lower(name || ' ' || coalesce(plate, ''))) stored
);
-- "AB 12-3" and "ab123" are one plate.
create unique index vehicles_plate on vehicles.vehicles (upper(regexp_replace(plate, '[^[:alnum:]]', '', 'g')))
  where plate is not null and state <> 'retired';
create index vehicles_state on vehicles.vehicles (state, id);
create index vehicles_kind on vehicles.vehicles (kind, id);
create index vehicles_party on vehicles.vehicles (party_id, id) where party_id is not null;
create index vehicles_home on vehicles.vehicles (home_place_id, id) where home_place_id is not null;
create index vehicles_features on vehicles.vehicles using gin (features);
create index vehicles_search on vehicles.vehicles using gin (search public.gin_trgm_ops);
create index vehicles_prefix on vehicles.vehicles (search text_pattern_ops);
