-- What the planner takes for joins by position of tables of all sizes, and filters on either side.
CREATE TABLE big AS SELECT i AS id, (360 * (i * 0.6180339887498949 % 1))::float8 AS ra, degrees(asin(2 * (i + 0.5) / 60000 - 1)) AS dec,
	(i * 0.7548776662466927 % 1 * 12)::float8 AS mag, repeat('x', 60) AS more FROM generate_series(0, 59999) i;
CREATE TABLE other AS SELECT id, ra + 0.0001 AS ra, dec, (12 - mag)::float8 AS mag, 0.0002::float8 AS err, more FROM big WHERE id % 3 = 0;
CREATE TABLE few AS SELECT * FROM other WHERE id % 3000 = 0;
CREATE TABLE one AS SELECT * FROM few LIMIT 1;
CREATE INDEX big_place ON big (sky.key(ra, dec));
CREATE INDEX other_place ON other (sky.key(ra, dec));
CREATE INDEX ON big (mag);
CREATE UNIQUE INDEX ON big (id);
VACUUM ANALYZE big, other, few, one;
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line !~ '^ *Sky Cond:' THEN
			RETURN NEXT line;
		END IF;
	END LOOP;
END
$$;
-- One row, twenty, twenty thousand: the large one is searched by its index, in either order of writing.
SELECT plan('SELECT * FROM one a JOIN big b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.001)');
SELECT plan('SELECT * FROM big b JOIN few a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.001');
SELECT plan('SELECT * FROM big b JOIN other a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.001');
SELECT plan('SELECT * FROM big b JOIN big a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.001 AND a.id < b.id');
-- The radius is known of the rows of one side only.
SELECT plan('SELECT * FROM big b JOIN other a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < a.err');
SELECT plan('SELECT * FROM big b JOIN other a ON sky.cone(a.ra, a.dec, b.ra, b.dec, b.mag / 10000)');
-- With a filter that leaves few rows of either, of both; a wide circle; none is a loop over all pairs.
SELECT plan('SELECT * FROM big b JOIN other a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.5 WHERE b.mag < 0.1');
SELECT plan('SELECT * FROM big b JOIN other a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.5 WHERE a.mag < 0.1');
SELECT plan('SELECT * FROM big b JOIN other a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 5 WHERE a.mag < 0.1 AND b.mag < 0.1');
SELECT plan('SELECT * FROM big b JOIN other a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.001 WHERE b.id = 42');
SELECT plan('SELECT * FROM big b LEFT JOIN other a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.5 WHERE b.mag < 0.1');
SELECT plan('SELECT count(*) FROM big b WHERE b.mag < 5 AND EXISTS (SELECT FROM other a WHERE sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.1)');
SELECT plan('SELECT count(*) FROM big b WHERE b.mag < 5 AND NOT EXISTS (SELECT FROM other a WHERE sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.1)');
-- The first rows are wanted soon.
SELECT plan('SELECT * FROM big b JOIN other a ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.001) LIMIT 3');
-- Three catalogues.
SELECT plan('SELECT * FROM few f JOIN other a ON sky.cone(a.ra, a.dec, f.ra, f.dec, 0.001) JOIN big b ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.001)');
-- In other units.
SELECT plan('SELECT * FROM big b JOIN other a ON 3600 * sky.distance(b.ra, b.dec, a.ra, a.dec) < 1');
SELECT plan('SELECT * FROM big b WHERE sky.distance(b.ra, b.dec, 10, 20) * 60 <= 5');
SELECT count(*) AS seconds, count(*) FILTER (WHERE near) AS degrees FROM (SELECT 3600 * sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.36 AS near FROM big b JOIN other a
	ON sky.cone(b.ra, b.dec, a.ra, a.dec, 0.01)) v WHERE near;
SELECT count(*) AS seconds FROM big b JOIN other a ON 3600 * sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.36;
SELECT count(*) AS minutes FROM big b WHERE 300 > sky.distance(b.ra, b.dec, 10, 20) * 60;
SELECT count(*) AS minutes FROM big b WHERE 300 > sky.distance(b.ra, b.dec, 10, 20) * 60 + 0;

-- Rows of a query's environment, as uploaded tables are, have no statistics but their number.
CREATE TABLE incoming (id int, ra float8, dec float8);
CREATE FUNCTION explain_incoming() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	line text;
	found int;
BEGIN
	FOR line IN EXPLAIN (COSTS OFF) SELECT * FROM incoming_rows a JOIN big b ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.001 LOOP
		RAISE NOTICE '%', line;
	END LOOP;
	SELECT count(*) INTO found FROM incoming_rows a JOIN big b ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.001;
	RAISE NOTICE 'found %', found;
	SELECT count(*) INTO found FROM big b LEFT JOIN incoming_rows a ON sky.distance(b.ra, b.dec, a.ra, a.dec) < 0.001 WHERE a.id IS NULL;
	RAISE NOTICE 'without %', found;
	RETURN NULL;
END
$$;
CREATE TRIGGER explained AFTER INSERT ON incoming REFERENCING NEW TABLE AS incoming_rows EXECUTE FUNCTION explain_incoming();
INSERT INTO incoming SELECT id, ra, dec FROM other WHERE id % 2 = 0;
INSERT INTO incoming SELECT id, ra, dec FROM other WHERE id = 42;

-- The nearest of another table: by LATERAL, by a subquery as a value; the same as of all pairs.
SELECT plan('SELECT a.id, n.id FROM few a, LATERAL (SELECT b.id FROM big b ORDER BY sky.distance(b.ra, b.dec, a.ra, a.dec) LIMIT 1) n');
SELECT plan('SELECT a.id, n.id FROM few a LEFT JOIN LATERAL (SELECT b.id FROM big b WHERE b.mag < 3 ORDER BY sky.distance(a.ra, a.dec, b.ra, b.dec) LIMIT 2) n ON true');
SELECT plan('SELECT a.id, (SELECT b.id FROM big b ORDER BY sky.distance(b.ra, b.dec, a.ra, a.dec) LIMIT 1) FROM few a');
SELECT count(*), count(*) FILTER (WHERE near = nearest) AS same FROM (
	SELECT a.id, (SELECT b.id FROM big b ORDER BY sky.distance(b.ra, b.dec, a.ra, a.dec) LIMIT 1) AS near,
		(SELECT b.id FROM big b ORDER BY sky.distance(b.ra, b.dec, a.ra, a.dec) + 0, b.id LIMIT 1) AS nearest FROM few a) v;
SELECT count(*), count(*) FILTER (WHERE near = nearest) AS same FROM (
	SELECT ARRAY(SELECT n.id FROM (SELECT b.id, sky.distance(a.ra, a.dec, b.ra, b.dec) AS d FROM big b WHERE b.mag < 3 ORDER BY d LIMIT 3) n ORDER BY d) AS near,
		ARRAY(SELECT b.id FROM big b WHERE b.mag < 3 ORDER BY sky.distance(a.ra, a.dec, b.ra, b.dec) + 0 LIMIT 3) AS nearest FROM few a) v;
DROP TABLE big, other, few, one, incoming;
DROP FUNCTION plan, explain_incoming;
