-- What is hidden looks like what is missing, and hidden rows change no answer.
\set QUIET on
\a
\t on
SET client_min_messages = warning;
SET jit = off;
CREATE SCHEMA confine;
CREATE TABLE confine.seen_stars (id int, ra float8, dec float8, mag float8, name text);
CREATE TABLE confine.granted (id int, ra float8);
CREATE TABLE confine.unlisted (id int, ra float8);
SELECT sky.publish(r) FROM unnest('{confine.seen_stars,confine.granted}'::regclass[]) r \g /dev/null
REVOKE SELECT ON confine.granted FROM sky_anon;
REVOKE SELECT ON confine.seen_stars FROM sky_anon;
GRANT SELECT (id, ra, dec) ON confine.seen_stars TO sky_anon;

-- All that anybody can ask for a table of that name, in one text.
CREATE FUNCTION confine.answers(wanted text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text := '';
	q text;
	r record;
	name text := split_part(wanted, '.', 2);
BEGIN
	FOREACH q IN ARRAY ARRAY['SELECT * FROM @', 'SELECT x.id FROM @ AS x', 'SELECT COUNT(*) FROM @ WHERE ra = 1',
		'SELECT id FROM @x', 'SELECT @.id FROM confine.seen_stars', 'SELECT * FROM confine.seen_stars AS s JOIN @ USING (id)',
		'SELECT * FROM "confine"."' || name || '"'] LOOP
		q := replace(q, '@', wanted);
		FOR r IN SELECT sqlstate, message, "position", hint, fixed FROM sky.adql_check(q) LOOP
			said := said || r::text || E'\n';
		END LOOP;
		FOR r IN SELECT status, convert_from(body, 'UTF8') AS body FROM sky.serve('GET', '/tap/sync',
				'LANG=ADQL&RESPONSEFORMAT=text&QUERY=' || sky.percent_encode(q), 'sky-base-url: http://localhost', NULL) LOOP
			said := said || r::text || E'\n';
		END LOOP;
	END LOOP;
	FOREACH q IN ARRAY ARRAY['/tap/tables/@', '/tap/user_tables/@', '/tap/nothing/@'] LOOP
		BEGIN
			FOR r IN SELECT status, convert_from(body, 'UTF8') AS body
				FROM sky.serve('GET', replace(q, '@', wanted), '', 'sky-base-url: http://localhost', NULL) LOOP
				said := said || r::text || E'\n';
			END LOOP;
		EXCEPTION WHEN OTHERS THEN
			said := said || sqlstate || sqlerrm || E'\n';
		END;
	END LOOP;
	said := said || (SELECT count(*) FROM tap_schema.tables WHERE table_name = wanted)
		|| (SELECT count(*) FROM tap_schema.columns WHERE table_name = wanted)
		|| coalesce((SELECT sky.find_table(wanted))::text, 'null');
	RETURN replace(replace(said, name, '@'), upper(name), '@');
EXCEPTION WHEN OTHERS THEN
	RETURN said || sqlstate || replace(sqlerrm, name, '@');
END $$;
GRANT USAGE ON SCHEMA confine TO sky_anon;
SET ROLE sky_anon;
SELECT t, confine.answers('confine.' || t) = confine.answers('confine.' || overlay('qzvwkxyjqz' placing '' from length(t) + 1)) AS as_if_missing
FROM unnest('{granted,unlisted}'::text[]) t;
SELECT confine.answers('confine.granted');
-- Columns that may not be read are not there either.
SELECT c, replace(message, c, '@') AS message, replace(hint, c, '@') AS hint
FROM unnest('{name,mag,nmae,magg,xyz}'::text[]) c, sky.adql_check(format('SELECT %s FROM confine.seen_stars', c));
RESET ROLE;

-- A table with rows that a policy hides, and its twin without them.  The hidden ones are
-- made to raise errors wherever a condition meets them before the policy does.
CREATE TABLE confine.both_rows (id int, x float8, y float8, z float8, k int, name text, t timestamp, seen boolean);
INSERT INTO confine.both_rows
SELECT i, i * 1.3, i - 6.5, 0.5 + i, i, i::text, timestamp '2020-01-01' + i * interval '1 day', true FROM generate_series(1, 20) i;
CREATE TABLE confine.twin_rows AS TABLE confine.both_rows;
INSERT INTO confine.both_rows
SELECT 100 + i, v, v, v, ('{-2147483648,2147483647,0,1000}'::int[])[1 + i % 4],
	(ARRAY['', 'junk', '1e999', '\', '%', 'Circle ICRS 1 2', '99999999999999999999'])[1 + i % 7],
	('{infinity,-infinity,290000-01-01}'::timestamp[])[1 + i % 3], false
FROM generate_series(1, 28) i, unnest('{NaN,Infinity,-Infinity,1e308,-1e308,5,0,-1,361,-91}'::float8[]) v;
CREATE INDEX ON confine.both_rows (sky.key(x, y));
CREATE INDEX ON confine.twin_rows (sky.key(x, y));
ANALYZE confine.both_rows, confine.twin_rows;
SELECT sky.publish(r) FROM unnest('{confine.both_rows,confine.twin_rows}'::regclass[]) r \g /dev/null
ALTER TABLE confine.both_rows ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON confine.both_rows USING (seen);

-- What a query says: its rows in any order, or its error.
CREATE FUNCTION confine.outcome(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE said text;
BEGIN
	EXECUTE format('SELECT string_agg(q::text, E''\n'' ORDER BY q::text) FROM (%s) q', sky.adql_to_sql(query)) INTO said;
	RETURN coalesce(said, '');
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ' ' || sqlerrm;
END $$;

-- Calls of every function there is, with columns as arguments, and operators besides.
CREATE TABLE confine.call AS
SELECT f.name, f.family, CASE WHEN f.family = 'Window functions' THEN format('%s(%s) OVER (ORDER BY x)', f.name, a.args)
	ELSE format('%s(%s)', f.name, a.args) END AS call
FROM sky.adql_function f, LATERAL (
	SELECT coalesce(string_agg(CASE
			WHEN f.name IN ('ivo_geom_transform', 'gavo_transform') AND arg LIKE 'from%' THEN '''ICRS'''
			WHEN f.name IN ('ivo_geom_transform', 'gavo_transform') AND arg LIKE 'to%' THEN '''GALACTIC'''
			WHEN arg LIKE 'hpxOrder %' THEN '5'
			WHEN arg LIKE '% DOUBLE PRECISION' THEN substr('xyzxyzxyz', i::int, 1)
			WHEN arg LIKE '% POINT' THEN 'POINT(x, y)'
			WHEN arg LIKE '% CIRCLE' THEN 'CIRCLE(x, y, z)'
			WHEN arg LIKE '% GEOMETRY' THEN 'CIRCLE(x, y, z)'
			WHEN arg LIKE '% POLYGON' THEN 'POLYGON(x, y, y, z, z, x)'
			WHEN arg LIKE '% TIMESTAMP' THEN 't'
			WHEN arg LIKE '%INTEGER' OR arg LIKE '%BIGINT' THEN 'k'
			WHEN arg LIKE '% VARCHAR' OR arg LIKE '% NUMERIC' THEN 'name'
			WHEN arg LIKE '% CONDITION' THEN 'x > y'
			WHEN arg = '...' AND f.form LIKE '%lat%' THEN 'y, z, z, x'
			ELSE 'x' END, ', ' ORDER BY i), '')
	FROM regexp_split_to_table(substring(f.form FROM '\((.*)\) ->'), ', ') WITH ORDINALITY AS r(arg, i)
	WHERE arg <> '') AS a(args)
WHERE f.name NOT IN ('rand', 'random', 'ivo_normal_random', 'gavo_normal_random', 'now', 'current_timestamp', 'current_date')
UNION ALL
SELECT '', 'Operators', c FROM unnest(ARRAY['1 / (x - 5)', '1 / (k - 1000)', 'k / k', 'k * 1000000', 'k + k', '-k', 'x * x * x', '1 / 0 * k',
	'CAST(name AS INTEGER)', 'CAST(name AS DOUBLE PRECISION)', 'CAST(x AS SMALLINT)', 'CAST(x AS INTEGER)', 'CAST(name AS TIMESTAMP)',
	'CAST(k AS SMALLINT)', 'CAST(name AS NUMERIC)', 'CAST(x AS BIGINT)', 'x || name', 'CASE WHEN 1 / (x - 5) > 0 THEN 1 ELSE 2 END']) c;

CREATE TABLE confine.question AS
SELECT c.call, q FROM confine.call c, LATERAL (
	SELECT format(f, c.call) FROM unnest(ARRAY['SELECT %s AS v FROM @', 'SELECT id FROM @ WHERE %s IS NOT NULL',
		'SELECT COUNT(*) AS n FROM @ WHERE 1 = 1 AND %s IS NULL', 'SELECT TOP 3 id FROM @ ORDER BY %s, id',
		'SELECT a.id FROM @ AS a JOIN @ AS b ON a.id = b.id WHERE EXISTS (SELECT 1 FROM @ WHERE %s IS NOT NULL)',
		'SELECT COUNT(*) AS n, %s AS g FROM @ GROUP BY %1$s']) f
	WHERE c.family NOT IN ('Aggregates', 'Window functions') OR f LIKE 'SELECT %s AS%') AS t(q)
UNION ALL
SELECT q, q FROM unnest(ARRAY['SELECT id FROM @ WHERE 1 = CONTAINS(POINT(x, y), CIRCLE(5, 0, 3))',
	'SELECT id FROM @ WHERE DISTANCE(POINT(x, y), POINT(5, 5)) < 4 AND 1 / (x - 5) > 0',
	'SELECT TOP 4 id FROM @ ORDER BY DISTANCE(POINT(x, y), POINT(5, 5))', 'SELECT id FROM @ WHERE 1 = INTERSECTS(CIRCLE(x, y, z), CIRCLE(5, 5, 1))',
	'SELECT a.id FROM @ AS a JOIN @ AS b ON DISTANCE(POINT(a.x, a.y), POINT(b.x, b.y)) < 2', 'SELECT id FROM @ WHERE name LIKE ''%\''',
	'SELECT id FROM @ WHERE x IN (SELECT 1 / (y - 5) FROM @)', 'SELECT MIN(x), MAX(k), COUNT(*) FROM @ WHERE seen IS NOT NULL']) q;
GRANT SELECT ON confine.call, confine.question TO sky_anon;

SET ROLE sky_anon;
-- Asked without and with the sky index; most of them can be answered at all.
SET enable_seqscan = on;
CREATE FUNCTION pg_temp.compare(OUT question text, OUT hidden text, OUT absent text) RETURNS SETOF record LANGUAGE sql AS $$
	SELECT q, confine.outcome(replace(q, '@', 'confine.both_rows')), confine.outcome(replace(q, '@', 'confine.twin_rows'))
	FROM confine.question $$;
SELECT count(*) > 500 AS many, count(*) FILTER (WHERE hidden !~ '^\w{5} ') > count(*) / 2 AS most FROM pg_temp.compare();
SELECT question, left(hidden, 100), left(absent, 100) FROM pg_temp.compare() WHERE hidden <> replace(absent, 'twin_rows', 'both_rows');
SET enable_seqscan = off;
SELECT question, left(hidden, 100), left(absent, 100) FROM pg_temp.compare() WHERE hidden <> replace(absent, 'twin_rows', 'both_rows');
RESET enable_seqscan;
RESET ROLE;
-- Without the policy they do differ.
ALTER TABLE confine.both_rows DISABLE ROW LEVEL SECURITY;
SET ROLE sky_anon;
SELECT count(*) > 300 AS differ FROM pg_temp.compare() WHERE hidden <> absent;
RESET ROLE;
DROP SCHEMA confine CASCADE;
