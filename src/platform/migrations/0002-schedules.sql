-- expand
-- When each scheduled job was last due and enqueued; one row, locked by the worker that looks.
create table platform.schedules (
  job text primary key,
  looked_at timestamptz not null default now()
);
