-- What is published follows its relation: nothing stale is ever shown.
SET client_min_messages = warning;
CREATE SCHEMA sky_test;
CREATE TABLE sky_test.t (id int PRIMARY KEY, a float8, b text, c int);
SELECT sky.publish('sky_test.t');
SELECT sky.describe('sky_test.t', 'a', unit => 'm', description => 'a length');
CREATE VIEW pg_temp.shown AS
SELECT table_name, column_name, datatype, arraysize, unit, description, indexed, column_index
FROM tap_schema.columns WHERE table_name LIKE 'sky!_%' ESCAPE '!';
SELECT * FROM pg_temp.shown ORDER BY column_index;

-- Renamed columns, tables and schemas.
ALTER TABLE sky_test.t RENAME a TO length;
ALTER TABLE sky_test.t RENAME TO "T2";
SELECT * FROM pg_temp.shown ORDER BY column_index;
SELECT sky.find_table('sky_test."T2"'), sky.find_table('sky_test.t2'), sky.find_table('sky_test.t');
SELECT sky.describe_schema('sky_test', schema_index => 9);
ALTER SCHEMA sky_test RENAME TO sky_other;
SELECT schema_name, schema_index FROM tap_schema.schemas WHERE schema_name LIKE 'sky%';
SELECT sky.find_table('sky_other."T2"'), sky.find_table('sky_test."T2"');
ALTER TABLE sky_other."T2" SET SCHEMA public;
SELECT DISTINCT table_name FROM tap_schema.columns WHERE table_name LIKE '%T2%';
ALTER TABLE "T2" SET SCHEMA sky_other;
ALTER SCHEMA sky_other RENAME TO sky_test;
ALTER TABLE sky_test."T2" RENAME TO t;

-- Names that change places keep their meaning.
ALTER TABLE sky_test.t RENAME length TO x;
ALTER TABLE sky_test.t RENAME c TO length;
ALTER TABLE sky_test.t RENAME x TO c;
SELECT column_name, unit FROM pg_temp.shown WHERE unit IS NOT NULL;
SELECT column_name, attnum FROM sky.column_metadata WHERE relid = 'sky_test.t'::regclass ORDER BY 2;

-- A rename reaches the tables that inherit the column.
CREATE TABLE sky_test.child (more int) INHERITS (sky_test.t);
CREATE TABLE sky_test.grandchild () INHERITS (sky_test.child);
SELECT sky.describe('sky_test.grandchild', 'length', unit => 'pc');
ALTER TABLE sky_test.t RENAME length TO size_pc;
SELECT relid, column_name, unit FROM sky.column_metadata WHERE unit = 'pc';
ALTER TABLE sky_test.t RENAME size_pc TO length;
DROP TABLE sky_test.child CASCADE;

-- Dropped columns go, new ones come when the table is published again.
ALTER TABLE sky_test.t DROP COLUMN b, ADD COLUMN d int2;
SELECT column_name FROM pg_temp.shown ORDER BY column_index;
SELECT sky.publish('sky_test.t');
SELECT column_name FROM pg_temp.shown ORDER BY column_index;
SELECT column_name FROM sky.column_metadata WHERE relid = 'sky_test.t'::regclass ORDER BY attnum;

-- Changed types show at once; one that TAP cannot carry hides its column.
ALTER TABLE sky_test.t ALTER d TYPE varchar(5);
SELECT column_name, datatype, arraysize FROM pg_temp.shown WHERE column_name = 'd';
ALTER TABLE sky_test.t ALTER d TYPE int4range USING NULL;
SELECT column_name, datatype, arraysize FROM pg_temp.shown WHERE column_name = 'd';
ALTER TABLE sky_test.t ALTER d TYPE text;
SELECT column_name, datatype, arraysize FROM pg_temp.shown WHERE column_name = 'd';
CREATE INDEX d_index ON sky_test.t (d);
COMMENT ON COLUMN sky_test.t.d IS 'now indexed';
SELECT column_name, indexed, description FROM pg_temp.shown WHERE column_name = 'd';

-- A table that becomes a partition is shown by its parent alone.
CREATE TABLE sky_test.parent (LIKE sky_test.t INCLUDING ALL) PARTITION BY LIST (id);
ALTER TABLE sky_test.parent ATTACH PARTITION sky_test.t DEFAULT;
SELECT count(*) FROM pg_temp.shown;
SELECT sky.find_table('sky_test.t');
ALTER TABLE sky_test.parent DETACH PARTITION sky_test.t;
SELECT sky.find_table('sky_test.t');

-- A replaced view keeps its records; a dropped relation leaves none.
CREATE VIEW sky_test.v AS SELECT id, c FROM sky_test.t;
SELECT sky.publish('sky_test.v');
CREATE OR REPLACE VIEW sky_test.v AS SELECT id, c, length FROM sky_test.t;
ALTER VIEW sky_test.v RENAME c TO width;
SELECT column_name FROM tap_schema.columns WHERE table_name = 'sky_test.v' ORDER BY column_index;
BEGIN;
DROP TABLE sky_test.t CASCADE;
SELECT count(*) FROM sky.column_metadata WHERE std IS NULL;
ROLLBACK;
SELECT sky.find_table('sky_test.v'), sky.find_table('sky_test.t');
DROP TABLE sky_test.t CASCADE;
SELECT sky.find_table('sky_test.v'), sky.find_table('sky_test.t');
SELECT count(*) FROM sky.table_metadata WHERE relid::text NOT LIKE 'tap_schema.%';
SELECT count(*) FROM sky.column_metadata WHERE std IS NULL;
DROP SCHEMA sky_test CASCADE;
SELECT count(*) FROM sky.schema_metadata;
