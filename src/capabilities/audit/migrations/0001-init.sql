-- expand
-- What people, keys and the program did or tried. Written once, in the transaction of what it tells of.
create table audit.entries (
  transaction_id xid8 not null default pg_current_xact_id(),
  id uuid not null,
  -- By the clock of the database, so that one node with a wrong clock cannot date its entries.
  occurred_at timestamptz not null default clock_timestamp(),
  -- action: a write or a read worth telling; everything else is a security event.
  kind text not null,
  outcome text not null check (outcome in ('success', 'failure', 'denied')),
  operation text not null,
  actor_kind text not null,
  actor_id text not null,
  address text,
  request_id text,
  -- The first thing that it was about; detail names the others.
  entity text,
  entity_id text,
  detail jsonb not null,
  primary key (transaction_id, id)
);
create index entries_id on audit.entries (id);
create index entries_actor on audit.entries (actor_id, id);
create index entries_subject on audit.entries (entity_id, id) where entity_id is not null;
create index entries_security on audit.entries (transaction_id, id) where kind <> 'action';

-- The chain over the entries in the order of their commits. hash covers the link before it.
create table audit.links (
  position bigint primary key,
  day date not null,
  transaction_id xid8 not null,
  entry_id uuid not null,
  occurred_at timestamptz not null,
  content_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null default clock_timestamp()
);
create unique index links_entry on audit.links (entry_id);
create index links_day on audit.links (day, position);

-- Ed25519 keys that sign checkpoints; the private half is sealed by the master key.
create table audit.signing_keys (
  id text primary key,
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null default clock_timestamp()
);

-- Signed words on how the chain stood: `head` at a position, `dropped` when the days up to it were let go.
create table audit.checkpoints (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('head', 'dropped')),
  position bigint not null,
  day date not null,
  hash bytea not null,
  key_id text not null references audit.signing_keys (id),
  signed_at timestamptz not null,
  signature bytea not null
);
create index checkpoints_position on audit.checkpoints (position);

-- Append-only. Only audit.drop_days may delete, and says so for the length of its transaction.
create function audit.refuse_change() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('caravan.audit_dropping', true) = 'on' then
    return null;
  end if;
  raise exception 'audit.% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete or truncate on audit.entries
for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.links
for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.checkpoints
for each statement execute function audit.refuse_change();

-- Lets go of whole days up to a position, entries and links. Runs as the owner: the serving role may not delete.
create function audit.drop_days(p_position bigint, p_most integer) returns bigint
language plpgsql security definer set search_path = audit, pg_temp as $$
declare
  dropped bigint;
begin
  if not exists (select from audit.checkpoints where kind = 'dropped' and position >= p_position) then
    raise exception 'No signed checkpoint lets go of the chain up to position %', p_position;
  end if;
  perform set_config('caravan.audit_dropping', 'on', true);
  with gone as (
    delete from audit.links where position in (
      select position from audit.links where position <= p_position order by position limit p_most)
    returning transaction_id, entry_id
  ), let_go as (
    delete from audit.entries e using gone where e.transaction_id = gone.transaction_id and e.id = gone.entry_id
  )
  select count(*) into dropped from gone;
  perform set_config('caravan.audit_dropping', 'off', true);
  return dropped;
end $$;

-- A deployment that serves with another role than the one that migrates: it may add and read, nothing else.
create function audit.grant_to(p_role name) returns void
language plpgsql as $$
begin
  execute format('grant usage on schema audit to %I', p_role);
  execute format('revoke all on all tables in schema audit from %I', p_role);
  execute format('grant select, insert on all tables in schema audit to %I', p_role);
  execute format('grant usage on all sequences in schema audit to %I', p_role);
  execute format('grant execute on function audit.drop_days(bigint, integer) to %I', p_role);
end $$;
revoke execute on function audit.drop_days(bigint, integer) from public;
