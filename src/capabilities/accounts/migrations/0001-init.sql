-- Keys that sign tokens. The newest signs, all verify until they expire.
create table accounts.signing_keys (
  id text primary key,
  secret bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);
