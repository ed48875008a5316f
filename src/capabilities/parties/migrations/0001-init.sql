create extension if not exists pg_trgm with schema public;

create table parties.parties (
  id uuid primary key,
  version integer not null,
  kind text not null check (kind in ('person', 'company')),
  name text not null,
  email text,
  phone text,
  language text,
  reference text,
  notes text,
  archived_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- What people type to find someone.
  search text not null generated always as (
    lower(name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '') || ' ' || coalesce(reference, ''))) stored
);
create unique index parties_reference on parties.parties (reference) where reference is not null;
create index parties_present on parties.parties (id) where archived_at is null;
create index parties_archived on parties.parties (id) where archived_at is not null;
create index parties_kind on parties.parties (kind, id) where archived_at is null;
create index parties_search on parties.parties using gin (search gin_trgm_ops);
-- One or two letters are too short for trigrams.
create index parties_prefix on parties.parties (search text_pattern_ops);

create table parties.members (
  company_id uuid not null references parties.parties (id),
  person_id uuid not null references parties.parties (id),
  title text,
  since timestamptz not null,
  primary key (company_id, person_id)
);
create index members_person on parties.members (person_id, company_id);
