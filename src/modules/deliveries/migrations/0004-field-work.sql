create extension if not exists btree_gist with schema public;

create table deliveries.shifts (
  id uuid primary key,
  state text not null,
  version integer not null,
  lifecycle_version integer not null,
  state_since timestamptz not null,
  driver_id uuid not null references deliveries.drivers (id),
  vehicle_id uuid,
  planned_from timestamptz not null,
  planned_to timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint shift_in_order check (planned_from < planned_to),
  constraint one_shift_of_a_driver exclude using gist (
    driver_id with =, tstzrange(planned_from, planned_to) with &&) where (state <> 'cancelled'),
  constraint one_shift_of_a_vehicle exclude using gist (
    vehicle_id with =, tstzrange(planned_from, planned_to) with &&) where (state <> 'cancelled' and vehicle_id is not null)
);
create index shifts_planned on deliveries.shifts (planned_from, id);
create index shifts_driver on deliveries.shifts (driver_id, planned_from, id);
create unique index shifts_active on deliveries.shifts (driver_id) where state = 'active';

-- Who holds the token may look at the delivery until it ends; the token itself is nowhere.
create table deliveries.tracking_links (
  id uuid primary key,
  delivery_id uuid not null references deliveries.deliveries (id),
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  created_by text not null,
  created_at timestamptz not null
);
create index tracking_links_delivery on deliveries.tracking_links (delivery_id);

-- What people did about an exception; it holds for one raised before.
create table deliveries.exception_marks (
  delivery_id uuid not null references deliveries.deliveries (id),
  exception text not null,
  acknowledged_by text,
  acknowledged_at timestamptz,
  resolved_by text,
  resolved_at timestamptz,
  note text,
  -- The promise that was broken; a late delivery is flagged again only when a new one is.
  window_to timestamptz,
  primary key (delivery_id, exception)
);

-- The committed order of a driver's stops.
create table deliveries.route_stops (
  driver_id uuid not null references deliveries.drivers (id),
  delivery_id uuid not null references deliveries.deliveries (id),
  kind text not null check (kind in ('pickup', 'dropoff')),
  position integer not null,
  eta_at timestamptz,
  -- When the driver's phone showed it; from then on it is not moved.
  seen_at timestamptz,
  primary key (driver_id, delivery_id, kind)
);
create index route_stops_delivery on deliveries.route_stops (delivery_id);
