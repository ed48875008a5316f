-- What people should know of, told once for everyone concerned: one row, not one for each reader.
create table notifications.notices (
  id uuid primary key,
  -- The name of the event that it tells of.
  kind text not null,
  entity text not null,
  entity_id uuid not null,
  title text not null,
  -- A word that the kind knows: the reason, the exception.
  detail text,
  -- For one person; null: for the office.
  party_id uuid,
  -- Of a notice for the office: those whose rights end at their regions are told of theirs only.
  region_id uuid,
  -- Who made it happen, and need not be told.
  caused_by text not null,
  given_at timestamptz not null,
  constraint region_of_the_office check (party_id is null or region_id is null)
);
create index notices_party on notifications.notices (party_id, id desc) where party_id is not null;
create index notices_office on notifications.notices (id desc) where party_id is null;
create index notices_given on notifications.notices (given_at);

create table notifications.readers (
  party_id uuid primary key,
  version integer not null,
  -- Everything up to this notice is read.
  read_up_to uuid
);

create table notifications.reads (
  party_id uuid not null,
  notice_id uuid not null references notifications.notices (id) on delete cascade,
  primary key (party_id, notice_id)
);
create index reads_notice on notifications.reads (notice_id);
