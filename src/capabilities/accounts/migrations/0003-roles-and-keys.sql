-- Roles: those that come with the program and those that an operator makes.
create table accounts.roles (
  id uuid primary key,
  version integer not null,
  -- What stands in grants, tokens and the catalogue of permissions.
  name text not null unique check (name ~ '^[a-z][a-z0-9-]{1,39}$'),
  title text not null,
  description text,
  is_default boolean not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

insert into accounts.roles (id, version, name, title, is_default, created_by, created_at, updated_at)
select id::uuid, 1, name, title, true, 'system', now(), now()
from (values
  ('00000000-0000-7000-8000-00000000c0d1', 'customer', 'Customer'),
  ('00000000-0000-7000-8000-00000000c0d2', 'driver', 'Driver'),
  ('00000000-0000-7000-8000-00000000c0d3', 'dispatcher', 'Dispatcher'),
  ('00000000-0000-7000-8000-00000000c0d4', 'carrier', 'Carrier'),
  ('00000000-0000-7000-8000-00000000c0d5', 'host', 'Host'),
  ('00000000-0000-7000-8000-00000000c0d6', 'support', 'Support'),
  ('00000000-0000-7000-8000-00000000c0d7', 'admin', 'Admin')
) as defaults (id, name, title);

-- Of an operator's own role all that it may do; of a default role what an admin changed of its declaration.
create table accounts.role_permissions (
  role_id uuid not null references accounts.roles (id) on delete cascade,
  permission text not null,
  -- Null: the default role does not have it any more.
  scope text check (scope in ('own', 'party', 'region', 'all')),
  primary key (role_id, permission)
);

-- A role that somebody has cannot be deleted, nor one be granted that does not exist.
alter table accounts.user_roles
  add column granted_by text not null default 'system',
  add column granted_at timestamptz not null default now(),
  add constraint user_roles_role foreign key (role) references accounts.roles (name) on update cascade;
create index user_roles_role on accounts.user_roles (role, user_id);

-- How far the scopes party and region reach for a user, beside the companies that they belong to.
create table accounts.reaches (
  user_id uuid primary key references accounts.users (id),
  version integer not null,
  company_ids uuid[] not null default '{}',
  region_ids uuid[] not null default '{}',
  updated_at timestamptz not null
);

-- Somebody can always let others in. The row that is touched puts two who each take away one of the last two admins
-- behind one another, under every isolation level; the second then sees what the first one did.
create function accounts.keep_an_admin() returns trigger
language plpgsql as $$
begin
  update accounts.roles set updated_at = updated_at where name = 'admin';
  if not exists (
    select from accounts.user_roles r join accounts.users u on u.id = r.user_id
    where r.role = 'admin' and u.deactivated_at is null
  ) then
    raise exception 'nobody would be an admin any more' using errcode = '23514', constraint = 'last_admin';
  end if;
  return null;
end $$;

create constraint trigger last_admin after delete or update on accounts.user_roles
deferrable initially deferred for each row when (old.role = 'admin') execute function accounts.keep_an_admin();

-- An admin who is deactivated is one less.
create function accounts.keep_an_active_admin() returns trigger
language plpgsql as $$
begin
  if exists (select from accounts.user_roles where user_id = new.id and role = 'admin') then
    update accounts.roles set updated_at = updated_at where name = 'admin';
    if not exists (
      select from accounts.user_roles r join accounts.users u on u.id = r.user_id
      where r.role = 'admin' and u.deactivated_at is null
    ) then
      raise exception 'nobody would be an admin any more' using errcode = '23514', constraint = 'last_admin';
    end if;
  end if;
  return null;
end $$;

create constraint trigger last_active_admin after update of deactivated_at on accounts.users
deferrable initially deferred for each row when (old.deactivated_at is null and new.deactivated_at is not null)
execute function accounts.keep_an_active_admin();

-- Programs of others. What a key may do is never more than what the user behind it may do.
create table accounts.api_keys (
  id uuid primary key,
  version integer not null,
  name text not null,
  -- Null: made with a token that belongs to no user, such as one of the command line.
  user_id uuid references accounts.users (id),
  party_id uuid,
  company_ids uuid[] not null,
  region_ids uuid[] not null,
  -- Permission: scope.
  permissions jsonb not null,
  tier text not null check (tier in ('standard', 'premium')),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_used_address text,
  uses bigint not null default 0,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index api_keys_user on accounts.api_keys (user_id, id) where user_id is not null;
create index api_keys_created_by on accounts.api_keys (created_by, id);

-- While a key is rotated it has two.
create table accounts.api_key_secrets (
  -- SHA-256 of 256 random bits; the key itself is nowhere.
  hash bytea primary key,
  key_id uuid not null references accounts.api_keys (id) on delete cascade,
  -- Its beginning, by which people tell keys apart.
  hint text not null,
  created_at timestamptz not null,
  expires_at timestamptz
);
create index api_key_secrets_key on accounts.api_key_secrets (key_id, created_at desc);
