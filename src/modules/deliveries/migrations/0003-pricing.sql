create table deliveries.zones (
  id uuid primary key,
  version integer not null,
  name text not null,
  priority integer not null,
  -- A GeoJSON polygon, and the box around it.
  area jsonb not null,
  bounds box not null,
  -- [{days, from, to}] in the zone's own time; empty is always.
  active_hours jsonb not null,
  time_zone text not null,
  removed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index zones_bounds on deliveries.zones using gist (bounds) where removed_at is null;

-- What a rate said at each time: versions are added, never changed.
create table deliveries.rates (
  id uuid not null,
  version integer not null,
  name text not null,
  zone_id uuid references deliveries.zones (id),
  terms jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (id, version)
);

create table deliveries.quotes (
  id uuid primary key,
  customer_id uuid not null,
  rate_id uuid not null,
  rate_version integer not null,
  -- Everything that the price was computed from, and each line of it.
  inputs jsonb not null,
  lines jsonb not null,
  total_minor bigint not null,
  currency text not null,
  expires_at timestamptz not null,
  -- The delivery that was ordered at this price; once.
  delivery_id uuid unique,
  created_by text not null,
  created_at timestamptz not null,
  foreign key (rate_id, rate_version) references deliveries.rates (id, version)
);
create index quotes_customer on deliveries.quotes (customer_id, id desc);
