-- expand
-- In whose name is delivered: whom customers see on tracking pages.
alter table parties.parties add column operator boolean not null default false;
create index parties_operator on parties.parties (id) where operator;
