-- What is wrong with a query is told with its place and a hint.
SET client_min_messages = warning;
CREATE SCHEMA adql_test;
CREATE TABLE adql_test.star (id int8 PRIMARY KEY, ra float8, dec float8, name text, shape sky.polygon);
CREATE TABLE adql_test.object (id int8, kind text);
SELECT sky.publish_schema('adql_test');
CREATE FUNCTION pg_temp.fault(query text, mode text DEFAULT 'lenient') RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	state text; message text; detail text; hint text;
BEGIN
	RETURN sky.adql_to_sql(query, mode);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
		detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(E'\n', state || ': ' || message, nullif(detail, ''), nullif(hint, ''));
END $$;

SELECT pg_temp.fault('');
SELECT pg_temp.fault('W00T');
SELECT pg_temp.fault('SELECT id FORM star');
SELECT pg_temp.fault('SELECT FROM star');
SELECT pg_temp.fault('SELECT id FROM star WHERE');
SELECT pg_temp.fault('SELECT id FROM star ORDR BY id');
SELECT pg_temp.fault('SELECT id FROM star; SELECT id FROM star');
SELECT pg_temp.fault('SELECT _x FROM star');
SELECT pg_temp.fault('SELECT ''abc FROM star');
SELECT pg_temp.fault('SELECT "" FROM star');
SELECT pg_temp.fault('SELECT id FROM star WHERE name = ‘abc’');
SELECT pg_temp.fault('SELECT idd, nam, foo FROM star WHERE sinn(ra) < 1');
SELECT pg_temp.fault('SELECT id FROM adql_test.stars');
SELECT pg_temp.fault('SELECT id FROM star, object');
SELECT pg_temp.fault('SELECT id FROM star, star');
SELECT pg_temp.fault('SELECT "ID" FROM star');
SELECT pg_temp.fault('SELECT x.id FROM star AS s');
SELECT pg_temp.fault('SELECT id, COUNT(*) FROM star GROUP BY name');
SELECT pg_temp.fault('SELECT id FROM star WHERE COUNT(*) > 1');
SELECT pg_temp.fault('SELECT MAX(COUNT(*)) FROM star');
SELECT pg_temp.fault('SELECT DISTINCT id FROM star ORDER BY ra');
SELECT pg_temp.fault('SELECT id FROM star ORDER BY 2');
SELECT pg_temp.fault('SELECT id FROM star WHERE name');
SELECT pg_temp.fault('SELECT id FROM star WHERE ra = ''ten''');
SELECT pg_temp.fault('SELECT id FROM star WHERE ra = ''10''', 'strict');
SELECT pg_temp.fault('SELECT id + name FROM star');
SELECT pg_temp.fault('SELECT id || shape FROM star');
SELECT pg_temp.fault('SELECT CIRCLE(1, 2) FROM star');
SELECT pg_temp.fault('SELECT POLYGON(1, 2, 3, 4, 5) FROM star');
SELECT pg_temp.fault('SELECT POINT(''GALACTIC'', 1, 2) FROM star');
SELECT pg_temp.fault('SELECT ROUND(ra, id) FROM star');
SELECT pg_temp.fault('SELECT CAST(ra AS BLOB) FROM star');
SELECT pg_temp.fault('SELECT id FROM (SELECT id FROM star)', 'strict');
SELECT pg_temp.fault('SELECT id FROM star UNION SELECT id, kind FROM object');
SELECT pg_temp.fault('SELECT id FROM star UNION SELECT kind FROM object');
SELECT pg_temp.fault('SELECT id FROM star WHERE id IN (SELECT id, kind FROM object)');
SELECT pg_temp.fault('SELECT 1e400 FROM star');
SELECT pg_temp.fault('SELECT TOP 99999999999999999999 id FROM star');
SELECT pg_temp.fault('SELECT id FROM star', 'loose');
SELECT pg_temp.fault('SELECT ' || repeat('(', 201) || '1' || repeat(')', 201) || ' FROM star');
SELECT pg_temp.fault('SELECT ' || repeat('(', 100000) || '1 FROM star');
SELECT pg_temp.fault('SELECT ' || repeat('-', 1) || repeat(' -', 300) || '1 FROM star');
SELECT pg_temp.fault('SELECT a1.id FROM star AS a1' || string_agg(', star AS a' || i, '')) FROM generate_series(2, 33) i;
SELECT pg_temp.fault('SELECT ' || repeat('id, ', 1664) || 'id FROM star');
SELECT pg_temp.fault(format('SELECT id FROM star WHERE id IN (%s)', string_agg(i::text, ',')))
FROM generate_series(0, 10000) i;
SELECT pg_temp.fault(repeat(' ', 1024 * 1024) || 'x');

-- Strict mode takes the standard and nothing else.
SELECT pg_temp.fault('SELECT distance FROM star', 'strict');
SELECT pg_temp.fault('SELECT id FROM star;', 'strict');
SELECT pg_temp.fault('SELECT id FROM star LIMIT 5', 'strict');
SELECT pg_temp.fault('SELECT ra FROM star CROSS JOIN object', 'strict');
SELECT pg_temp.fault('SELECT s.id FROM star AS s JOIN object AS o', 'strict');
SELECT pg_temp.fault('SELECT *, id FROM star', 'strict');
SELECT pg_temp.fault('SELECT id FROM star WHERE CONTAINS(POINT(ra, dec), shape)', 'strict');
SELECT pg_temp.fault('SELECT id FROM star WHERE ra = (SELECT MAX(ra) FROM star)', 'strict');
SELECT pg_temp.fault('SELECT id FROM star WHERE id IN (WITH w AS (SELECT id FROM star) SELECT id FROM w)', 'strict');

-- The place is that in the query.
SELECT sky.adql_to_sql('SELECT id, größe FROM star');
SELECT sky.adql_to_sql('SELECT id FROM star WHERE idd > 1');
DROP SCHEMA adql_test CASCADE;
