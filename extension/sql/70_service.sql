-- The services: what the HTTP program calls, and what it learns of its routes.
CREATE FUNCTION sky.api_version() RETURNS int4
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_api_version';
COMMENT ON FUNCTION sky.api_version() IS
	'Version of the interface between the HTTP program and the database.';

CREATE FUNCTION sky.enter(role name DEFAULT 'sky_anon', writes boolean DEFAULT false) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_enter';
COMMENT ON FUNCTION sky.enter(name, boolean) IS
	'Becomes a client until the transaction ends: role, read only unless the route writes, time limit, search_path. For the HTTP program.';
REVOKE EXECUTE ON FUNCTION sky.enter(name, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.enter(name, boolean) TO sky_shim;

CREATE FUNCTION sky.enter_as(claims text, writes boolean DEFAULT false) RETURNS text
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_enter_as';
COMMENT ON FUNCTION sky.enter_as(text, boolean) IS
	'Becomes the bearer of a verified token with these claims (a JSON object) until the transaction ends; returns the principal, which stands in the place of the claims next time. For the HTTP program.';

CREATE FUNCTION sky.enter_with(kind text, name text, secret text, writes boolean DEFAULT false, remote text DEFAULT NULL) RETURNS text
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_enter_with';
COMMENT ON FUNCTION sky.enter_with(text, text, text, boolean, text) IS
	'Becomes whoever has that key (kind key or token, in secret) or name and password (kind password), or began that session (kind session; NULL if it is over, and then nobody is become); returns the principal, for sky.enter_as. It holds till NOTIFY sky_credential. Passwords are limited, also by the address remote. For the HTTP program.';

REVOKE EXECUTE ON FUNCTION sky.enter_as(text, boolean), sky.enter_with(text, text, text, boolean, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.enter_as(text, boolean), sky.enter_with(text, text, text, boolean, text) TO sky_shim;

CREATE FUNCTION sky.strong_role(role name) RETURNS name
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_strong_role';
COMMENT ON FUNCTION sky.strong_role(name) IS
	'The role, or one that it is a member of, that has rights no client may have: SUPERUSER, BYPASSRLS, REPLICATION, CREATEROLE, CREATEDB, or those of a role of PostgreSQL''s own; NULL: there is none.';

CREATE FUNCTION sky.role_faults(login name DEFAULT session_user, OUT fatal boolean, OUT fault text, OUT hint text)
	RETURNS SETOF record
	LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
	WITH mapped (role) AS (
		SELECT name 'sky_anon'
		UNION SELECT i.default_role FROM sky.issuer i
		UNION SELECT r.value::name FROM sky.issuer i, jsonb_each_text(i.roles) r
		UNION SELECT u.role FROM sky.user_record u
		UNION SELECT (k.principal ->> 'role')::name FROM sky.key_record k
	), looked_at (role, called, known, strong) AS (
		SELECT login, format('the login role "%s"', login), true, sky.strong_role(login)
		UNION ALL
		SELECT m.role, format('role "%s", which clients are mapped to,', m.role), r.rolname IS NOT NULL, sky.strong_role(r.rolname)
		FROM mapped m LEFT JOIN pg_roles r ON r.rolname = m.role WHERE m.role IS NOT NULL AND m.role <> login
		UNION ALL
		SELECT m.role, format('the login role "%s", which clients are mapped to,', m.role), false, NULL
		FROM mapped m WHERE m.role = login
	)
	SELECT coalesce(l.strong = login, false), l.called || CASE
			WHEN l.strong = l.role THEN ' has rights that no client may have'
			WHEN l.strong IS NOT NULL THEN format(' is a member of "%s", which has rights that no client may have', l.strong)
			WHEN l.role = login THEN ' is for no client'
			WHEN NOT l.known THEN ' does not exist'
			ELSE format(' was not granted to the login role "%s"', login) END,
		CASE
			WHEN l.strong = l.role AND l.role LIKE 'pg\_%' THEN 'Map clients to another role in sky.issuer or sky.user_record.'
			WHEN l.strong = l.role
				THEN format('Run ALTER ROLE %I NOSUPERUSER NOBYPASSRLS NOREPLICATION NOCREATEROLE NOCREATEDB, or use another role.', l.role)
			WHEN l.strong IS NOT NULL THEN format('Revoke "%s" from it, or from the role that it has it from.', l.strong)
			WHEN l.known THEN format('Run GRANT %I TO %I.', l.role, login)
			ELSE 'Map clients to another role in sky.issuer or sky.user_record.' END
	FROM looked_at l
	WHERE NOT l.known OR l.strong IS NOT NULL OR (l.role <> login AND NOT pg_has_role(login, l.role, 'MEMBER'))
	ORDER BY 1 DESC, 2 $$;
COMMENT ON FUNCTION sky.role_faults(name) IS
	'What is wrong with the role that the HTTP program logs in as, and with the roles that it takes for clients. Fatal: it does not start.';
REVOKE EXECUTE ON FUNCTION sky.strong_role(name), sky.role_faults(name) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.role_faults(name) TO sky_shim;

CREATE FUNCTION sky.add_body(piece bytea) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_add_body';
COMMENT ON FUNCTION sky.add_body(bytea) IS
	'Takes the next piece of a large request body, which sky.serve then finds where its own body is NULL. For the HTTP program.';
REVOKE EXECUTE ON FUNCTION sky.add_body(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.add_body(bytea) TO sky_shim;

CREATE FUNCTION sky.serve(
	method text, path text, query text, headers text, body bytea,
	OUT status int4, OUT headers text, OUT body bytea, OUT stream text)
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_serve';
COMMENT ON FUNCTION sky.serve(text, text, text, text, bytea) IS
	'Answers an HTTP request as the current user: with a body, or with a COPY statement that streams it.';

CREATE FUNCTION sky.error_document(
	method text, path text, query text, headers text, body bytea,
	sqlstate text, message text, detail text, hint text,
	OUT status int4, OUT headers text, OUT body bytea)
	LANGUAGE c STABLE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_error_document';
COMMENT ON FUNCTION sky.error_document(text, text, text, text, bytea, text, text, text, text) IS
	'The answer to an HTTP request that ended in an error of the database; tells the client only what he may know.';

CREATE FUNCTION sky.service_routes(
	OUT method text, OUT path text, OUT handler text, OUT scope text,
	OUT max_body int8, OUT timeout_ms int4, OUT body text, OUT writes boolean, OUT credentials text,
	OUT description text)
	RETURNS SETOF record
	LANGUAGE c STABLE PARALLEL SAFE ROWS 10
	AS 'MODULE_PATHNAME', 'pgsky_service_routes';
COMMENT ON FUNCTION sky.service_routes() IS 'The rows of sky.route.';

CREATE VIEW sky.route AS SELECT * FROM sky.service_routes();
COMMENT ON VIEW sky.route IS
	'Every HTTP service: a path is exact or, ending in *, a prefix; body says what becomes of a request body (none: refused). The HTTP program reads it at start and on NOTIFY sky_route.';
COMMENT ON COLUMN sky.route.scope IS 'Scope that a token needs; empty: anybody may call.';
COMMENT ON COLUMN sky.route.max_body IS 'Largest request body in bytes.';
COMMENT ON COLUMN sky.route.timeout_ms IS 'Longest time for an answer in milliseconds.';
COMMENT ON COLUMN sky.route.credentials IS
	'What says who asks. fields: header fields, and a session if a page of this service asks; page: sessions too; own: the service reads Authorization itself.';
COMMENT ON COLUMN sky.route.writes IS 'Whether its transactions change something: what sky.enter is to be told.';
GRANT SELECT ON sky.route TO PUBLIC;

CREATE TABLE sky.example (
	name text PRIMARY KEY,
	description text NOT NULL,
	query text NOT NULL,
	example_index int4
);
COMMENT ON TABLE sky.example IS 'ADQL queries that /tap/examples and the start page show.';
COMMENT ON COLUMN sky.example.example_index IS 'Order of the examples, ascending.';
SELECT pg_catalog.pg_extension_config_dump('sky.example', '');
GRANT SELECT ON sky.example TO PUBLIC;

CREATE FUNCTION sky.add_example(
	name text, query text, description text DEFAULT '', example_index int4 DEFAULT NULL)
	RETURNS void
	LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC
	INSERT INTO sky.example (name, query, description, example_index)
	SELECT add_example.name, add_example.query, add_example.description,
		add_example.example_index
	WHERE sky.adql_to_sql(add_example.query) IS NOT NULL
	ON CONFLICT ON CONSTRAINT example_pkey DO UPDATE
		SET query = excluded.query,
			description = excluded.description,
			example_index = excluded.example_index;
END;
COMMENT ON FUNCTION sky.add_example(text, text, text, int4) IS
	'Adds or replaces an example query, once it translates; shown by /tap/examples and the start page.';
REVOKE EXECUTE ON FUNCTION sky.add_example(text, text, text, int4) FROM PUBLIC;

CREATE FUNCTION sky.adql_explain(query text,
	OUT rows int8, OUT bytes int8, OUT cost float8, OUT seconds float8,
	OUT sky_index text, OUT advice text)
	RETURNS record
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'pgsky_adql_explain';
COMMENT ON FUNCTION sky.adql_explain(text) IS
	'Estimates the rows, bytes, cost (in the units of the planner) and time of an ADQL query without '
	'running it, names the sky indexes it uses, and says what keeps it from using one.';

CREATE FUNCTION sky.submit(
	query text, format text DEFAULT 'votable', maxrec int8 DEFAULT NULL,
	run_id text DEFAULT NULL, run boolean DEFAULT true) RETURNS uuid
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_submit';
COMMENT ON FUNCTION sky.submit(text, text, int8, text, boolean) IS
	'Makes a job of an ADQL query, and queues it unless run is false; returns its id, for sky.job and sky.result.';
