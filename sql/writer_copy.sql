-- COPY ... TO in our formats: rows, options, errors, privileges.
SET client_min_messages = warning;
SELECT sky.version() IS NOT NULL AS loaded;
CREATE SCHEMA sky_test;
CREATE TABLE sky_test.t (id int8, ra float8, name text, "when" timestamptz, list int4[]);
COMMENT ON COLUMN sky_test.t.name IS 'a <name>';
INSERT INTO sky_test.t VALUES
	(9223372036854775807, 0.1, 'Größe', '2020-02-29 12:34:56.789+02', '{1,NULL,3}'),
	(NULL, 'NaN', '', 'infinity', '{}'),
	(-9223372036854775808, '-Infinity', E'a<&>]]>\t"b", c', '0044-03-15 00:00 BC', NULL),
	(0, NULL, NULL, NULL, '{{1,2},{3,4}}');

COPY sky_test.t TO STDOUT (FORMAT votable);
COPY sky_test.t TO STDOUT (FORMAT votable_binary);
COPY sky_test.t TO STDOUT (FORMAT votable_td, VERSION '1.5');
COPY sky_test.t TO STDOUT (FORMAT ecsv);
COPY sky_test.t TO STDOUT (FORMAT json);
COPY sky_test.t TO STDOUT (FORMAT ndjson);
COPY sky_test.t TO STDOUT (FORMAT html);
COPY sky_test.t TO STDOUT (FORMAT ipac);
COPY sky_test.t TO STDOUT (FORMAT tap_csv);
COPY sky_test.t TO STDOUT (FORMAT tap_tsv);
COPY sky_test.t TO STDOUT (FORMAT tap_text);
COPY (SELECT 'just this') TO STDOUT (FORMAT raw);

-- Columns of a table, and what is said about a result from outside.
COPY sky_test.t (name, id) TO STDOUT (FORMAT tap_csv);
COPY (SELECT id FROM sky_test.t WHERE id = 0) TO STDOUT (FORMAT votable_td,
	FIELDS '[{"name": "Nr", "ucd": "meta.id", "utype": "a:b", "unit": "1", "description": "number"}]',
	INFOS '[{"name": "QUERY", "value": "SELECT \"x\"", "text": "a < b"}]');
-- XML around the table; fields that it can refer to.
COPY (SELECT 1 AS a, 2 AS "b c") TO STDOUT (FORMAT votable_td, PREFACE E'<PARAM name="p" datatype="int" value="1"/>\n',
	APPENDIX E'<RESOURCE type="meta"/>\n');
COPY (SELECT 1 AS a) TO STDOUT (FORMAT tap_csv, PREFACE '<x/>', APPENDIX '<x/>');

-- MAXREC: exactly as many rows are no overflow; none allowed always is one.
COPY (SELECT g FROM generate_series(1, 3) g) TO STDOUT (FORMAT votable_td, MAXREC 3);
COPY (SELECT g FROM generate_series(1, 3) g) TO STDOUT (FORMAT votable_td, MAXREC 2);
COPY (SELECT g FROM generate_series(1, 3) g LIMIT 2) TO STDOUT (FORMAT tap_csv, MAXREC 2);
COPY (SELECT g FROM generate_series(1, 3) g WHERE false) TO STDOUT (FORMAT json, MAXREC 0);
COPY (INSERT INTO sky_test.t (id) SELECT generate_series(1, 3) RETURNING id) TO STDOUT (FORMAT tap_csv, MAXREC 1);
SELECT count(*) FROM sky_test.t WHERE id BETWEEN 1 AND 3;

-- Options that are wrong, and others' options.
COPY sky_test.t TO STDOUT (FORMAT votabel);
COPY sky_test.t TO STDOUT (FORMAT votable, HEADER true);
COPY sky_test.t TO STDOUT (FORMAT votable, MAXREC -1);
COPY sky_test.t TO STDOUT (FORMAT votable, MAXREC 1, MAXREC 2);
COPY sky_test.t TO STDOUT (FORMAT votable, VERSION '2.0');
COPY sky_test.t TO STDOUT (FORMAT votable, COMPRESSION lzma);
COPY sky_test.t TO STDOUT (FORMAT votable, FIELDS '{}');
COPY sky_test.t TO STDOUT (FORMAT votable, FIELDS '[1]');
COPY sky_test.t TO STDOUT (FORMAT votable, FIELDS '[{"name":');
COPY sky_test.t TO STDOUT (FORMAT votable, FIELDS '[{}]');
COPY sky_test.t TO STDOUT (FORMAT votable, INFOS '[{"value": "1"}]');
COPY sky_test.t TO STDOUT (FORMAT raw);
COPY (DELETE FROM sky_test.t) TO STDOUT (FORMAT votable);
COPY (SELECT 1 INTO sky_test.u) TO STDOUT (FORMAT votable);
COPY sky_test.missing TO STDOUT (FORMAT votable);
COPY sky_test.t (missing) TO STDOUT (FORMAT votable);
-- An error before the first 64 kB leaves nothing behind.
COPY (SELECT 1 / (g - 2) FROM generate_series(1, 3) g) TO STDOUT (FORMAT votable_td);
-- A value that stands for NULL.
COPY (SELECT (-32767)::int2 AS x) TO STDOUT (FORMAT votable_binary);
COPY (SELECT ARRAY[-2147483647] AS x) TO STDOUT (FORMAT votable_td);

-- Files and programs are for those who may; tables for those who may see them.
CREATE ROLE regress_sky_reader;
GRANT USAGE ON SCHEMA sky_test TO regress_sky_reader;
GRANT SELECT (id, name) ON sky_test.t TO regress_sky_reader;
ALTER TABLE sky_test.t ENABLE ROW LEVEL SECURITY;
CREATE POLICY zero ON sky_test.t FOR SELECT TO regress_sky_reader USING (id = 0);
SET ROLE regress_sky_reader;
COPY sky_test.t (id, name) TO STDOUT (FORMAT tap_csv);
COPY sky_test.t TO STDOUT (FORMAT tap_csv);
COPY (SELECT 1) TO '/tmp/x' (FORMAT votable);
COPY (SELECT 1) TO PROGRAM 'cat' (FORMAT votable);
RESET ROLE;
COPY (SELECT 1) TO 'x' (FORMAT votable);
COPY (SELECT 1) TO '/no/such/folder/x' (FORMAT votable);
COPY (SELECT 1) TO PROGRAM 'exit 3' (FORMAT votable);

-- A partitioned table gives its rows, a parent with children only its own, as with COPY.
CREATE TABLE sky_test.p (id int) PARTITION BY LIST (id);
CREATE TABLE sky_test.p1 PARTITION OF sky_test.p FOR VALUES IN (1);
INSERT INTO sky_test.p VALUES (1);
COPY sky_test.p TO STDOUT (FORMAT tap_csv);
CREATE TABLE sky_test.parent (id int);
CREATE TABLE sky_test.child () INHERITS (sky_test.parent);
INSERT INTO sky_test.child VALUES (1);
COPY sky_test.parent TO STDOUT (FORMAT tap_csv);

-- Shapes are numbers with an xtype.
COPY (SELECT sky.point(10, 20) AS p, sky.circle(1, 2, 3) AS c, sky.polygon(1, 2, 3, 4, 5, 6) AS g)
	TO STDOUT (FORMAT votable_td);

SELECT name, mime, ivoid FROM sky.formats() ORDER BY name;
DROP SCHEMA sky_test CASCADE;
DROP ROLE regress_sky_reader;
