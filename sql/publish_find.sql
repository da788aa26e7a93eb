-- Which published table a name means: plain names in any case, delimited ones exactly.
SET client_min_messages = warning;
CREATE SCHEMA sky_test;
CREATE SCHEMA "Sky_Test2";
CREATE TABLE sky_test.star (id int);
CREATE TABLE sky_test."Big Star" (id int);
CREATE TABLE sky_test."Mixed" (id int);
CREATE TABLE sky_test.mixed (id int);
CREATE TABLE sky_test."Upper" (id int);
CREATE TABLE "Sky_Test2".star (id int);
CREATE TABLE "Sky_Test2".only (id int);
CREATE TABLE sky_test."UPPER" (id int);
SELECT count(*) FROM sky.publish_schema('sky_test');
SELECT count(*) FROM sky.publish_schema('Sky_Test2');
SELECT n AS name, sky.find_table(n)
FROM unnest(ARRAY[
	'sky_test.star', 'SKY_TEST.STAR', 'Sky_Test."star"', '"sky_test".star', '"Sky_Test".star',
	'sky_test."Star"', 'sky_test."Big Star"', 'sky_test."big star"', '"Big Star"',
	'sky_test.mixed', 'sky_test.MIXED', 'sky_test."Mixed"', 'sky_test."MIXED"',
	'sky_test2.star', '"Sky_Test2".star', 'only', 'ONLY', '"only"', '"Only"',
	'sky_test."Upper"', 'sky_test."UPPER"', 'sky_test.nothing', 'nothing', 'nothing.star',
	'TAP_SCHEMA.columns', 'tap_schema."columns"', 'pg_catalog.pg_class', 'sky.table_metadata'
]) WITH ORDINALITY AS names (n, i) ORDER BY i;
\set VERBOSITY default
SELECT sky.find_table('star');
SELECT sky.find_table('"star"');
SELECT sky.find_table('sky_test.upper');
-- What the caller may not select from does not make a name ambiguous.
REVOKE SELECT ON sky_test.star FROM sky_anon;
SET ROLE sky_anon;
SELECT sky.find_table('star');
RESET ROLE;
-- Within a transaction a look-up sees what the transaction has done, and not what it undid.
BEGIN;
SELECT sky.unpublish('sky_test.star');
SELECT sky.find_table('sky_test.star');
SAVEPOINT s;
DROP TABLE "Sky_Test2".star;
SELECT sky.find_table('star');
ROLLBACK TO s;
SELECT sky.find_table('star');
ROLLBACK;
SELECT sky.find_table('sky_test.star');
-- A name without a schema means the table of public, if there is one.
CREATE TABLE public.star (id int);
CREATE TABLE public."Mixed" (id int);
SELECT sky.publish('public.star');
SELECT sky.publish('public."Mixed"');
SELECT n AS name, sky.find_table(n) FROM unnest(ARRAY['star', 'STAR', 'Mixed', '"Mixed"', 'sky_test2.star']) AS names (n);
CREATE TABLE public."MIXED" (id int);
CREATE TABLE sky_test."Two" (id int);
CREATE TABLE public."Two" (id int);
CREATE TABLE public."TWO" (id int);
SELECT sky.publish(t) FROM unnest(ARRAY['public."MIXED"', 'sky_test."Two"', 'public."Two"', 'public."TWO"']::regclass[]) AS t;
SELECT sky.find_table('"MIXED"');
SELECT sky.find_table('miXed');
SELECT sky.find_table('two');
DROP TABLE public.star, public."Mixed", public."MIXED", public."Two", public."TWO";
DROP SCHEMA sky_test, "Sky_Test2" CASCADE;
