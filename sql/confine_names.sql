-- Nothing can be named in ADQL but what is published and what is in the table of functions:
-- every function, type and relation of the database is tried, in every spelling.
\set QUIET on
\a
\t on
SET client_min_messages = warning;
CREATE SCHEMA confine;
CREATE TABLE confine.stars (id int, ra float8, dec float8, name text, inner_note text);
CREATE TABLE confine.secret (id int, ra float8);
CREATE TABLE confine.unlisted (id int, ra float8);
SELECT sky.publish('confine.stars') \g /dev/null
REVOKE SELECT ON confine.stars FROM sky_anon;
GRANT SELECT (id, ra, dec, name) ON confine.stars TO sky_anon;
SELECT sky.publish('confine.secret') \g /dev/null
REVOKE SELECT ON confine.secret FROM sky_anon, sky_user;

-- Those of the queries that are translated, and how many there were.
CREATE FUNCTION confine.taken(queries text[], OUT query text, OUT tried bigint) RETURNS SETOF record
	LANGUAGE plpgsql AS $$
DECLARE q text;
BEGIN
	tried := cardinality(queries);
	FOREACH q IN ARRAY queries LOOP
		BEGIN
			PERFORM sky.adql_to_sql(q);
			query := q;
			RETURN NEXT;
		EXCEPTION WHEN syntax_error_or_access_rule_violation OR data_exception OR feature_not_supported
			OR program_limit_exceeded THEN
			NULL;
		END;
	END LOOP;
	query := NULL;
	RETURN NEXT;
END $$;
GRANT USAGE ON SCHEMA confine TO sky_anon;
CREATE TABLE confine.try (what text, query text);
GRANT SELECT ON confine.try TO sky_anon;

-- Functions: bare, qualified, quoted; with up to four arguments of two types.
INSERT INTO confine.try
SELECT 'function', format('SELECT %s(%s) FROM confine.stars', spelling, args)
FROM (SELECT DISTINCT proname, pronamespace FROM pg_proc
		WHERE proname::text NOT IN (SELECT lower(name) FROM sky.adql_function)) p
	JOIN pg_namespace n ON n.oid = p.pronamespace,
	LATERAL (VALUES (proname::text), (quote_ident(proname)), (format('"%s"', proname)), (upper(proname)),
		(format('%s.%s', nspname, proname)), (format('"%s"."%s"', nspname, proname))) AS s(spelling),
	(VALUES (''), ('ra'), ('name'), ('ra, dec'), ('name, 1'), ('ra, dec, 1'), ('1, ra, dec, 2')) AS a(args);
-- Functions of the table are not reached through a schema, nor through quotes that make another name.
INSERT INTO confine.try
SELECT DISTINCT 'function', format('SELECT %s.%s(ra) FROM confine.stars', q, lower(name))
FROM sky.adql_function, unnest('{pg_catalog,"pg_catalog",sky,"sky",public}'::text[]) q;
INSERT INTO confine.try
SELECT 'type', format('SELECT CAST(%s AS %s) FROM confine.stars', value, spelling)
FROM (SELECT DISTINCT typname, nspname FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace) t,
	LATERAL (VALUES (typname::text), (format('"%s"', typname)), (format('%s.%s', nspname, typname)),
		(format('"%s"."%s"', nspname, typname))) AS s(spelling),
	(VALUES ('ra'), ('name')) AS v(value);
-- Relations: every one that is not published, and each way to write its name.
INSERT INTO confine.try
SELECT 'relation', format('SELECT %s FROM %s', what, spelling)
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace,
	LATERAL (VALUES (relname::text), (format('"%s"', relname)), (upper(relname)),
		(format('%s.%s', nspname, relname)), (format('"%s"."%s"', nspname, relname)),
		(format('%s.%s.%s', current_database(), nspname, relname)),
		(format('TAP_UPLOAD.%s', relname)), (format('tap_user.%s', relname))) AS s(spelling),
	(VALUES ('*'), ('COUNT(*)')) AS w(what)
WHERE to_regclass('tap_schema.' || quote_ident(relname)) IS NULL AND c.oid <> 'confine.stars'::regclass;
-- Columns that are not published, whole rows, variables.
INSERT INTO confine.try
SELECT 'column', format('SELECT %s FROM confine.stars AS s', spelling)
FROM unnest('{ctid,xmin,xmax,cmin,cmax,tableoid,oid,inner_note,stars,s,current_user,session_user,user,role,
	current_role,current_catalog,current_schema,localtimestamp,default}'::text[]) c,
	LATERAL (VALUES (c), (upper(c)), (format('"%s"', c)), ('s.' || c), (format('s."%s"', c)),
		(format('confine.stars.%s', c)), (format('(s).%s', c)), (format('%s::text', c)), (format('s.%s.*', c))) AS v(spelling);
-- What stands for itself in SQL.
INSERT INTO confine.try
SELECT 'text', replace(q, '@', 'confine.stars')
FROM unnest(ARRAY['SELECT ra FROM @; SELECT 1', 'SELECT ra FROM @ -- ' || E'\n; DROP TABLE x', 'TABLE @', 'VALUES (1)',
	'SELECT $1 FROM @', 'SELECT :x FROM @', 'SELECT E''\x41'' FROM @', 'SELECT $$a$$ FROM @', 'SELECT U&"ct\0069d" FROM @',
	'SELECT ra::text FROM @', 'SELECT ARRAY[ra] FROM @', 'SELECT ROW(ra) FROM @', 'SELECT ra OPERATOR(pg_catalog.+) 1 FROM @',
	'SELECT ra COLLATE "C" FROM @', 'SELECT * FROM pg_sleep(1)', 'SELECT * FROM LATERAL (SELECT 1) x', 'SELECT ra INTO x FROM @',
	'SELECT ra FROM @ FOR UPDATE', 'SELECT ra FROM ONLY @', 'SELECT ra FROM @ TABLESAMPLE SYSTEM (10)', 'COPY @ TO STDOUT',
	'WITH x AS (DELETE FROM @ RETURNING *) SELECT * FROM x', 'INSERT INTO @ VALUES (1)', 'SET ROLE sky_shim', 'EXPLAIN SELECT 1',
	'SELECT name ~ ''a'' FROM @', 'SELECT name -> ''a'' FROM @', 'SELECT ra @> dec FROM @', 'SELECT "ra"::"text" FROM @']) q;

SET ROLE sky_anon;
SELECT what, coalesce(query, format('of %s', CASE WHEN tried > 1000 THEN 'thousands' ELSE tried::text END)) AS taken
FROM (SELECT what, array_agg(query ORDER BY query) AS queries FROM confine.try GROUP BY what) t,
	LATERAL confine.taken(queries)
ORDER BY what, query COLLATE "C";
RESET ROLE;
DROP TABLE confine.try;
DROP SCHEMA confine CASCADE;
