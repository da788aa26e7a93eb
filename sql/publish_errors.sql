-- What cannot be published says why and what to do.
\set VERBOSITY default
CREATE SCHEMA sky_test;
CREATE TYPE sky_test.pair AS (a int, b int);
CREATE TABLE sky_test.odd (id int, span tstzrange, words tsvector, two sky_test.pair, names text[]);
CREATE INDEX odd_id ON sky_test.odd (id);
CREATE SEQUENCE sky_test.seq;
CREATE TABLE sky_test.nothing ();
CREATE TABLE sky_test.parted (id int) PARTITION BY RANGE (id);
CREATE TABLE sky_test.part1 PARTITION OF sky_test.parted FOR VALUES FROM (0) TO (10);
CREATE TEMP TABLE passing (id int);

SELECT sky.publish('sky_test.nix');
SELECT sky.publish('nix.nix');
SELECT sky.publish('sky_test.odd');
SELECT sky.publish('sky_test.odd_id');
SELECT sky.publish('sky_test.seq');
SELECT sky.publish('sky_test.pair');
SELECT sky.publish('sky_test.nothing');
SELECT sky.publish('sky_test.part1');
SELECT sky.publish('passing');
SELECT sky.publish('pg_class');
SELECT sky.publish('information_schema.tables');
SELECT sky.publish('sky.table_metadata');
SELECT sky.publish('tap_schema.tables');
SELECT sky.unpublish('tap_schema.tables');
SELECT sky.unpublish('sky_test.odd');
SELECT sky.publish_schema('nix');
SELECT sky.publish_schema('sky_test');
SELECT sky.publish(NULL);
-- A relation that was dropped meanwhile.
SELECT sky.publish(1::oid);

SELECT sky.describe(NULL);
SELECT sky.describe('sky_test.odd', 'nix');
SELECT sky.describe('sky_test.odd', 'ctid', unit => 's');
SELECT sky.describe('sky_test.odd', unit => 's');
SELECT sky.describe('sky_test.odd', column_index => 1);
SELECT sky.describe('sky_test.odd', 'id', table_index => 1);
SELECT sky.describe('sky_test.odd', 'id', unit => E'm\n');
SELECT sky.describe('sky_test.odd', 'id', ucd => 'größe');
SELECT sky.describe('sky_test.odd', 'id', utype => repeat('x', 1025));
SELECT sky.describe('sky_test.seq', description => 'x');
SELECT sky.describe_schema('nix');
SELECT sky.describe_schema(NULL);

SELECT sky.find_table('');
SELECT sky.find_table('a.b.c');
SELECT sky.find_table('"a');
SELECT sky.find_table('"a"b');
SELECT sky.find_table('a.');
SELECT sky.find_table('""');
SELECT sky.find_table(repeat('x', 100));
SELECT sky.metadata_changed();
SELECT sky.follow_ddl();
SET client_min_messages = warning;
DROP SCHEMA sky_test CASCADE;
