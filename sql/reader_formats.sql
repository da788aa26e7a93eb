-- Every type through every format and back: what comes back otherwise is what the format cannot tell.
LOAD 'pgsky';
\pset format unaligned
\pset tuples_only on
\getenv folder PG_ABS_BUILDDIR
SET datestyle = iso;
CREATE SCHEMA reader_formats;
SET search_path = reader_formats, public;

CREATE TABLE every (
	id int PRIMARY KEY, b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8,
	t text, d date, ts timestamp, tz timestamptz, u uuid, y bytea,
	fa float8[], ia int4[], ta text[], p sky.point, ci sky.circle, po sky.polygon);
INSERT INTO every VALUES
	(1, true, 32767, 2147483647, 9223372036854775807, 0.1, 0.1, 'Größe', '2000-02-29',
	 '2000-02-29 12:34:56.789012', '2000-02-29 12:00+00', '00112233-4455-6677-8899-aabbccddeeff',
	 '\x00ff', '{1,-Infinity}', '{1,2147483647}', '{"a b",NULL,"q\"\\"}', '10.5 -20', '1 2 3', '0 0 1 0 1 1'),
	(2, false, -32768, -2147483648, -9223372036854775808, '-Infinity', 5e-324, '<&>"''\', '0001-01-01',
	 '9999-12-31 23:59:59.999999', '1970-01-01 00:00+00', 'ffffffff-ffff-ffff-ffff-ffffffffffff',
	 '\x5c78', '{0}', '{0}', '{""}', '359.99999 90', '0 0 0', '359 -1 1 -1 0 1'),
	(3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(4, true, 0, 0, 0, 'NaN', 'NaN', '', NULL, NULL, NULL, NULL, '', '{NaN}', '{}', '{}', NULL, NULL, NULL);
CREATE TABLE back (LIKE every);
CREATE VIEW difference AS
	SELECT 'given' AS what, every::text AS record FROM every WHERE every::text NOT IN (SELECT back::text FROM back)
	UNION ALL
	SELECT 'read', back::text FROM back WHERE back::text NOT IN (SELECT every::text FROM every)
	ORDER BY 1, 2;

\set file :folder '/results/reader_formats'
COPY every TO :'file' (FORMAT votable);
COPY back FROM :'file' (FORMAT votable);
TABLE difference;
TRUNCATE back;
COPY every TO :'file' (FORMAT votable_binary);
COPY back FROM :'file' (FORMAT votable_binary);
TABLE difference;
TRUNCATE back;
COPY every TO :'file' (FORMAT votable_td);
COPY back FROM :'file' (FORMAT votable_td);
TABLE difference;
TRUNCATE back;
COPY every TO :'file' (FORMAT fits);
COPY back FROM :'file' (FORMAT fits);
TABLE difference;
TRUNCATE back;
COPY every TO :'file' (FORMAT ecsv);
COPY back FROM :'file' (FORMAT ecsv);
TABLE difference;

-- sky.load makes the types that were there, as far as the format tells them
DROP TABLE back CASCADE;
SELECT sky.load(:'file', 'reader_formats.back');
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = 'reader_formats.back'::regclass AND attnum > 0 ORDER BY attnum;
TABLE back ORDER BY id;

RESET search_path;
\set VERBOSITY terse
SET client_min_messages = warning;
DROP SCHEMA reader_formats CASCADE;
