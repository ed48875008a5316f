create extension if not exists btree_gist with schema public;

-- What has a calendar. Its row is locked before any slot of it is written.
create table calendar.resources (
  kind text not null check (kind in ('vehicle', 'driver')),
  id uuid not null,
  -- Whose it is: they may see the calendar. A driver is their own party.
  party_id uuid,
  created_at timestamptz not null,
  primary key (id, kind)
);

create table calendar.slots (
  id uuid primary key,
  version integer not null,
  resource_kind text not null,
  resource_id uuid not null,
  held tstzrange not null,
  kind text not null check (kind in ('booked', 'blocked', 'maintenance', 'shift')),
  -- A shift says when someone works and does not collide with the work itself; each layer is free of overlaps.
  layer text not null generated always as (case kind when 'shift' then 'presence' else 'use' end) stored,
  -- Who holds it: the room, and the thing in it that needs the resource.
  module text not null,
  entity text not null,
  entity_id uuid not null,
  note text,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  foreign key (resource_id, resource_kind) references calendar.resources (id, kind),
  constraint slots_bounded check (
    not isempty(held) and not lower_inf(held) and not upper_inf(held) and lower_inc(held) and not upper_inc(held)),
  constraint slots_no_overlap exclude using gist (
    resource_id with =, resource_kind with =, layer with =, held with &&)
);
create index slots_holder on calendar.slots (entity_id, entity, module);
