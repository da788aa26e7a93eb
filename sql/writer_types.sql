-- A result declares each column as tap_schema does, in every serialisation of VOTable.
LOAD 'pgsky';
SET client_min_messages = warning;
\getenv folder PG_ABS_BUILDDIR
CREATE SCHEMA writer_types;
CREATE DOMAIN writer_types.magnitude AS float4;
CREATE TYPE writer_types.band AS ENUM ('g', 'r');
CREATE TABLE writer_types.every (
	b bool, i2 int2, i4 int4, i8 int8, o oid, f4 float4, f8 float8, n numeric, d_f4 writer_types.magnitude,
	t text, v varchar(9), c char(4), na name, ch "char", e writer_types.band, y bytea, x xml, j json, jb jsonb,
	d date, ti time, tiz timetz, ts timestamp, tz timestamptz, iv interval, u uuid, ip inet, bi bit(3),
	ab bool[], ai int4[], af float8[][], an numeric[],
	p sky.point, ci sky.circle, bo sky.box, po sky.polygon, re sky.region, mo sky.moc);
SELECT sky.publish('writer_types.every');

CREATE FUNCTION writer_types.declared(document text) RETURNS TABLE (name text, datatype text, scalar boolean)
BEGIN ATOMIC
	SELECT field[1], field[2], field[3] IS NULL
	FROM regexp_matches(document, '<FIELD name="(\w+)" datatype="(\w+)"( arraysize="[^"]*")?', 'g') AS field;
END;
\set file :folder '/results/writer_types.vot'
COPY writer_types.every TO :'file' (FORMAT votable);
CREATE TABLE writer_types.fields AS SELECT 'votable' AS format, * FROM writer_types.declared(pg_read_file(:'file'));
COPY writer_types.every TO :'file' (FORMAT votable_binary);
INSERT INTO writer_types.fields SELECT 'votable_binary', * FROM writer_types.declared(pg_read_file(:'file'));
COPY writer_types.every TO :'file' (FORMAT votable_td);
INSERT INTO writer_types.fields SELECT 'votable_td', * FROM writer_types.declared(pg_read_file(:'file'));

SELECT format, count(*) FROM writer_types.fields GROUP BY format ORDER BY format;
SELECT format, f.name, c.datatype, c.arraysize, f.datatype AS written, f.scalar
FROM writer_types.fields f LEFT JOIN tap_schema.columns c
	ON c.table_name = 'writer_types.every' AND btrim(c.column_name, '"') = f.name
WHERE f.datatype IS DISTINCT FROM c.datatype OR f.scalar <> (c.arraysize IS NULL)
ORDER BY format, f.name;
DROP SCHEMA writer_types CASCADE;
