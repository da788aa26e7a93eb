-- Whoever owns a schema may put functions into it: an existing schema sky must be in safe
-- hands (pg_restore makes it before the extension).
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner
			   WHERE n.nspname = 'sky' AND NOT r.rolsuper) THEN
		RAISE EXCEPTION 'schema "sky" belongs to a role that is no superuser'
			USING ERRCODE = 'insufficient_privilege',
				HINT = 'Rename or drop the schema, and create the extension again.';
	END IF;
END
$$;
COMMENT ON SCHEMA sky IS 'The functions, types and records of pgsky.';

-- Roles of the services.  They belong to the cluster, not to the database: made where
-- missing, left where they are, never dropped with the extension.
DO $$
DECLARE
	wanted record;
BEGIN
	FOR wanted IN
		SELECT * FROM (VALUES
			('sky_anon', 'NOLOGIN', 'pgsky: anonymous clients; reads what is published'),
			('sky_user', 'NOLOGIN', 'pgsky: clients that have logged in'),
			('sky_staff', 'NOLOGIN', 'pgsky: clients who look after what others keep here; see sky.permission'),
			('sky_admin', 'NOLOGIN', 'pgsky: clients who may do everything with it'),
			('sky_shim', 'LOGIN NOINHERIT',
			 'pgsky: what the HTTP program logs in as; by itself it may do nothing'),
			('sky_worker', 'LOGIN NOINHERIT CONNECTION LIMIT 0',
			 'pgsky: what background workers run jobs as; no client can log in as it')
		) AS v (role, options, purpose)
	LOOP
		IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted.role
				   AND (rolsuper OR rolbypassrls OR rolcreaterole)) THEN
			RAISE EXCEPTION 'role "%" has more rights than a client of pgsky may have',
				wanted.role
				USING ERRCODE = 'invalid_role_specification',
					HINT = format('Run ALTER ROLE %I NOSUPERUSER NOBYPASSRLS NOCREATEROLE.',
								  wanted.role);
		END IF;
		BEGIN
			EXECUTE format('CREATE ROLE %I %s', wanted.role, wanted.options);
			EXECUTE format('COMMENT ON ROLE %I IS %L', wanted.role, wanted.purpose);
		EXCEPTION WHEN duplicate_object THEN
			NULL;
		END;
	END LOOP;
END
$$;
-- Secrets of clients come as parameters: they are logged by nobody.
ALTER ROLE sky_shim SET log_parameter_max_length = 0;
ALTER ROLE sky_shim SET log_parameter_max_length_on_error = 0;
GRANT sky_anon TO sky_user;
GRANT sky_user TO sky_staff;
GRANT sky_staff TO sky_admin;
GRANT sky_anon, sky_user, sky_staff, sky_admin TO sky_shim, sky_worker;
