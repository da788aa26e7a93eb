-- COPY FROM votable: what a table holds comes back bit by bit, and the rules of COPY hold.
LOAD 'pgsky';
SET datestyle = iso;
\pset null '~'
\getenv folder PG_ABS_BUILDDIR
\set file :folder '/results/reader_copy.vot'
CREATE SCHEMA reader_copy;
SET search_path = reader_copy, public;

CREATE TABLE every (
	id int PRIMARY KEY, b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, n numeric,
	t text, c char(4), v varchar(9), d date, ts timestamp, tz timestamptz, u uuid, y bytea,
	j jsonb, fa float8[], ia int4[], ta text[], p sky.point, ci sky.circle, po sky.polygon);
INSERT INTO every VALUES
	(1, true, 32767, 2147483647, 9223372036854775807, 0.1, 0.1, 1.5, 'Größe', 'ab', '', '2000-02-29',
	 '2000-02-29 12:34:56.789012', '2000-02-29 12:00+00', '00112233-4455-6677-8899-aabbccddeeff',
	 '\x00ff', '{"a": [1]}', '{1,NaN,Infinity}', '{1,2147483647}', '{"a b",NULL,"q\"\\"}',
	 '10.5 -20', '1 2 3', '0 0 1 0 1 1'),
	(2, false, -32768, -2147483648, -9223372036854775808, '-Infinity', 5e-324, -2, E'tab\tline\nend', 'ü', 'x', '0001-01-01',
	 '9999-12-31 23:59:59.999999', '1970-01-01 00:00+00', NULL, '', 'null', '{}', '{}', '{}', '359.99999 90', '0 0 0', NULL),
	(3, NULL, NULL, NULL, NULL, 'NaN', 'NaN', NULL, '', '', '\N', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(5, true, 0, 0, 0, '-0', '-0', 0, '<&>"''', '', '\', NULL, NULL, NULL, NULL, '\x5c78', NULL, '{0}', '{0}', '{""}', '0 0', '0 0 1', NULL);
CREATE TABLE back (LIKE every);
CREATE VIEW difference AS
	SELECT 'lost' AS what, every::text AS record FROM every WHERE every::text NOT IN (SELECT back::text FROM back)
	UNION ALL
	SELECT 'made', back::text FROM back WHERE back::text NOT IN (SELECT every::text FROM every)
	ORDER BY 1, 2;

COPY every TO :'file' (FORMAT votable);
COPY back FROM :'file' (FORMAT votable);
SELECT count(*) FROM back;
TABLE difference;

-- the client's side, compressed on the way
TRUNCATE back;
\set program 'gzip -c ' :file
COPY back FROM PROGRAM :'program' (FORMAT votable);
TABLE difference;
TRUNCATE back;
\set command '\\copy back FROM ''' :file ''' (FORMAT votable)'
:command
TABLE difference;

-- defaults, generated columns, checks, triggers, partitions, WHERE, a list of columns
CREATE TABLE target (
	id int CHECK (id < 5), b bool, more text DEFAULT 'given', twice int GENERATED ALWAYS AS (id * 2) STORED, F8 float8
) PARTITION BY LIST (id);
CREATE TABLE low PARTITION OF target FOR VALUES IN (1, 2);
CREATE TABLE high PARTITION OF target DEFAULT;
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE NOTICE ''row %'', NEW.id; RETURN NEW; END';
CREATE TRIGGER shout BEFORE INSERT ON target FOR EACH ROW EXECUTE FUNCTION shout();
COPY target (id, f8) FROM :'file' (FORMAT votable) WHERE id < 4;
SELECT tableoid::regclass, * FROM target ORDER BY id;
COPY target (id) FROM :'file' (FORMAT votable_binary);
COPY target (id, twice) FROM :'file' (FORMAT votable);
COPY target FROM :'file' (FORMAT votable);
COPY target (id, more) FROM :'file' (FORMAT votable);

-- rights
CREATE ROLE reader_copy_user;
GRANT USAGE ON SCHEMA reader_copy TO reader_copy_user;
SET ROLE reader_copy_user;
COPY back FROM STDIN (FORMAT votable);
\.
COPY back FROM :'file' (FORMAT votable);
COPY back FROM PROGRAM 'true' (FORMAT votable);
RESET ROLE;
GRANT INSERT (id, b), SELECT ON back TO reader_copy_user;
GRANT pg_read_server_files TO reader_copy_user;
TRUNCATE back;
SET ROLE reader_copy_user;
COPY back FROM :'file' (FORMAT votable);
COPY back (id, b) FROM :'file' (FORMAT votable);
RESET ROLE;
SELECT count(*), count(i4) FROM back;
ALTER TABLE back ENABLE ROW LEVEL SECURITY;
SET ROLE reader_copy_user;
COPY back (id, b) FROM :'file' (FORMAT votable);
RESET ROLE;
BEGIN READ ONLY;
COPY back FROM :'file' (FORMAT votable);
ROLLBACK;

-- what else is refused
COPY back FROM :'file' (FORMAT votable, DELIMITER ',');
COPY back FROM :'file' (FORMAT fits);
COPY (SELECT 'no table') TO :'file';
COPY back FROM :'file' (FORMAT votable);
COPY back FROM PROGRAM 'false' (FORMAT votable);
COPY back FROM PROGRAM 'printf "<VOTABLE><RESOURCE><TABLE><FIELD name=\"ID\" datatype=\"int\"/><DATA><TABLEDATA><TR><TD>7</TD></TR><TR><TD>x</TD></TR>"' (FORMAT votable);

RESET search_path;
\set VERBOSITY terse
SET client_min_messages = warning;
DROP SCHEMA reader_copy CASCADE;
DROP ROLE reader_copy_user;
