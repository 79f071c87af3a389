-- The roles of the service. Safe to run again. Run it as a superuser, or as a role with CREATEROLE;
-- deploy/database.sql follows, in the service's own database. PostgreSQL 16 or newer.
--
--   parish_owner   owns the tables and migrates them; nothing else signs in as it
--   parish_app     web and workers: bound by row-level security
--   parish_sector  executes the sector report's functions and reads no table
--   parish_lookup  owns the narrow functions that look across councils; nobody signs in as it
--
-- Passwords are not set here: `make run` sets its own, an operator does it with \password.

do $$
declare
    name text;
    powerful text;
begin
    foreach name in array array['parish_owner', 'parish_app', 'parish_sector', 'parish_lookup'] loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I', name);
            execute format('alter role %I %s', name,
                case name when 'parish_lookup' then 'nologin' else 'login' end);
        end if;
    end loop;

    -- A role that row-level security does not bind would show every council's breaches to any of them.
    select string_agg(rolname, ', ') into powerful from pg_roles
        where rolname in ('parish_owner', 'parish_app', 'parish_sector', 'parish_lookup')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication);
    if powerful is not null then
        raise exception 'too many rights: %', powerful
            using hint = 'As a superuser: alter role ... nosuperuser nobypassrls nocreaterole '
                'nocreatedb noreplication; then run this again.';
    end if;
end
$$;

-- The owner hands some functions to parish_lookup, and must be able to replace and drop them later.
grant parish_lookup to parish_owner with inherit true, set true;

-- A maker without superuser rights needs to act as the owner to give it a database.
do $$
begin
    if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant parish_owner to %I with inherit true, set true', current_user);
    end if;
end
$$;
