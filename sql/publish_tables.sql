-- What can be published, and how tap_schema shows it.
\set VERBOSITY default
CREATE SCHEMA sky_test;
COMMENT ON SCHEMA sky_test IS 'Größe';
CREATE TYPE sky_test.kind AS ENUM ('star', 'galaxy');
CREATE DOMAIN sky_test.magnitude AS float4 CHECK (VALUE < 40);
CREATE DOMAIN sky_test.label AS varchar(12);
CREATE TABLE sky_test.all_types (
	b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, n numeric(10, 3), o oid,
	t text, v varchar(20), v0 varchar, c char(7), nm name, ch "char", by bytea,
	ts timestamp, tz timestamptz, d date, tm time, iv interval, u uuid,
	j json, jb jsonb, x xml, ip inet, bits bit(3),
	k sky_test.kind, mag sky_test.magnitude, lab sky_test.label,
	ai int4[], af float8[], ab bool[], an numeric[],
	p sky.point, ci sky.circle, bx sky.box, po sky.polygon);
SELECT sky.publish('sky_test.all_types');
SELECT column_name, datatype, arraysize, xtype, "size"
FROM tap_schema.columns WHERE table_name = 'sky_test.all_types' ORDER BY column_index;

-- Names that need quotes have them.
CREATE TABLE sky_test."Big Table" ("size" int, "RA" float8, "Größe" text, "a""b" int, "_x" int,
	plain int, "2mass" int);
SELECT sky.publish('sky_test."Big Table"');
SELECT table_name, column_name FROM tap_schema.columns
WHERE table_name LIKE '%Big%' ORDER BY column_index;

-- Views, materialized views, partitioned and foreign tables; partitions stay hidden.
CREATE VIEW sky_test.a_view AS SELECT i4, v FROM sky_test.all_types;
CREATE MATERIALIZED VIEW sky_test.a_matview AS SELECT i4, f8 FROM sky_test.all_types;
CREATE TABLE sky_test.parted (id int PRIMARY KEY, x float8) PARTITION BY RANGE (id);
CREATE TABLE sky_test.part1 PARTITION OF sky_test.parted FOR VALUES FROM (0) TO (10);
CREATE FOREIGN DATA WRAPPER sky_test_wrapper;
CREATE SERVER sky_test_server FOREIGN DATA WRAPPER sky_test_wrapper;
CREATE FOREIGN TABLE sky_test.far (id int, x float8) SERVER sky_test_server;
SELECT * FROM sky.publish_schema('sky_test');
SELECT table_name, table_type FROM tap_schema.tables WHERE schema_name = 'sky_test' ORDER BY 1;
SELECT * FROM tap_schema.schemas WHERE schema_name = 'sky_test';

-- The position is found by name unless the owner has said which it is.
CREATE TABLE sky_test.pos1 (name text, "RAJ2000" float8, "DEJ2000" float8);
CREATE TABLE sky_test.pos2 (ra text, dec text);
CREATE TABLE sky_test.pos3 (ra float8, dec float8, l float8, b float8);
SELECT sky.describe('sky_test.pos3', 'l', ucd => 'pos.eq.ra;meta.main', unit => 'rad');
SELECT sky.publish('sky_test.pos1');
SELECT sky.publish('sky_test.pos2');
SELECT sky.publish('sky_test.pos3');
SELECT column_name, unit, ucd FROM tap_schema.columns
WHERE table_name LIKE 'sky_test.pos_' ORDER BY table_name, column_index;

-- Indexed: a valid index begins with the column. Principal: by default the first columns.
CREATE TABLE sky_test.wide (a int, b int, c int, d int, e int, f int, g int, h int, i int,
	PRIMARY KEY (i, a));
CREATE INDEX ON sky_test.wide (c, d);
SELECT sky.publish('sky_test.wide');
SELECT column_name, indexed, principal FROM tap_schema.columns
WHERE table_name = 'sky_test.wide' ORDER BY column_index;

-- What the owner says.
SELECT sky.describe('sky_test.wide', description => 'A wide table.', utype => 'a:b.c', table_index => 7);
SELECT sky.describe('sky_test.wide', 'b', 'mag', 'phot.mag;em.opt.V', 'x:mag', NULL, 'magnitude', true, true, -1);
SELECT sky.describe('sky_test.wide', 'c', principal => false, xtype => 'adql:REGION');
SELECT sky.describe_schema('sky_test', 'A test.', 'x:schema', 3);
SELECT * FROM tap_schema.schemas WHERE schema_name = 'sky_test';
SELECT * FROM tap_schema.tables WHERE table_name = 'sky_test.wide';
SELECT * FROM tap_schema.columns WHERE table_name = 'sky_test.wide' ORDER BY column_index LIMIT 4;
-- NULL leaves as it is, an empty text removes.
SELECT sky.describe('sky_test.wide', 'b', unit => '', ucd => 'phot.mag', description => '');
SELECT sky.describe('sky_test.wide', utype => '');
SELECT column_name, unit, ucd, utype, description FROM tap_schema.columns
WHERE table_name = 'sky_test.wide' AND column_name = 'b';
SELECT utype, description FROM tap_schema.tables WHERE table_name = 'sky_test.wide';

-- Keys: when both ends are published.
CREATE TABLE sky_test.target (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE sky_test.source (x int, "Y" int, FOREIGN KEY (x, "Y") REFERENCES sky_test.target);
COMMENT ON CONSTRAINT "source_x_Y_fkey" ON sky_test.source IS 'the target of a source';
SELECT sky.publish('sky_test.source');
SELECT * FROM tap_schema.keys WHERE from_table = 'sky_test.source';
SELECT sky.publish('sky_test.target');
SELECT * FROM tap_schema.keys WHERE from_table = 'sky_test.source';
SELECT * FROM tap_schema.key_columns WHERE key_id LIKE 'sky_test.%' ORDER BY 1, 2;

-- Unpublishing keeps what describes a table.
SELECT sky.unpublish('sky_test.wide');
SELECT count(*) FROM tap_schema.columns WHERE table_name = 'sky_test.wide';
SELECT sky.publish('sky_test.wide');
SELECT column_name, ucd FROM tap_schema.columns WHERE table_name = 'sky_test.wide' AND ucd IS NOT NULL ORDER BY 1;
SELECT * FROM sky.unpublish_schema('sky_test');
SELECT table_name FROM tap_schema.tables WHERE schema_name = 'sky_test';

SET client_min_messages = warning;
DROP SCHEMA sky_test CASCADE;
DROP FOREIGN DATA WRAPPER sky_test_wrapper CASCADE;
SELECT count(*) FROM sky.column_metadata WHERE NOT std OR std IS NULL;
