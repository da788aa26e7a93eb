-- ADQL over published tables: the SQL, and that PostgreSQL agrees with its types.
SET client_min_messages = warning;
CREATE SCHEMA adql_test;
CREATE TABLE adql_test.star (id int8 PRIMARY KEY, ra float8, dec float8, mag float4, name text,
	"Size" int2, n int4, num numeric, flag bool, at timestamp, pos sky.point, shape sky.polygon);
CREATE TABLE adql_test.object (id int4, star int8, kind text);
CREATE TABLE adql_test.hidden (x int4);
INSERT INTO adql_test.star VALUES
	(1, 10, 20, 5.5, 'a', 3, 7, 1.5, true, '2000-01-01 12:00', sky.point(10, 20),
		sky.polygon(0, 0, 30, 0, 30, 30, 0, 30)),
	(2, 11, 20, 6.5, 'b', 4, 8, 2.5, false, '2001-01-01', sky.point(11, 20), NULL),
	(3, 100, -20, NULL, 'c\d', 5, 9, NULL, NULL, NULL, NULL, NULL);
INSERT INTO adql_test.object VALUES (1, 1, 'x'), (2, 1, 'y'), (4, 9, 'z');
SELECT sky.publish('adql_test.star');
SELECT sky.publish('adql_test.object');
CREATE FUNCTION pg_temp.adql(query text) RETURNS SETOF text LANGUAGE plpgsql AS
$$ BEGIN RETURN QUERY EXECUTE format('SELECT r::text FROM (%s) r', sky.adql_to_sql(query)); END $$;

SELECT sky.adql_to_sql('SELECT TOP 2 id, name FROM star WHERE mag < 6 ORDER BY mag DESC');
SELECT sky.adql_to_sql('SELECT id FROM star WHERE 1=CONTAINS(POINT(''ICRS'',ra,dec), CIRCLE(''ICRS'',10,20,1))');
SELECT * FROM pg_temp.adql('SELECT TOP 2 * FROM Adql_Test.STAR ORDER BY id');
SELECT * FROM pg_temp.adql('SELECT id FROM star WHERE 1=CONTAINS(POINT(ra,dec), CIRCLE(10,20,1)) ORDER BY 1');
SELECT * FROM pg_temp.adql('SELECT id, DISTANCE(ra,dec,10,20) AS d FROM star WHERE DISTANCE(POINT(10,20), pos) <= 1 ORDER BY d');
SELECT * FROM pg_temp.adql('SELECT id FROM star WHERE CONTAINS(pos, shape) = 1 AND INTERSECTS(shape, CIRCLE(10,20,1)) = 1');
SELECT * FROM pg_temp.adql('SELECT COORD1(pos), COORD2(pos), CENTROID(pos), AREA(CIRCLE(pos, 1)), COORDSYS(pos) FROM star WHERE id = 1');
SELECT * FROM pg_temp.adql('SELECT POINT(1,2), CIRCLE(1,2,3), BOX(1,2,3,4), POLYGON(1,2,3,4,5,0), CIRCLE(pos, 1) FROM star WHERE pos = POINT(10,20)');
SELECT * FROM pg_temp.adql('SELECT COUNT(*), COUNT(DISTINCT flag), SUM(n), SUM(id), SUM(mag), AVG(n), MIN(at), MAX(name) FROM star');
SELECT * FROM pg_temp.adql('SELECT ROUND(mag), ROUND(2.675, 2), TRUNCATE(-12.39, 1), TRUNCATE(1234, -2), MOD(id, 2), MOD(-5.5, 2), LOG(1), LOG10(100), PI() FROM star WHERE id = 1');
SELECT * FROM pg_temp.adql('SELECT ABS(-1), CEILING(1.2), FLOOR(-1.2), EXP(0), POWER(2, n), SQRT(4), DEGREES(PI()), RADIANS(180), SIN(0), COS(0), TAN(0), ASIN(0), ACOS(1), ATAN(0), ATAN2(0, 1), COT(PI()/4) FROM star WHERE id = 1');
SELECT * FROM pg_temp.adql('SELECT 1 FROM star WHERE RAND() < 1 AND RAND(5) >= 0 AND id = 1');
SELECT * FROM pg_temp.adql('SELECT id, kind FROM star JOIN object USING (id) ORDER BY id, kind');
SELECT * FROM pg_temp.adql('SELECT * FROM (SELECT id, name FROM star) AS s NATURAL FULL JOIN object ORDER BY 1');
SELECT * FROM pg_temp.adql('SELECT s.id, o.kind FROM star AS s LEFT OUTER JOIN object AS o ON o.star = s.id ORDER BY s.id, o.kind');
SELECT * FROM pg_temp.adql('SELECT id FROM star WHERE name LIKE ''%\_'' OR name LIKE ''c\%'' OR name LIKE ''\'' OR name ILIKE ''A'' ORDER BY id');
SELECT * FROM pg_temp.adql('SELECT id FROM star s WHERE EXISTS (SELECT * FROM object WHERE star = s.id) AND id NOT IN (SELECT id FROM object WHERE kind = ''z'')');
SELECT * FROM pg_temp.adql('SELECT n / 2 AS half, COUNT(*) FROM star GROUP BY n / 2 HAVING COUNT(*) > 0 ORDER BY 1 OFFSET 1');
SELECT * FROM pg_temp.adql('WITH w AS (SELECT id FROM star) SELECT id FROM w UNION ALL SELECT mag FROM star EXCEPT SELECT NULL FROM star ORDER BY id');
SELECT * FROM pg_temp.adql('SELECT CAST(at AS VARCHAR), CAST(''2.5'' AS REAL), CAST(''1 2'' AS POINT), CAST(NULL AS INTEGER), COALESCE(n, 1.5), UPPER(name) || id FROM star WHERE at > ''2000-06-01'' AND flag = 0');
SELECT * FROM pg_temp.adql('SELECT num * 2, num, size, "Size" FROM star WHERE num < 2 AND num BETWEEN 1 AND 3');
SELECT * FROM pg_temp.adql('SELECT ''it''''s'', ''a\b'', NULL, .5, 1., 1e3, 12345678901234567890 FROM star WHERE id = 1');
SELECT * FROM pg_temp.adql('SELECT id FROM star ORDER BY id LIMIT 2;');
SELECT count(*) FROM pg_temp.adql('SELECT * FROM tap_schema.tables');

-- Long names have a short alias.
SELECT sky.adql_to_sql('SELECT object.id AS a12345678901234567890123456789012345678901234567890123456789012345, object.id, star.id, ra AS id FROM object, star WHERE 1 = 0');
SELECT length(sky.adql_to_sql(format('SELECT id FROM star WHERE id IN (%s)', string_agg(i::text, ',')))) > 50000 AS long
FROM generate_series(1, 10000) i;

-- Only what is published and allowed exists.
\set VERBOSITY terse
SELECT sky.adql_to_sql('SELECT * FROM adql_test.hidden');
SELECT sky.adql_to_sql('SELECT * FROM pg_catalog.pg_authid');
CREATE ROLE adql_nobody;
SET ROLE adql_nobody;
SELECT sky.adql_to_sql('SELECT * FROM adql_test.star');
RESET ROLE;
DROP ROLE adql_nobody;
SELECT name, form, origin FROM sky.adql_function WHERE name IN ('distance', 'polygon', 'coalesce') ORDER BY form;
SELECT count(*) > 50 AS many FROM sky.adql_function;
SELECT sky.mod(5, 0);
DROP SCHEMA adql_test CASCADE;
