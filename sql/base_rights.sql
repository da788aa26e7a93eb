-- One name a line, so that a change of this list reads well.
\pset format unaligned
\pset footer off
-- Functions that run with the rights of their owner have a pinned search_path.
SELECT p.oid::regprocedure AS unsafe, p.proconfig
FROM pg_proc p
WHERE p.pronamespace IN ('sky'::regnamespace, 'tap_schema'::regnamespace) AND p.prosecdef
	AND NOT coalesce(p.proconfig && ARRAY['search_path=pg_catalog, pg_temp'], false)
ORDER BY 1;

-- Functions that anonymous clients may run and that are more than a formula.  A new one
-- here is a decision: may anybody call it, as often as he likes?
SELECT p.oid::regprocedure AS function, p.provolatile AS volatile
FROM pg_proc p
WHERE p.pronamespace = 'sky'::regnamespace AND p.provolatile <> 'i'
	AND has_function_privilege('sky_anon', p.oid, 'EXECUTE')
ORDER BY p.oid::regprocedure::text;

-- Nor may they write anywhere in our schemas.
SELECT c.oid::regclass AS writable FROM pg_class c
WHERE c.relnamespace IN ('sky'::regnamespace, 'tap_schema'::regnamespace)
	AND c.relkind IN ('r', 'v', 'm', 'p', 'S')
	AND has_table_privilege('sky_anon', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE');
SELECT c.oid::regclass AS readable FROM pg_class c
WHERE c.relnamespace = 'sky'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
	AND has_table_privilege('sky_anon', c.oid, 'SELECT')
ORDER BY c.relname;

-- The roles: what the HTTP program logs in as has no right of its own.
SELECT rolname, rolcanlogin, rolinherit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls
FROM pg_roles WHERE rolname LIKE 'sky\_%' ORDER BY 1;
SELECT r.rolname AS role, m.rolname AS member
FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
WHERE r.rolname LIKE 'sky\_%' ORDER BY 1, 2;
SELECT has_schema_privilege('sky_anon', 'sky', 'CREATE') AS may_create;
