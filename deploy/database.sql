-- Who may enter the service's database, and who may make things in it. Safe to run again. Run it in that
-- database, after deploy/roles.sql, as a superuser or as the database's owner.

do $$
begin
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to parish_owner, parish_app, parish_sector',
        current_database());
end
$$;

revoke create on schema public from public;
grant usage on schema public to parish_app, parish_sector;
-- Migrations run as the owner; a function can only be handed to a role that may make one there.
grant usage, create on schema public to parish_owner, parish_lookup;
