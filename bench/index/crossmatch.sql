-- Crossmatch of a twelfth of the rows, moved by a quarter of a second of arc, with all of
-- them: bench.run_crossmatch(turns).  The smaller table is in the order of q3c's cells,
-- which is the best case of q3c and pgsphere; "scattered" has it in no order.
SELECT to_regclass('bench.source') IS NULL AS make \gset
\if :make
CREATE UNLOGGED TABLE bench.source AS
SELECT id, ra, dec, mag, spoint(radians(ra), radians(dec)) AS pos FROM (
	SELECT id, ra + 0.25 / 3600 * bench.normal(id, 40) / cos(radians(dec)) AS ra, dec + 0.25 / 3600 * bench.normal(id, 42) AS dec, mag
	FROM bench.c WHERE abs(dec) < 89 AND bench.draw(id, 44) < 1 / 12.0
) v ORDER BY q3c_ang2ipix(ra, dec);
CREATE UNLOGGED TABLE bench.scattered AS SELECT * FROM bench.source ORDER BY bench.draw(id, 45);
-- As somebody uploads it.
CREATE UNLOGGED TABLE bench.upload AS SELECT * FROM bench.scattered LIMIT 10000;
VACUUM (FREEZE, ANALYZE) bench.source;
VACUUM (FREEZE, ANALYZE) bench.scattered;
VACUUM (FREEZE, ANALYZE) bench.upload;
\endif

CREATE TABLE IF NOT EXISTS bench.crossmatch_figure (source text, heap text, what text, method text, ms float8, total float8);
CREATE OR REPLACE PROCEDURE bench.run_crossmatch(turns int, like_source text DEFAULT '%') LANGUAGE plpgsql AS $$
DECLARE
	source text;
	heap text;
	what text;
	method text;
	close text;
	total float8;
	began float8;
BEGIN
	-- The first turn warms up.
	FOR turn IN 0 .. turns LOOP
		FOR source, heap, what, method, close IN
			SELECT s, h, w, m, c FROM unnest(ARRAY['source', 'scattered', 'upload']) s, unnest(ARRAY['c', 'u']) h,
				unnest(ARRAY['sum(s.mag + t.p6)', 'count(*)']) w,
				(VALUES (1, 'sky', 'sky.cone(t.ra, t.dec, s.ra, s.dec, 1 / 3600.0)'), (2, 'q3c', 'q3c_join(s.ra, s.dec, t.ra, t.dec, 1 / 3600.0)'),
					(3, 'pgsphere', 't.pos <@ scircle(s.pos, radians(1 / 3600.0))')) v(i, m, c)
			WHERE s LIKE like_source AND (w LIKE 'sum%' OR (m = 'sky' AND s = 'source')) AND (s <> 'scattered' OR m = 'sky') ORDER BY s, h, w, i
		LOOP
			began := bench.cpu();
			EXECUTE format('SELECT %s FROM bench.%I s JOIN bench.%I t ON %s', what, source, heap, close) INTO total;
			IF turn > 0 THEN
				INSERT INTO bench.crossmatch_figure VALUES (source, heap, what, method, bench.cpu() - began, total);
			END IF;
			COMMIT;
		END LOOP;
	END LOOP;
END
$$;
CREATE OR REPLACE VIEW bench.crossmatch_report AS
SELECT source, heap, what, sky, q3c, pgsphere, round(q3c / sky, 2) AS "q3c/sky", round(pgsphere / sky, 2) AS "pgsphere/sky", same FROM (
	SELECT source, heap, what, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE method = 'sky')::numeric, 1) AS sky,
		round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE method = 'q3c')::numeric, 1) AS q3c,
		round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE method = 'pgsphere')::numeric, 1) AS pgsphere,
		max(total) - min(total) <= 1e-9 * max(total) AS same
	FROM bench.crossmatch_figure GROUP BY 1, 2, 3) v ORDER BY what DESC, source, heap;
