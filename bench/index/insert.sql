-- What an index costs those who insert: bench.run_inserts(turns), 200,000 rows each time
-- into a table of its own for each method, of a million rows at first.
SELECT to_regclass('bench.into_sky') IS NULL AS make \gset
\if :make
DO $$
DECLARE
	m text;
	d text;
BEGIN
	FOR m, d IN VALUES ('none', NULL), ('sky', '(sky.key(ra, dec))'), ('q3c', '(q3c_ang2ipix(ra, dec))'), ('pgsphere', 'USING gist (pos)') LOOP
		EXECUTE format('CREATE UNLOGGED TABLE bench.%I AS SELECT id, ra, dec, pos FROM bench.u LIMIT 1000000', 'into_' || m);
		IF d IS NOT NULL THEN
			EXECUTE format('CREATE INDEX ON bench.%I %s', 'into_' || m, d);
		END IF;
	END LOOP;
END
$$;
\endif

CREATE TABLE IF NOT EXISTS bench.insert_figure (method text, us float8);
CREATE OR REPLACE PROCEDURE bench.run_inserts(turns int) LANGUAGE plpgsql AS $$
DECLARE
	m text;
	began float8;
BEGIN
	CREATE TEMP TABLE fresh AS SELECT id, 360 * bench.draw(id, 61) AS ra, degrees(asin(2 * bench.draw(id, 62) - 1)) AS dec,
		spoint(2 * pi() * bench.draw(id, 61), asin(2 * bench.draw(id, 62) - 1)) AS pos FROM generate_series(1::bigint, 200000) id;
	FOR turn IN 0 .. turns LOOP
		FOREACH m IN ARRAY ARRAY['none', 'sky', 'q3c', 'pgsphere'] LOOP
			began := bench.cpu();
			EXECUTE format('INSERT INTO bench.%I SELECT * FROM fresh', 'into_' || m);
			IF turn > 0 THEN
				INSERT INTO bench.insert_figure VALUES (m, (bench.cpu() - began) * 1000 / 200000);
			END IF;
			COMMIT;
		END LOOP;
	END LOOP;
	DROP TABLE fresh;
END
$$;
CREATE OR REPLACE VIEW bench.insert_report AS
SELECT method, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY us)::numeric, 2) AS us FROM bench.insert_figure GROUP BY method ORDER BY us;
