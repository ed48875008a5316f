-- expand
-- Maps on their way in over the API. The maps themselves are files that all processes watch.
create table geography.map_imports (
  id uuid primary key,
  version integer not null,
  state text not null check (state in ('receiving', 'waiting', 'running', 'done', 'failed', 'cancelled')),
  source text not null check (source in ('file', 'demo')),
  name text not null,
  file_name text,
  size_bytes bigint not null,
  -- The upload of the documents that brings the bytes; null for what needs none.
  upload_id uuid unique,
  started_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- While it runs: how far it is, and whose it is until when. By the clock of the database.
  phase text,
  percent integer not null default 0 check (percent between 0 and 100),
  begun_at timestamptz,
  runner uuid,
  lease_until timestamptz,
  -- Runs whose process died. What kills its process again and again is given up.
  deaths integer not null default 0,
  -- Why it failed: a word that programs know, and a sentence for a person.
  reason text,
  failure text,
  constraint a_file_is_uploaded check ((source = 'file') = (upload_id is not null)),
  constraint a_run_is_leased check ((state = 'running') = (runner is not null and lease_until is not null)),
  constraint a_failure_says_why check ((state = 'failed') = (reason is not null and failure is not null))
);
-- However many processes there are, one map is made at a time.
create unique index map_imports_running on geography.map_imports ((true)) where state = 'running';
create unique index map_imports_open on geography.map_imports (name) where state in ('receiving', 'waiting', 'running');
create index map_imports_newest on geography.map_imports (id desc);
