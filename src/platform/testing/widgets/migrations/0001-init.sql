create table widgets.widgets (
  id uuid primary key,
  name text not null,
  driver text,
  state text not null,
  version integer not null,
  lifecycle_version integer not null,
  state_since timestamptz not null,
  updated_at timestamptz not null
);
create index widgets_name on widgets.widgets (name, id);

-- What jobs and subscribers did, so that tests can count it. No key: a second effect is a second row.
create table widgets.effects (
  number bigint generated always as identity,
  kind text not null,
  subject text not null,
  sequence integer
);
