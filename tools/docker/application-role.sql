-- Creates the role that owns the database earshot and is no superuser, and a role for each service. psql runs it as the superuser; it is safe to repeat.
-- In a database from version 0.1.0, whose superuser owned everything, tables, types and functions change their owner.
\getenv password APPLICATION_PASSWORD
select 'create role earshot_app' where not exists (select from pg_roles where rolname = 'earshot_app') \gexec
alter role earshot_app login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'password';
alter database earshot owner to earshot_app;
revoke all on database earshot from public;
revoke connect, temporary on database postgres, template1 from public;
do $$ declare statement text; begin
  for statement in
    select format('alter table %s owner to earshot_app', c.oid::regclass) from pg_class c
    where c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i', 'e'))
    union all
    select format('alter type %s owner to earshot_app', t.oid::regtype) from pg_type t
    where t.typtype in ('e', 'd') and t.typnamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype in ('a', 'i', 'e'))
    union all
    select format('alter routine %s owner to earshot_app', p.oid::regprocedure) from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype in ('a', 'i', 'e'))
  loop execute statement; end loop;
end $$;

-- One role for each service, without any right in the database but to connect. The migration, which runs as earshot_app, grants each
-- of them what it needs. The password of a role is in the variable of its service, e.g. INGEST_PASSWORD.
\getenv ingest_password INGEST_PASSWORD
\getenv transcription_password TRANSCRIPTION_PASSWORD
\getenv enrichment_password ENRICHMENT_PASSWORD
\getenv persistence_password PERSISTENCE_PASSWORD
\getenv gateway_password GATEWAY_PASSWORD
select format('create role %I', name) from unnest(array['earshot_ingest', 'earshot_transcription', 'earshot_enrichment', 'earshot_persistence',
  'earshot_gateway']) as name where not exists (select from pg_roles where rolname = name) \gexec
alter role earshot_ingest login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'ingest_password';
alter role earshot_transcription login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'transcription_password';
alter role earshot_enrichment login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'enrichment_password';
alter role earshot_persistence login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'persistence_password';
alter role earshot_gateway login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'gateway_password';
grant connect on database earshot to earshot_ingest, earshot_transcription, earshot_enrichment, earshot_persistence, earshot_gateway;
