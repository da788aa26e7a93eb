-- sky.crossmatch: pairs of rows of two relations by name.
\set SHOW_CONTEXT never
CREATE TABLE mine (id int, ra float8, dec float8, plx float8, pmra float8, pmdec float8);
CREATE TABLE "Their stars" (id int, "RA" float8, dec float8, pos sky.point);
-- Each of mine has moved for 25 years; theirs are as they were then, each with a neighbour farther off.
INSERT INTO mine SELECT i, (360 * (i * 0.6180339887498949 % 1))::float8, degrees(asin(2 * (i + 0.5) / 500 - 1)), 10, 1000, CASE WHEN i % 2 = 0 THEN -800 END
	FROM generate_series(0, 499) i;
INSERT INTO mine VALUES (1000, NULL, 1, 1, 1, 1), (1001, 'NaN', 1, 1, 1, 1), (1002, 1, 91, 1, 1, 1);
INSERT INTO "Their stars" SELECT 10 * id + k, sky.coord1(at), sky.coord2(at) + 0.002 * k / (90 - abs(sky.coord2(at)))
	FROM (SELECT id, sky.epoch_prop_pos(ra, dec, plx, pmra, pmdec, NULL, 1991, 2016) AS at FROM mine WHERE id < 500) v, generate_series(0, 1) k;
UPDATE "Their stars" SET pos = sky.point("RA", dec);
CREATE INDEX ON "Their stars" (sky.key("RA", dec));
ANALYZE mine, "Their stars";

-- What is known of a relation.
SELECT sky.star_columns('mine'), sky.star_columns('"Their stars"');
SELECT * FROM sky.crossmatch(NULL::mine, NULL::"Their stars", 0.001);
SELECT sky.describe('mine', 'ra', 'deg', 'pos.eq.ra;meta.main'), sky.describe('mine', 'dec', 'deg', 'pos.eq.dec;meta.main');
SELECT count(*) AS pairs FROM sky.crossmatch(NULL::mine, NULL::"Their stars", 0.001);
SELECT * FROM sky.crossmatch(NULL::mine, NULL::"Their stars", 0.001, first_epoch => 1991, second_epoch => 2016);
SELECT sky.describe('mine', 'pmra', 'mas/yr', 'pos.pm;pos.eq.ra'), sky.describe('mine', 'pmdec', 'mas/yr', 'pos.pm;pos.eq.dec'),
	sky.describe('mine', 'plx', 'mas', 'pos.parallax');
SELECT sky.star_columns('mine');

-- All pairs, and the nearest alone; moved, and as they are.
SELECT count(*) AS pairs, count(DISTINCT (a).id) AS mine, count(*) FILTER (WHERE (b).id / 10 = (a).id) AS own,
	count(*) FILTER (WHERE distance < 1e-9) AS exact, bool_and(distance = sky.distance((a).ra, (a).dec, (b)."RA", (b).dec)) AS as_they_are
	FROM sky.crossmatch(NULL::mine, NULL::"Their stars", 0.003, first_epoch => 1991, second_epoch => 2016);
SELECT count(*) AS pairs, count(*) FILTER (WHERE (b).id = 10 * (a).id) AS own, count(*) FILTER (WHERE distance < 1e-9) AS exact
	FROM sky.crossmatch(NULL::mine, NULL::"Their stars", 0.003, true, 1991, 2016);
SELECT count(*) AS pairs, bool_and(distance = sky.distance((a).ra, (a).dec, (b)."RA", (b).dec)) AS as_they_are
	FROM sky.crossmatch(NULL::mine, NULL::"Their stars", 0.01);
-- The same as the join by hand.
SELECT count(*) AS pairs FROM mine a JOIN "Their stars" b ON sky.distance(b."RA", b.dec, a.ra, a.dec) <= 0.01;
SELECT count(*) AS same FROM (
	SELECT DISTINCT ON (a.id) a.id, b.id AS other FROM mine a, "Their stars" b WHERE sky.distance(b."RA", b.dec, a.ra, a.dec) <= 0.01
		ORDER BY a.id, sky.distance(b."RA", b.dec, a.ra, a.dec)) v
	JOIN sky.crossmatch(NULL::mine, NULL::"Their stars", 0.01, nearest => true) m ON (m.a).id = v.id AND (m.b).id = v.other;
SELECT (a).id, (b).*, round(distance::numeric, 6) AS distance FROM sky.crossmatch(NULL::mine, NULL::"Their stars", 0.01) WHERE (a).id = 7 ORDER BY distance;
-- With an index on points, and of a view.
DROP INDEX "Their stars_key_idx";
CREATE INDEX ON "Their stars" (sky.key(pos));
CREATE VIEW fast AS SELECT * FROM mine WHERE pmdec IS NOT NULL;
SELECT sky.star_columns('"Their stars"'), sky.star_columns('fast');
SELECT count(*) AS pairs FROM sky.crossmatch(NULL::mine, NULL::"Their stars", 0.01);
SELECT sky.describe('fast', 'ra', 'deg', 'pos.eq.ra'), sky.describe('fast', 'dec', 'deg', 'pos.eq.dec');
SELECT count(*) AS pairs FROM sky.crossmatch(NULL::fast, NULL::"Their stars", 0.01);
SELECT count(*) AS pairs FROM sky.crossmatch(NULL::"Their stars", NULL::"Their stars", 1e-7);

-- What cannot be done.
SELECT * FROM sky.crossmatch(1, NULL::mine, 1);
SELECT * FROM sky.crossmatch(NULL::mine, NULL::mine, -1);
SELECT * FROM sky.crossmatch(NULL::mine, NULL::mine, NULL);
SELECT * FROM sky.crossmatch(NULL::mine, NULL::mine, 1, first_epoch => 2000);
-- It reads with the rights of the caller.
CREATE ROLE crossmatch_caller;
SET ROLE crossmatch_caller;
SELECT * FROM sky.crossmatch(NULL::mine, NULL::mine, 1);
RESET ROLE;
DROP ROLE crossmatch_caller;
DROP VIEW fast;
DROP TABLE mine, "Their stars";
