-- Indexes on shapes are read a page at a time: while they grow, with rows that are dead,
-- in parts, again and again.
CREATE TABLE tile (id int, area sky.box, part sky.circle);
CREATE FUNCTION fill(first int, last int) RETURNS void LANGUAGE sql AS $$
	INSERT INTO tile SELECT i, sky.box(i % 100, i % 61 - 30, 0.5, 0.5), CASE WHEN i % 5 > 0 THEN sky.circle(i % 100, i % 61 - 30, 0.2) END
		FROM generate_series(first, last) i
$$;
SELECT fill(0, 5999);
CREATE INDEX tile_area ON tile USING gist (area);
CREATE INDEX tile_part ON tile USING gist (part);
VACUUM ANALYZE tile;
SET enable_seqscan = off;
SET enable_bitmapscan = off;

-- Pages that were split since their parent was read: nothing is lost, nothing comes twice.
BEGIN;
DECLARE tiles CURSOR FOR SELECT id FROM tile WHERE sky.intersects(area, '0 -40 100 -40 100 40 0 40'::sky.polygon);
CREATE TEMP TABLE seen (id int);
EXPLAIN (COSTS OFF) SELECT id FROM tile WHERE sky.intersects(area, '0 -40 100 -40 100 40 0 40'::sky.polygon);
CREATE PROCEDURE see(rows int) LANGUAGE plpgsql AS $$
DECLARE
	tiles refcursor := 'tiles';
	next int;
BEGIN
	FOR i IN 1..rows LOOP
		FETCH tiles INTO next;
		EXIT WHEN next IS NULL;
		INSERT INTO seen VALUES (next);
	END LOOP;
END
$$;
CALL see(10);
SELECT fill(6000, 17999);
CALL see(1000);
SELECT fill(18000, 24999);
CALL see(10000);
CLOSE tiles;
SELECT count(*) AS seen, count(DISTINCT id) AS different, max(id) AS last FROM seen;
COMMIT;
SELECT count(*) AS all_tiles FROM tile WHERE sky.intersects(area, '0 -40 100 -40 100 40 0 40'::sky.polygon);

-- Dead rows are marked by the first search that meets them.
DELETE FROM tile WHERE id % 4 > 0;
SELECT turn, count(*) FROM generate_series(1, 3) turn, LATERAL (SELECT id FROM tile WHERE sky.intersects(area, sky.circle(50, turn / 1e9, 20))) t GROUP BY turn;
DROP TABLE seen;
VACUUM tile;
SELECT count(*) FROM tile WHERE sky.intersects(area, '50 0 20'::sky.circle);
SELECT fill(50000, 52999);
SELECT count(*) FROM tile WHERE sky.intersects(area, '50 0 20'::sky.circle);
SET enable_bitmapscan = on;
SET enable_indexscan = off;
SELECT count(*) FROM tile WHERE sky.intersects(area, '50 0 20'::sky.circle);
SELECT count(*) FROM tile WHERE sky.intersects(area, '50 0 20'::sky.circle) AND sky.intersects(part, '50 0 10'::sky.circle);
SET enable_seqscan = on;
SET enable_bitmapscan = off;
SELECT count(*) FROM tile WHERE sky.intersects(area, '50 0 20'::sky.circle);
SELECT count(*) FROM tile WHERE sky.intersects(area, '50 0 20'::sky.circle) AND sky.intersects(part, '50 0 10'::sky.circle);
SET enable_seqscan = off;
SET enable_indexscan = on;

-- A search that ends early and begins again for another place; no shape at all.
CREATE TABLE place AS SELECT i AS id, i % 100 + 0.1 AS lon, i % 61 - 30.1 AS lat FROM generate_series(0, 299) i;
EXPLAIN (COSTS OFF) SELECT * FROM place p, LATERAL (SELECT id FROM tile WHERE sky.inside(p.lon, p.lat, area) LIMIT 2) t;
SELECT count(*), count(DISTINCT p.id) FROM place p, LATERAL (SELECT id FROM tile WHERE sky.inside(p.lon, p.lat, area) LIMIT 2) t;
SELECT count(*) FROM place p, LATERAL (SELECT id FROM tile WHERE sky.inside(p.lon, p.lat, area)) t;
SET enable_seqscan = on;
SET enable_indexscan = off;
SELECT count(*) FROM place p, LATERAL (SELECT id FROM tile WHERE sky.inside(p.lon, p.lat, area)) t;
SET enable_seqscan = off;
SET enable_indexscan = on;
EXPLAIN (COSTS OFF) SELECT count(*) FROM tile WHERE part IS NULL AND id < 100;
SELECT count(*) FROM tile WHERE part IS NULL AND id < 100;
SELECT count(*) FROM tile WHERE part IS NOT NULL AND sky.intersects(part, '50 0 20'::sky.circle);
SELECT count(*) FROM tile WHERE sky.intersects(part, NULL::sky.circle);
-- Both conditions in one index; what else an index has beside the shape.
SELECT count(*) FROM tile WHERE sky.intersects(area, '50 0 5'::sky.circle) AND sky.intersects(area, '52 0 5'::sky.circle);
DROP INDEX tile_area, tile_part;
CREATE INDEX ON tile USING gist (area, part);
SELECT count(*) FROM tile WHERE sky.intersects(area, '50 0 20'::sky.circle) AND sky.intersects(part, '50 0 10'::sky.circle);
DROP TABLE tile, place;
DROP FUNCTION fill;
DROP PROCEDURE see;
