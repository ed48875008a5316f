-- A file of deliveries: first read and checked, then, when asked, ordered line by line.
create table deliveries.imports (
  id uuid primary key,
  state text not null,
  version integer not null,
  created_by text not null,
  actor_kind text not null,
  file_name text,
  encoding text,
  delimiter text,
  ignored_columns text[] not null default '{}',
  lines_total integer not null default 0,
  lines_wrong integer not null default 0,
  lines_imported integer not null default 0,
  -- Lines up to here are done; it moves in the transaction that orders them.
  last_line integer not null default 0,
  failure text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index imports_created_by on deliveries.imports (created_by, id desc);

create table deliveries.import_lines (
  import_id uuid not null references deliveries.imports (id) on delete cascade,
  line integer not null,
  customer_id uuid,
  reference text,
  -- What to order; null when the line is wrong.
  delivery jsonb,
  -- [{field, reason}]; null when nothing is wrong.
  errors jsonb,
  primary key (import_id, line)
);
create index import_lines_wrong on deliveries.import_lines (import_id, line) where errors is not null;
