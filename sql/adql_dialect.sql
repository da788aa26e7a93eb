-- What lenient mode takes besides ADQL means what it means in PostgreSQL.
SET client_min_messages = warning;
CREATE SCHEMA adql_test;
CREATE TABLE adql_test.star (id int8 PRIMARY KEY, ra float8, dec float8, mag float4, name text,
	n int4, size int2, num numeric, flag bool, at timestamp, day date, list int4[], grid float8[]);
CREATE TABLE adql_test.obs (star int8, band text, flux float8, mjd float8, PRIMARY KEY (star, band));
INSERT INTO adql_test.star
SELECT i, i * 36.0 % 360, i * 7 - 40, 5 + i / 4.0, 'star ' || chr(64 + i), i % 4, i, i / 8.0, i % 3 = 0,
	timestamp '2020-02-28 12:00' + i * interval '7 hours', date '2020-01-01' + i, ARRAY[i, i * i], ARRAY[[i, 2], [3, i / 2.0]]
FROM generate_series(1, 12) i;
UPDATE adql_test.star SET mag = NULL, name = NULL, flag = NULL WHERE id IN (5, 11);
INSERT INTO adql_test.obs
SELECT s, b, s * 10 + length(b || s), 58849 + s FROM generate_series(2, 14) s, unnest('{g,r,i}'::text[]) b WHERE (s + ascii(b)) % 3 > 0;
SELECT count(*) FROM sky.publish_schema('adql_test');

-- Whether ADQL and SQL give the same rows; in the same order where both say one.
CREATE FUNCTION pg_temp.same(adql text, sql text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	ordered bool := adql ~* 'order by [^)]*$';
	rows_adql text[];
	rows_sql text[];
BEGIN
	EXECUTE format('SELECT array_agg(r::text) FROM (%s) r', sky.adql_to_sql(adql)) INTO rows_adql;
	EXECUTE format('SELECT array_agg(r::text) FROM (%s) r', sql) INTO rows_sql;
	IF NOT ordered THEN
		SELECT array_agg(r ORDER BY r) INTO rows_adql FROM unnest(rows_adql) r;
		SELECT array_agg(r ORDER BY r) INTO rows_sql FROM unnest(rows_sql) r;
	END IF;
	RETURN CASE WHEN rows_adql IS NULL THEN 'no rows'
		WHEN rows_adql = rows_sql THEN cardinality(rows_adql) || ' rows'
		ELSE format('%s is not %s', rows_adql, rows_sql) END;
END $$;
SET search_path = adql_test, public;

-- CASE
SELECT pg_temp.same('SELECT id, CASE WHEN mag < 6 THEN ''bright'' WHEN mag >= 6 THEN ''faint'' END AS c FROM star',
	'SELECT id, CASE WHEN mag < 6 THEN ''bright'' WHEN mag >= 6 THEN ''faint'' END FROM star');
SELECT pg_temp.same('SELECT CASE n WHEN 0 THEN 1.5 WHEN 1 THEN n ELSE size END FROM star WHERE CASE WHEN flag THEN n ELSE 1 END = 1',
	'SELECT CASE n WHEN 0 THEN 1.5::float8 WHEN 1 THEN n ELSE size END FROM star WHERE CASE WHEN flag THEN n ELSE 1 END = 1');
SELECT pg_temp.same('SELECT SUM(CASE WHEN 1 = CONTAINS(POINT(ra, dec), CIRCLE(180, 0, 50)) THEN 1 ELSE 0 END) FROM star',
	'SELECT count(*) FROM star WHERE sky.cone(ra, dec, 180, 0, 50)');
-- operators
SELECT pg_temp.same('SELECT id % 5, n ^ 2, n & 3 | 4, ~ n, 1 << n, id >> 1, -n ^ 2, 0x10 + n FROM star',
	'SELECT (id % 5)::float8, power(n, 2), n & 3 | 4, ~ n, 1 << n, id >> 1, power(n, 2), 16 + n FROM star');
SELECT pg_temp.same('SELECT id FROM star WHERE (size & 2) != 0 AND mag % 0.5 = 0 ORDER BY id',
	'SELECT id FROM star WHERE (size & 2) <> 0 AND mod(mag::numeric, 0.5) = 0 ORDER BY id');
SELECT pg_temp.same('SELECT n::text || ''x'', mag::int, id::double precision / 8, (num)::numeric(6, 1), name::varchar(3) FROM star',
	'SELECT n::text || ''x'', mag::int, id::float8 / 8, num::numeric(6, 1), name::varchar(3) FROM star');
-- arrays
SELECT pg_temp.same('SELECT list[1] + list[2], grid[2][1], ARRAY[n, 7][2], list FROM star WHERE list[1] > 3',
	'SELECT list[1] + list[2], grid[2][1], 7, list FROM star WHERE list[1] > 3');
SELECT pg_temp.same('SELECT id FROM star WHERE 9 = ANY (list) OR n > ALL (ARRAY[1, 2])',
	'SELECT id FROM star WHERE 9 = ANY (list) OR n > 2');
-- truth values
SELECT pg_temp.same('SELECT id, flag FROM star WHERE flag IS NOT TRUE AND flag IS NOT NULL', 'SELECT id, flag FROM star WHERE NOT flag');
SELECT pg_temp.same('SELECT id FROM star WHERE flag = ''t'' OR flag IS UNKNOWN', 'SELECT id FROM star WHERE flag IS NOT FALSE');
SELECT pg_temp.same('SELECT id FROM star WHERE NOT flag AND mag IS NOT DISTINCT FROM 6', 'SELECT id FROM star WHERE NOT flag AND mag = 6');
SELECT pg_temp.same('SELECT id, mag > 6 AS faint, 1 = CONTAINS(POINT(ra, dec), CIRCLE(180, 0, 50)) FROM star',
	'SELECT id, mag > 6, sky.cone(ra, dec, 180, 0, 50) FROM star');
-- texts
SELECT pg_temp.same('SELECT name FROM star WHERE name LIKE ''star!_%'' ESCAPE ''!'' OR name LIKE ''%A'' OR id LIKE ''1%''',
	'SELECT name FROM star WHERE name LIKE ''%A'' OR id IN (1, 10, 11, 12)');
-- times
SELECT pg_temp.same('SELECT at + INTERVAL ''1 day'', at - day, day + INTERVAL ''1 hour'', 2 * (at - TIMESTAMP ''2020-01-01'') FROM star WHERE at > DATE ''2020-02-29''',
	'SELECT at + interval ''1 day'', at - day::timestamp, day + interval ''1 hour'', 2 * (at - timestamp ''2020-01-01'') FROM star WHERE at > ''2020-02-29''');
SELECT pg_temp.same('SELECT EXTRACT(YEAR FROM at) AS y, EXTRACT(epoch FROM at - day), DATE_PART(''doy'', day), EXTRACT(month FROM ''2020-05-06'') FROM star WHERE at < CURRENT_TIMESTAMP',
	'SELECT extract(year FROM at)::float8, extract(epoch FROM at - day::timestamp)::float8, extract(doy FROM day)::float8, 5::float8 FROM star');
-- words and units between arguments, operators of pgSphere
SELECT pg_temp.same('SELECT SUBSTRING(name FROM 3), SUBSTRING(name FROM 2 FOR 3), TRIM(BOTH ''s'' FROM name), TRIM(LEADING FROM name), TRIM(TRAILING ''L'' FROM name) FROM star',
	'SELECT substr(name, 3), substr(name, 2, 3), btrim(name, ''s''), ltrim(name), rtrim(name, ''L'') FROM star');
SELECT pg_temp.same('SELECT id FROM star WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(180, 0, 90 arcmin)) OR POINT(ra, dec) @ CIRCLE(36, -33, 1.0 degree)',
	'SELECT id FROM star WHERE sky.cone(ra, dec, 180, 0, 1.5) OR sky.cone(ra, dec, 36, -33, 1)');
SELECT pg_temp.same('SELECT id, spoint(RADIANS(ra), RADIANS(dec)) <-> POINT(0, 0) FROM star WHERE POINT(ra, dec) <@ scircle(spoint(PI(), 0), RADIANS(90)) AND BOX(180, 0, 150, 90) @> CIRCLE(ra, dec, 1)',
	'SELECT id, radians(sky.distance(ra, dec, 0, 0)) FROM star WHERE sky.distance(ra, dec, 180, 0) <= 90 AND sky.contains(sky.circle(ra, dec, 1), sky.box(180, 0, 150, 90))');
-- aggregates and windows
SELECT pg_temp.same('SELECT n, COUNT(*) FILTER (WHERE flag), MAX(mag) FILTER (WHERE NOT flag) FROM star GROUP BY n',
	'SELECT n, sum(CASE WHEN flag THEN 1 ELSE 0 END), max(CASE WHEN NOT flag THEN mag END) FROM star GROUP BY n');
SELECT pg_temp.same('SELECT id, SUM(n) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS s, COUNT(*) OVER (PARTITION BY n) FROM star ORDER BY id',
	'SELECT id, (SELECT sum(b.n) FROM star b WHERE b.id BETWEEN a.id - 1 AND a.id + 1), (SELECT count(*) FROM star b WHERE b.n = a.n) FROM star a ORDER BY id');
SELECT pg_temp.same('SELECT n, SUM(COUNT(*)) OVER (ORDER BY n) FROM star GROUP BY n ORDER BY n',
	'SELECT n, (SELECT count(*) FROM star b WHERE b.n <= a.n) FROM star a GROUP BY n ORDER BY n');
SELECT pg_temp.same('SELECT id, MAX(ra) OVER (ORDER BY ra RANGE BETWEEN CURRENT ROW AND 40 FOLLOWING) FROM star',
	'SELECT id, (SELECT max(b.ra) FROM star b WHERE b.ra BETWEEN a.ra AND a.ra + 40) FROM star a');
-- a key brings its table's columns
SELECT pg_temp.same('SELECT s.name, s.mag, COUNT(o.flux), AVG(o.flux) AS a FROM star AS s JOIN obs AS o ON o.star = s.id GROUP BY s.id',
	'SELECT min(s.name), min(s.mag), count(o.flux), avg(o.flux) FROM star s JOIN obs o ON o.star = s.id GROUP BY s.id');
SELECT pg_temp.same('SELECT flux, COUNT(*) FROM obs GROUP BY star, band', 'SELECT flux, 1 FROM obs');
-- queries
SELECT pg_temp.same('SELECT DISTINCT ON (n) n, id FROM star ORDER BY n, id DESC', 'SELECT n, max(id) FROM star GROUP BY n ORDER BY n');
SELECT pg_temp.same('SELECT s.id, q.flux FROM star s JOIN LATERAL (SELECT TOP 1 flux FROM obs WHERE obs.star = s.id ORDER BY flux DESC) AS q ON TRUE',
	'SELECT star, max(flux) FROM obs WHERE star <= 12 GROUP BY star');
SELECT pg_temp.same('SELECT id, mag FROM star ORDER BY mag DESC NULLS LAST, id FETCH FIRST 3 ROWS ONLY',
	'SELECT id, mag FROM star WHERE mag IS NOT NULL ORDER BY mag DESC, id LIMIT 3');
SELECT pg_temp.same('SELECT * FROM (SELECT TOP 2 DISTINCT n FROM star ORDER BY n) /* no name */', 'SELECT 0 UNION SELECT 1');
SELECT pg_temp.same('SELECT id AS ''the id'', t.order FROM (SELECT id, n AS order FROM adql_test://star) AS t', 'SELECT id, n FROM star');
SELECT pg_temp.same('SELECT 6 * 7', 'SELECT 42');

-- Integers divide to integers; but a quotient in the query that leaves a remainder is a fraction.
SELECT pg_temp.same('SELECT id / 3, 7 / n, -id / 2, 34359738368 * id / 34359738368 FROM star WHERE n > 0',
	'SELECT div(id, 3), div(7, n), -div(id, 2), id FROM star WHERE n > 0');
SELECT pg_temp.same('SELECT 14/60, -1/2, 2 * 14 / 60, 1 + 1/4, 8/4, 7./2, id / (562949953421312 / 4) FROM star WHERE n > 0',
	'SELECT 0.23333333333333334::float8, -0.5::float8, 0, 1.25::float8, 2, 3.5::float8, 0 FROM star WHERE n > 0');
SELECT sky.adql_to_sql('SELECT 1 / 0');
DROP SCHEMA adql_test CASCADE;
