-- Nobody delivers in two names. Of several who said so at once, the one that said it last stays.
update parties.parties set operator = false
where operator and id <> (select id from parties.parties where operator order by updated_at desc, id desc limit 1);
drop index parties.parties_operator;
create unique index parties_one_operator on parties.parties (operator) where operator;
