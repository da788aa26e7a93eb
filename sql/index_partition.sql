-- Tables in partitions by range of sky.key: where a query does not search, none is read.
SET max_parallel_workers_per_gather = 0;
CREATE TABLE sky_part (id int, ra float8, dec float8, mag real) PARTITION BY RANGE (sky.key(ra, dec));
-- One for each face of HEALPix, the last two divided again, and one for what has no place.
SELECT format('CREATE TABLE sky_part_%s PARTITION OF sky_part FOR VALUES FROM (%s) TO (%s)', f, f << 58, (f + 1) << 58)
	FROM generate_series(0::bigint, 9) f \gexec
SELECT format('CREATE TABLE sky_part_10 PARTITION OF sky_part FOR VALUES FROM (%s) TO (%s) PARTITION BY RANGE (sky.key(ra, dec))', 10::bigint << 58, 12::bigint << 58) \gexec
SELECT format('CREATE TABLE sky_part_10_%s PARTITION OF sky_part_10 FOR VALUES FROM (%s) TO (%s)', f, f << 57, (f + 1) << 57)
	FROM generate_series(20::bigint, 23) f \gexec
CREATE TABLE sky_part_none PARTITION OF sky_part DEFAULT;
INSERT INTO sky_part SELECT i, 360 * (i * 0.6180339887498949 % 1), degrees(asin(2 * (i + 0.5) / 20000 - 1)), 10 + i % 100 / 10.0
	FROM generate_series(0, 19999) i;
INSERT INTO sky_part VALUES (20000, NULL, 0, 1), (20001, 0, 91, 1), (20002, 'NaN', 0, 1);
CREATE INDEX ON sky_part (sky.key(ra, dec));
CREATE TABLE sky_whole AS SELECT * FROM sky_part;
VACUUM (FREEZE, ANALYZE) sky_part;
ANALYZE sky_whole;

-- Which partitions a query would read, and which it did look into.
CREATE FUNCTION planned(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	tables text[] := '{}';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		tables := tables || substring(line FROM ' on (sky_part\w*)');
	END LOOP;
	RETURN (SELECT string_agg(t, ' ' ORDER BY t) FROM unnest(tables) t);
END
$$;
CREATE FUNCTION searched(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	scan text;
	tables text[] := '{}';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query LOOP
		scan := coalesce(substring(line FROM 'Scan.* on (sky_part\w*)'), scan);
		IF line ~ 'Index Pages: [1-9]' THEN
			tables := tables || scan;
		END IF;
	END LOOP;
	RETURN (SELECT string_agg(t, ' ' ORDER BY t) FROM unnest(tables) t);
END
$$;
SELECT planned('SELECT id FROM sky_part WHERE sky.cone(ra, dec, 45, 40, 1)');
SELECT planned('SELECT id FROM sky_part WHERE sky.cone(ra, dec, 45, 0, 1)');
SELECT planned('SELECT id FROM sky_part WHERE sky.distance(ra, dec, 45, 90) < 0.1');
SELECT planned('SELECT id FROM sky_part WHERE sky.inside(ra, dec, sky.polygon(260, -40, 270, -40, 265, -30))');
SELECT planned('SELECT id FROM sky_part WHERE sky.cone(ra, dec, 45, 40, 1) OR sky.cone(ra, dec, 280, -45, 1)');
SELECT planned('SELECT id FROM sky_part WHERE sky.cone(ra, dec, 45, 40, 1) AND sky.cone(ra, dec, 280, -45, 1)');
SELECT planned('SELECT id FROM sky_part WHERE sky.cone(ra, dec, 45, 40, 1) OR id = 7');
SELECT planned('SELECT id FROM sky_part WHERE NOT sky.cone(ra, dec, 45, 40, 170)');
SELECT planned('SELECT id FROM sky_part WHERE sky.distance(ra, dec, 45, 40) <= ''NaN''');
SELECT planned('SELECT id FROM sky_part WHERE sky.cone(dec, ra, 45, 40, 1)');
SELECT planned('UPDATE sky_part SET mag = 0 WHERE sky.cone(ra, dec, 45, 40, 1)');
SELECT planned('DELETE FROM sky_part WHERE sky.cone(ra, dec, 45, 40, NULL)');
-- Read alone a partition is a table like any other.
SELECT planned('SELECT id FROM sky_part_7 WHERE sky.cone(ra, dec, 45, 40, 1)');
-- Where the shape is known later, the scans of the other partitions read nothing.
PREPARE near(float8, float8, float8) AS SELECT count(*), sum(id) FROM sky_part WHERE sky.cone(ra, dec, $1, $2, $3);
SET plan_cache_mode = force_generic_plan;
SELECT planned('EXECUTE near(45, 40, 1)');
SELECT searched('EXECUTE near(45, 40, 1)');
SELECT searched('EXECUTE near(45, 0, 3)');
SELECT searched('EXECUTE near(NULL, 0, 3)');
EXECUTE near(45, 0, 30);
RESET plan_cache_mode;
SET pgsky.enable_skymatch = off;
SELECT searched('SELECT w.id, p.id FROM sky_whole w JOIN sky_part p ON sky.cone(p.ra, p.dec, w.ra, w.dec, 1) WHERE w.id = 5000');
RESET pgsky.enable_skymatch;

-- As many rows as from a table without partitions.
SELECT count(*) FILTER (WHERE parts <> whole OR ids IS DISTINCT FROM all_ids) AS wrong, sum(parts) AS rows
FROM unnest(ARRAY[0, 45, 91, 200, 359.9]::float8[]) x, unnest(ARRAY[-90, -60, -41.8, 0, 30, 89.5]) y, unnest(ARRAY[0, 0.5, 5, 40, 130]::float8[]) r,
	LATERAL (SELECT count(*) AS parts, sum(id) AS ids FROM sky_part WHERE sky.cone(ra, dec, x, y, r)) p,
	LATERAL (SELECT count(*) AS whole, sum(id) AS all_ids FROM sky_whole WHERE sky.cone(ra, dec, x, y, r)) w;
SELECT count(*) FROM sky_part WHERE sky.distance(ra, dec, 45, 40) <= 'NaN';
DELETE FROM sky_part WHERE sky.cone(ra, dec, 45, 40, 5);
SELECT (SELECT count(*) FROM sky_whole) - (SELECT count(*) FROM sky_part) AS deleted, count(*) FROM sky_whole WHERE sky.cone(ra, dec, 45, 40, 5);
-- Attached and detached partitions are seen by plans that are kept.
SET plan_cache_mode = force_generic_plan;
ALTER TABLE sky_part DETACH PARTITION sky_part_0;
EXECUTE near(45, 40, 30);
SELECT format('ALTER TABLE sky_part ATTACH PARTITION sky_part_0 FOR VALUES FROM (%s) TO (%s)', 0, 1::bigint << 58) \gexec
EXECUTE near(45, 40, 30);
RESET plan_cache_mode;
DROP FUNCTION planned, searched;
DROP TABLE sky_part, sky_whole;
