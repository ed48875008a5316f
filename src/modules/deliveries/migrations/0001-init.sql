create extension if not exists pg_trgm with schema public;

create table deliveries.drivers (
  -- A driver is a person: this is the id of their party.
  id uuid primary key,
  state text not null,
  version integer not null,
  lifecycle_version integer not null,
  state_since timestamptz not null,
  name text not null,
  phone text,
  skills text[] not null default '{}',
  vehicle_id uuid,
  vehicle_kind text not null,
  capacity_grams integer not null,
  region_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index drivers_state on deliveries.drivers (state, id);

create table deliveries.deliveries (
  id uuid primary key,
  state text not null,
  version integer not null,
  lifecycle_version integer not null,
  state_since timestamptz not null,
  reference text,
  customer_id uuid not null,
  region_id uuid,
  pickup jsonb not null,
  pickup_lat double precision not null,
  pickup_lng double precision not null,
  dropoff jsonb not null,
  dropoff_lat double precision not null,
  dropoff_lng double precision not null,
  window_from timestamptz,
  window_to timestamptz,
  weight_grams integer not null,
  required_skills text[] not null default '{}',
  proof_rules text[] not null default '{}',
  -- What the recipient tells the driver at the door; shown to the customer only.
  proof_code text,
  notes text,
  price_minor bigint,
  currency text,
  assignment_mode text not null,
  driver_id uuid,
  declined_by uuid[] not null default '{}',
  -- Why this driver: the explanation as it was when the driver was chosen.
  assignment jsonb,
  -- Place in the driver's planned order of stops; a stop that the driver has seen is not moved again.
  route_position integer,
  route_seen_at timestamptz,
  tries integer not null default 0,
  failure_reason text,
  exception text,
  exception_since timestamptz,
  eta_at timestamptz,
  delivered_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint driver_when_under_way check (
    (driver_id is null) = (state in ('draft', 'ready')) or state = 'cancelled'),
  constraint window_in_order check (window_from is null or window_to is null or window_from <= window_to)
);
create index deliveries_customer_state on deliveries.deliveries (customer_id, state, id desc);
create index deliveries_customer on deliveries.deliveries (customer_id, id desc);
create index deliveries_state on deliveries.deliveries (state, id desc);
create index deliveries_driver on deliveries.deliveries (driver_id, state, id desc) where driver_id is not null;
create index deliveries_region_state on deliveries.deliveries (region_id, state, id desc) where region_id is not null;
create index deliveries_window on deliveries.deliveries (window_to)
  where state not in ('delivered', 'cancelled', 'returned', 'draft') and exception is null;
create index deliveries_exception on deliveries.deliveries (exception_since) where exception is not null;
create unique index deliveries_reference on deliveries.deliveries (customer_id, reference) where reference is not null;
create index deliveries_dropoff on deliveries.deliveries using gist (point(dropoff_lng, dropoff_lat));
create index deliveries_search on deliveries.deliveries using gin (
  (coalesce(reference, '') || ' ' || coalesce(dropoff->>'name', '') || ' ' || coalesce(dropoff->>'street', '') || ' '
    || coalesce(dropoff->>'city', '')) gin_trgm_ops);

-- What was handed over at the door, bound to its delivery and try by the device that made it.
create table deliveries.proofs (
  id uuid primary key,
  delivery_id uuid not null references deliveries.deliveries (id),
  try integer not null,
  kind text not null,
  upload_id uuid,
  text text,
  lat double precision,
  lng double precision,
  driver_id uuid,
  device_time timestamptz,
  server_time timestamptz not null
);
create index proofs_delivery on deliveries.proofs (delivery_id, server_time, id);

-- Kept by the subscriber countStates: counting rows would cost more with every delivery.
create table deliveries.state_counts (
  state text primary key,
  entered bigint not null,
  present bigint not null
);

-- Each row carries its own wire form, so that a list ships bytes instead of building objects. The trigger makes it
-- impossible for the two to disagree. A change of the form is a new version of this function and a touch of each row.
alter table deliveries.deliveries add column shown text not null default '';

create function deliveries.wire_time(at timestamptz) returns text
language sql stable
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

create function deliveries.show_delivery() returns trigger
language plpgsql as $$
begin
  new.shown := json_build_object(
    'id', new.id, 'state', new.state, 'version', new.version, 'stateSince', deliveries.wire_time(new.state_since),
    'reference', new.reference, 'customerId', new.customer_id, 'regionId', new.region_id,
    'pickup', new.pickup, 'dropoff', new.dropoff,
    'windowFrom', deliveries.wire_time(new.window_from), 'windowTo', deliveries.wire_time(new.window_to),
    'weightGrams', new.weight_grams, 'requiredSkills', new.required_skills, 'proofRules', new.proof_rules,
    'notes', new.notes,
    'price', case when new.price_minor is not null
      then json_build_object('amountMinor', new.price_minor, 'currency', new.currency) end,
    'assignmentMode', new.assignment_mode, 'driverId', new.driver_id, 'routePosition', new.route_position,
    'tries', new.tries, 'failureReason', new.failure_reason, 'exception', new.exception,
    'exceptionSince', deliveries.wire_time(new.exception_since), 'etaAt', deliveries.wire_time(new.eta_at),
    'deliveredAt', deliveries.wire_time(new.delivered_at), 'createdAt', deliveries.wire_time(new.created_at),
    'updatedAt', deliveries.wire_time(new.updated_at))::text;
  return new;
end $$;

create trigger show_delivery before insert or update on deliveries.deliveries
for each row execute function deliveries.show_delivery();
