-- What is told of a query before it runs: its faults, its columns; the limits of the compiler.
SET client_min_messages = warning;
CREATE SCHEMA adql_check;
CREATE TABLE adql_check.star (id bigint PRIMARY KEY, ra float8, dec float8, mag real, "Größe" text);
SELECT sky.describe('adql_check.star', 'ra', unit => 'deg', ucd => 'pos.eq.ra', description => 'Right ascension');
SELECT sky.publish('adql_check.star');
\x on
\pset format unaligned
-- No fault, no row.
SELECT * FROM sky.adql_check('SELECT id FROM adql_check.star');
-- All faults at once; places are in characters.
SELECT * FROM sky.adql_check('SELCT id, ''ä'' FORM adql_check.star WEHRE ra == 5 && dec > 3');
SELECT * FROM sky.adql_check('SELECT ''äöü'', größe FROM adql_check.star WHERE foo = 1');
SELECT * FROM sky.adql_check('');
-- What is no ADQL is a warning, or an error where ADQL is asked for.
SELECT * FROM sky.adql_check('SELECT id FROM adql_check.star;');
SELECT severity, message FROM sky.adql_check('SELECT id FROM adql_check.star;', 'strict');
SELECT * FROM sky.adql_check('SELECT 1', 'loose');
-- The columns of the result.
SELECT * FROM sky.adql_columns('SELECT id, ra, AVG(mag) AS m FROM adql_check.star GROUP BY id, ra');
SELECT * FROM sky.adql_columns('SELECT idd FROM adql_check.star');
\x off
-- Limits name their settings.
CREATE FUNCTION pg_temp.limited(query text) RETURNS text LANGUAGE sql AS
	$$SELECT string_agg(sqlstate || ' ' || message || E'\n' || hint, E'\n') FROM sky.adql_check(query)$$;
SET pgsky.max_nesting = 5;
SELECT pg_temp.limited('SELECT ((((((1)))))) FROM adql_check.star');
SELECT pg_temp.limited('SELECT (1) FROM adql_check.star');
SET pgsky.max_query_length = '1kB';
SELECT pg_temp.limited('SELECT 1' || repeat(' ', 1100) || 'FROM adql_check.star');
SET pgsky.max_tables = 2;
SELECT pg_temp.limited('SELECT 1 FROM adql_check.star a, adql_check.star b, adql_check.star c');
SET pgsky.max_list_items = 2;
SELECT pg_temp.limited('SELECT 1 FROM adql_check.star WHERE id IN (1, 2, 3)');
SET pgsky.max_vertices = 3;
SELECT pg_temp.limited('SELECT POLYGON(1, 1, 2, 2, 3, 1, 4, 1) FROM adql_check.star');
SET pgsky.max_faults = 2;
SELECT count(*) FROM sky.adql_check('SELECT a, b, c, d FROM adql_check.star');
-- Anybody may ask, of what he may read.
SET ROLE sky_anon;
SELECT count(*) FROM sky.adql_check('SELECT id FROM adql_check.star');
SELECT name FROM sky.adql_columns('SELECT id FROM adql_check.star');
RESET ROLE;
REVOKE SELECT ON adql_check.star FROM sky_anon;
SET ROLE sky_anon;
SELECT message FROM sky.adql_check('SELECT id FROM adql_check.star');
RESET ROLE;
DROP SCHEMA adql_check CASCADE;
