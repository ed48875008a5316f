-- expand
-- Keys that seal fields of rows, themselves sealed by a master key outside the database.
create table platform.data_keys (
  id text primary key,
  wrapped text not null,
  state text not null check (state in ('active', 'retiring', 'retired')),
  created_at timestamptz not null default clock_timestamp()
);
create unique index data_keys_active on platform.data_keys (state) where state = 'active';
