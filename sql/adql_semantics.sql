-- What other services get wrong, or leave to chance.
-- The number of a temporary schema is another one in each session.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE SCHEMA adql_test;
CREATE TABLE adql_test.star (id int8, n int4, x float8, name text, "Mixed" int4, mixed int4, "two words" int4, "a""b" int4);
INSERT INTO adql_test.star VALUES
	(9223372036854775807, 1, 1.5, 'a\b', 1, 10, 100, 1000), (9223372036854775806, 2, 2.5, 'a%b', 2, 20, 200, 2000),
	(9007199254740993, 2147483647, NULL, 'a_b', 3, 30, 300, 3000), (4, 2147483647, 0, 'A\\B', 4, 40, 400, 4000),
	(5, NULL, -1, 'it''s', NULL, NULL, NULL, NULL);
CREATE TABLE adql_test."Mixed Case" ("Ra" float8);
CREATE TABLE adql_test.mixed_case ("RA" float8, x int);
INSERT INTO adql_test."Mixed Case" VALUES (1);
INSERT INTO adql_test.mixed_case VALUES (2, 3);
SELECT count(*) FROM sky.publish_schema('adql_test');
CREATE FUNCTION pg_temp.adql(query text) RETURNS SETOF text LANGUAGE plpgsql AS
$$ BEGIN RETURN QUERY EXECUTE format('SELECT r::text FROM (%s) r', sky.adql_to_sql(query, 'strict')); END $$;
CREATE FUNCTION pg_temp.lenient(query text) RETURNS SETOF text LANGUAGE plpgsql AS
$$ BEGIN RETURN QUERY EXECUTE format('SELECT r::text FROM (%s) r', sky.adql_to_sql(query)); END $$;

-- TOP and ORDER BY are those of their own operand.
SELECT * FROM pg_temp.adql('SELECT TOP 1 n FROM star UNION ALL SELECT TOP 1 n FROM star');
SELECT * FROM pg_temp.adql('SELECT TOP 2 n FROM star UNION SELECT TOP 1 n FROM star ORDER BY n');
SELECT * FROM pg_temp.adql('(SELECT TOP 3 n FROM star ORDER BY x DESC) EXCEPT (SELECT TOP 1 n FROM star ORDER BY x DESC) ORDER BY n');
SELECT * FROM pg_temp.adql('(SELECT TOP 3 n FROM star ORDER BY n) INTERSECT (SELECT TOP 1 n FROM star ORDER BY n)');
SELECT * FROM pg_temp.adql('(SELECT n FROM star ORDER BY n OFFSET 1) INTERSECT ALL SELECT n FROM star ORDER BY 1 OFFSET 1');
SELECT * FROM pg_temp.adql('SELECT 1 AS k FROM star WHERE n = 1 UNION SELECT 2 FROM star INTERSECT SELECT 3 FROM star');
SELECT * FROM pg_temp.adql('SELECT 1 AS k FROM star EXCEPT SELECT 2 FROM star UNION SELECT 3 FROM star ORDER BY k');
SELECT * FROM pg_temp.lenient('(SELECT n FROM star ORDER BY n LIMIT 1) UNION ALL (SELECT TOP 1 n FROM star ORDER BY n)');
-- In LIKE a backslash is a backslash; % and _ have no escape.
SELECT * FROM pg_temp.adql('SELECT name FROM star WHERE name LIKE ''a\b''');
SELECT * FROM pg_temp.adql('SELECT name FROM star WHERE name LIKE ''a\%''');
SELECT * FROM pg_temp.adql('SELECT name FROM star WHERE name LIKE ''%\'' || ''b''');
SELECT * FROM pg_temp.adql('SELECT name FROM star WHERE name LIKE ''a_b''');
SELECT * FROM pg_temp.adql('SELECT name FROM star WHERE name ILIKE ''a\\_''');
SELECT * FROM pg_temp.adql('SELECT name FROM star WHERE name NOT LIKE ''a%'' AND name LIKE ''%''''%''');
-- Sums of any size are exact.
SELECT * FROM pg_temp.adql('SELECT SUM(id), SUM(n), AVG(n), COUNT(*) FROM star');
SELECT * FROM pg_temp.adql('SELECT SUM(id) - 9007199254740992 FROM star WHERE id < 9223372036854775806');
SELECT * FROM pg_temp.adql('SELECT SUM(c) AS total FROM (SELECT n, COUNT(*) AS c FROM star GROUP BY n) AS q');
-- Queries as values.
SELECT * FROM pg_temp.lenient('SELECT n, (SELECT COUNT(*) FROM star AS b WHERE b.x < a.x) AS below FROM star AS a WHERE n = (SELECT MIN(n) FROM star)');
SELECT * FROM pg_temp.lenient('SELECT (SELECT MAX(x) FROM star) - x FROM star WHERE x > (SELECT AVG(x) FROM star)');
-- Delimited names match exactly, others in any case; exact ones first.
SELECT * FROM pg_temp.adql('SELECT "Mixed", "mixed", MIXED, Mixed, "two words", "a""b" FROM star WHERE "Mixed" = 1');
SELECT * FROM pg_temp.adql('SELECT RA, "Ra" FROM "Mixed Case"');
SELECT * FROM pg_temp.adql('SELECT ra, "RA", X FROM adql_test.MIXED_CASE');
SELECT * FROM pg_temp.adql('SELECT "ra" FROM mixed_case');
SELECT * FROM pg_temp.adql('SELECT ra FROM "MIXED_CASE"');
SELECT sky.adql_to_sql('SELECT x AS Foo, x AS "Foo", x AS foo FROM star');
-- Faults of values are those of the query, never the server's.
CREATE FUNCTION pg_temp.state(query text) RETURNS text LANGUAGE plpgsql AS
$$ BEGIN RETURN (SELECT count(a) FROM pg_temp.lenient(query) a); EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE || ': ' || SQLERRM; END $$;
SELECT q AS query, pg_temp.state('SELECT ' || q || ' FROM star') AS outcome FROM unnest(ARRAY[
	'n / 0', '1 / (n - n)', 'x / 0', 'MOD(n, 0)', 'n % 0', 'n * n', 'id + id', 'LOG(x)', 'LOG10(-1)', 'SQRT(-1)', 'EXP(1000)', 'POWER(0, -1)',
	'ASIN(2)', '2147483648 * 4294967296 * 4294967296', 'CAST(name AS INTEGER)', 'CAST(id AS SMALLINT)', 'CAST(name AS TIMESTAMP)',
	'CAST(name AS POINT)', 'POINT(x, 100)', 'CIRCLE(x, 0, -1)', 'POLYGON(0, 0, 0, 0, 0, 0)', '(SELECT n FROM star)', 'n << 70', 'n::text::boolean']) AS q;
DROP SCHEMA adql_test CASCADE;
