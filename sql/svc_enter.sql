-- sky.enter: who may become whom, and that there is no way back.
\set QUIET on
CREATE ROLE svc_enter_user NOLOGIN;
CREATE ROLE svc_enter_other NOLOGIN;
CREATE ROLE svc_enter_strong NOLOGIN CREATEROLE;
CREATE ROLE svc_enter_super NOLOGIN SUPERUSER;
GRANT svc_enter_user, svc_enter_strong, svc_enter_super, pg_read_all_data TO sky_shim;
CREATE TABLE public.svc_enter (x int);

-- The HTTP program's own role may do nothing but enter.
SET SESSION AUTHORIZATION sky_shim;
SELECT sky.api_version();
SELECT count(*) > 5 AS routes FROM sky.route;
SELECT * FROM public.svc_enter;
BEGIN;
SELECT sky.enter();
SELECT current_user, session_user, current_setting('role') AS role;
SELECT current_setting('transaction_read_only') AS read_only,
	current_setting('statement_timeout') AS timeout,
	current_setting('search_path') AS path,
	current_setting('temp_file_limit') AS temp_space;
-- A client cannot enter again, read what it may not, or write, even to itself.
SAVEPOINT s;
SELECT sky.enter('sky_user');
ROLLBACK TO s;
SELECT * FROM public.svc_enter;
ROLLBACK TO s;
CREATE TEMP TABLE t (x int);
ROLLBACK TO s;
SET TRANSACTION READ WRITE;
ROLLBACK TO s;
SET temp_file_limit = -1;
ROLLBACK TO s;
INSERT INTO sky.example VALUES ('x', 'y', 'z');
COMMIT;
-- Everything ends with the transaction.
SELECT current_user, current_setting('role') AS role,
	current_setting('transaction_read_only') AS read_only,
	current_setting('statement_timeout') AS timeout;

BEGIN;
SELECT sky.enter('svc_enter_user');
SELECT current_user;
COMMIT;
SELECT sky.enter('sky_user');
SELECT current_user;
SELECT sky.enter('svc_enter_other');
SELECT sky.enter('svc_enter_strong');
SELECT sky.enter('svc_enter_super');
SELECT sky.enter('pg_read_all_data');
SELECT sky.enter('sky_shim');
SELECT sky.enter('none');
SELECT sky.enter('');
RESET SESSION AUTHORIZATION;

-- Temporary files are limited, never more generously than the server does.
BEGIN;
SET LOCAL work_mem = '64kB';
SET LOCAL pgsky.sync_temp_space = '64kB';
SELECT sky.enter();
SELECT max(x) FROM (SELECT md5(g::text) AS x FROM generate_series(1, 20000) g ORDER BY 1 OFFSET 1) s;
ROLLBACK;
BEGIN;
SET LOCAL temp_file_limit = '1MB';
SELECT sky.enter();
SELECT current_setting('temp_file_limit') AS temp_space;
ROLLBACK;
BEGIN;
SET LOCAL pgsky.sync_temp_space = -1;
SELECT sky.enter();
SELECT current_setting('temp_file_limit') AS temp_space;
ROLLBACK;

-- A superuser can try the two roles of pgsky; nobody else can.
BEGIN;
SELECT sky.enter('sky_anon');
SELECT current_user;
COMMIT;
SELECT sky.enter('svc_enter_other');
SET SESSION AUTHORIZATION svc_enter_other;
SELECT sky.enter();
RESET SESSION AUTHORIZATION;
-- The time limit is a setting of the DBA's.
SET pgsky.sync_timeout = '100ms';
BEGIN;
SELECT sky.enter();
SELECT pg_sleep(10);
ROLLBACK;
RESET pgsky.sync_timeout;

-- What the HTTP program is told at its start of the roles that it takes for clients.
CREATE ROLE svc_enter_login LOGIN NOINHERIT;
GRANT sky_anon, sky_user, sky_staff, sky_admin, svc_enter_user TO svc_enter_login;
CREATE VIEW public.svc_enter_faults AS SELECT f.* FROM sky.role_faults('svc_enter_login') f WHERE f.fault LIKE '%svc_enter%';
SELECT * FROM public.svc_enter_faults;
CREATE ROLE svc_enter_heir NOLOGIN IN ROLE svc_enter_strong;
GRANT svc_enter_heir TO svc_enter_login;
BEGIN;
INSERT INTO sky.issuer (iss, prefix, default_role, roles) VALUES ('https://svc.test', 'svc_enter:', 'svc_enter_user',
	'{"a": "svc_enter_super", "b": "svc_enter_heir", "c": "svc_enter_missing", "d": "svc_enter_other", "e": "svc_enter_login", "f": null}');
INSERT INTO sky.user_record (name, role) VALUES ('svc_enter', 'svc_enter_strong');
\x
SELECT * FROM public.svc_enter_faults;
\x
ROLLBACK;
ALTER ROLE svc_enter_login REPLICATION;
SELECT fatal, fault FROM public.svc_enter_faults;
ALTER ROLE svc_enter_login NOREPLICATION SUPERUSER;
SELECT fatal, fault FROM public.svc_enter_faults;
SELECT count(*) FROM sky.role_faults('svc_enter_login') WHERE fatal;

SET SESSION AUTHORIZATION svc_enter_user;
SELECT sky.role_faults();
RESET SESSION AUTHORIZATION;
DROP VIEW public.svc_enter_faults;
DROP ROLE svc_enter_login, svc_enter_heir;

DROP TABLE public.svc_enter;
REVOKE pg_read_all_data FROM sky_shim;
DROP ROLE svc_enter_user, svc_enter_other, svc_enter_strong, svc_enter_super;
