-- Tickets for the live socket: good once, for seconds. Only the hash is kept.
create table live.tickets (
  hash bytea primary key,
  actor jsonb not null,
  -- When the socket that it opens must close; null: when the right is taken away.
  session_expires_at timestamptz,
  expires_at timestamptz not null
);
create index tickets_expires_at on live.tickets (expires_at);
