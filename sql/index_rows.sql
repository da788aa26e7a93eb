-- Rows are fetched as the snapshot sees them, from pages that all can see and from others.
SET max_parallel_workers_per_gather = 0;
CREATE TABLE star (id int, ra float8, dec float8, mag int) WITH (fillfactor = 60, autovacuum_enabled = off);
INSERT INTO star SELECT i, 10 + i % 97 / 97.0, 20 + i % 89 / 89.0, 0 FROM generate_series(1, 5000) i;
CREATE INDEX star_sky ON star (sky.key(ra, dec));
VACUUM (FREEZE, ANALYZE) star;
-- What the index finds, beside what is found without it.
CREATE FUNCTION same(OUT rows bigint, OUT mags bigint, OUT same boolean) LANGUAGE plpgsql AS $$
DECLARE
	ids bigint;
	other record;
BEGIN
	SET LOCAL enable_seqscan = off;
	SELECT count(id), sum(mag), sum(id) INTO rows, mags, ids FROM star WHERE sky.cone(ra, dec, 10.5, 20.5, 0.6);
	SET LOCAL enable_seqscan = on;
	SET LOCAL pgsky.enable_skyscan = off;
	SELECT count(id) AS rows, sum(mag) AS mags, sum(id) AS ids INTO other FROM star WHERE sky.cone(ra, dec, 10.5, 20.5, 0.6);
	RESET pgsky.enable_skyscan;
	same := (rows, mags, ids) IS NOT DISTINCT FROM (other.rows, other.mags, other.ids);
END
$$;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT sum(mag) FROM star WHERE sky.cone(ra, dec, 10.5, 20.5, 0.6);
RESET enable_seqscan;
SELECT * FROM same();
-- New versions on their pages: pages that not all can see, then line pointers that lead on.
UPDATE star SET mag = 1 WHERE id % 3 = 0;
SELECT * FROM same();
VACUUM star;
SELECT all_visible FROM pg_class, LATERAL (SELECT relallvisible = relpages AS all_visible) v WHERE oid = 'star'::regclass;
SELECT * FROM same();
-- Gone rows, and others where they were.
DELETE FROM star WHERE id % 5 = 0;
SELECT * FROM same();
VACUUM star;
SELECT * FROM same();
INSERT INTO star SELECT i, 10 + i % 97 / 97.0, 20 + i % 89 / 89.0, 2 FROM generate_series(5001, 6000) i;
SELECT * FROM same();
VACUUM star;
SELECT * FROM same();
-- Within a transaction that changes them, and where all is locked that is read.
BEGIN;
UPDATE star SET mag = 3 WHERE id % 7 = 0;
SELECT * FROM same();
ROLLBACK;
SELECT * FROM same();
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT * FROM same();
COMMIT;
DROP FUNCTION same;
DROP TABLE star;
