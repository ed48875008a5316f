-- Tries of what may be tried only so often, such as a login: kept here and not in memory, so that they are counted
-- together by all processes and outlive them. Not logged: a crash of the database forgets tries, nothing else.
create unlogged table platform.attempts (
  subject text primary key,
  -- When each try was made, in microseconds; at most as many as its limit.
  marks bigint[] not null,
  expires_at timestamptz not null
);
create index attempts_expiry on platform.attempts (expires_at);

-- Counts one try for all subjects or, when one of them has used up its limit, for none. The rows are locked in the
-- order of their names, so that two callers never wait for each other. The time is that of the database.
create function platform.take_attempt(p_subjects text[], p_limits integer[], p_windows_seconds integer[])
returns table (mark bigint, refused text[], back_in_ms bigint)
language plpgsql as $$
declare
  v_now bigint;
  v_refused text[] := '{}';
  v_back bigint := 0;
  v_marks bigint[];
  v_kept bigint[];
begin
  insert into platform.attempts as kept (subject, marks, expires_at)
  select wanted, '{}', clock_timestamp() from unnest(p_subjects) wanted order by wanted
  on conflict (subject) do update set subject = kept.subject;
  select greatest((extract(epoch from clock_timestamp()) * 1000000)::bigint, coalesce(max(m) + 1, 0)) into v_now
  from platform.attempts a left join unnest(a.marks) m on true where a.subject = any (p_subjects);
  for i in 1 .. cardinality(p_subjects) loop
    select a.marks into v_marks from platform.attempts a where a.subject = p_subjects[i];
    select coalesce(array_agg(m order by m), '{}') into v_kept
    from unnest(v_marks) m where m > v_now - p_windows_seconds[i] * 1000000::bigint;
    if cardinality(v_kept) >= p_limits[i] then
      v_refused := v_refused || p_subjects[i];
      v_back := greatest(v_back,
        (v_kept[cardinality(v_kept) - p_limits[i] + 1] + p_windows_seconds[i] * 1000000::bigint - v_now + 999) / 1000);
    end if;
  end loop;
  if cardinality(v_refused) = 0 then
    update platform.attempts a
    set marks = array(select m from unnest(a.marks) m
          where m > v_now - w.seconds * 1000000::bigint order by m) || v_now,
      expires_at = clock_timestamp() + make_interval(secs => w.seconds)
    from unnest(p_subjects, p_windows_seconds) w (subject, seconds)
    where a.subject = w.subject;
  end if;
  return query select v_now, v_refused, v_back;
end $$;
