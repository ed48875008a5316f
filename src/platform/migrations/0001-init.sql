-- Idempotency-Key: one row for each key that led to an answer, written in the write's own transaction.
create table platform.idempotency_keys (
  actor_id text not null,
  key text not null,
  fingerprint bytea not null,
  status integer,
  headers jsonb,
  body text,
  created_at timestamptz not null default now(),
  primary key (actor_id, key)
);
create index idempotency_keys_created_at on platform.idempotency_keys (created_at);

-- The lock ends with the transaction, so a request that is being worked on is told from one that was answered.
create function platform.claim_idempotency_key(p_actor text, p_key text, p_fingerprint bytea)
returns table (outcome text, status integer, headers jsonb, body text)
language plpgsql as $$
declare
  found_row platform.idempotency_keys%rowtype;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('idempotency ' || p_actor || ' ' || p_key, 0)) then
    return query select 'in_flight', null::integer, null::jsonb, null::text;
    return;
  end if;
  insert into platform.idempotency_keys (actor_id, key, fingerprint)
  values (p_actor, p_key, p_fingerprint)
  on conflict do nothing;
  if found then
    return query select 'claimed', null::integer, null::jsonb, null::text;
    return;
  end if;
  select * into found_row from platform.idempotency_keys k where k.actor_id = p_actor and k.key = p_key;
  if found_row.fingerprint <> p_fingerprint then
    return query select 'reused', null::integer, null::jsonb, null::text;
  else
    return query select 'answered', found_row.status, found_row.headers, found_row.body;
  end if;
end $$;

-- History of each entity and outbox for subscribers in one: written once, with the change itself.
create table platform.events (
  transaction_id xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity (cache 1),
  name text not null,
  version integer not null,
  entity text not null,
  entity_id uuid not null,
  sequence integer not null,
  action text,
  from_state text,
  to_state text,
  actor_kind text not null,
  actor_id text not null,
  device_time timestamptz,
  server_time timestamptz not null,
  payload jsonb not null,
  primary key (transaction_id, id)
);
create unique index events_entity on platform.events (entity_id, entity, sequence);

create table platform.subscribers (
  name text primary key,
  transaction_id xid8 not null default '0',
  event_id bigint not null default 0,
  failures integer not null default 0,
  last_error text,
  retry_at timestamptz not null default '-infinity',
  updated_at timestamptz not null default now()
);

-- Events that a subscriber refused again and again; it went on without them.
create table platform.parked_events (
  subscriber text not null,
  transaction_id xid8 not null,
  event_id bigint not null,
  error text not null,
  parked_at timestamptz not null default now(),
  primary key (subscriber, transaction_id, event_id)
);

-- Signs of life of the processes that run jobs.
create table platform.workers (
  id text primary key,
  heartbeat_at timestamptz not null default now(),
  started_at timestamptz not null default now()
);

create table platform.job_progress (
  job_id bigint primary key,
  done bigint not null,
  total bigint not null,
  updated_at timestamptz not null default now()
);
