-- A catalogue with clumps, three indexes on the same heap: bench.u in no order, bench.c in
-- the order of q3c's cells.  -v rows=N; the same N makes the same rows.
CREATE EXTENSION IF NOT EXISTS pgsky;
CREATE EXTENSION IF NOT EXISTS q3c;
CREATE EXTENSION IF NOT EXISTS pg_sphere;
CREATE EXTENSION IF NOT EXISTS pg_prewarm;
CREATE SCHEMA bench;

-- A number of 0..1 from a row, and one of a normal distribution.
CREATE FUNCTION bench.draw(i bigint, seed int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (hashint8extended(i, seed) & ((1::bigint << 52) - 1))::float8 / (1::bigint << 52)::float8;
CREATE FUNCTION bench.normal(i bigint, seed int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN sqrt(-2 * ln(1 - bench.draw(i, seed))) * cos(2 * pi() * bench.draw(i, seed + 1));
-- The centre of one of 30 clumps.
CREATE FUNCTION bench.clump_ra(k bigint) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 360 * bench.draw(k, 7);
CREATE FUNCTION bench.clump_dec(k bigint) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN degrees(asin(2 * bench.draw(k, 8) - 1)) * 0.98;

CREATE UNLOGGED TABLE bench.u (id bigint, ra float8, dec float8, mag float8,
	p1 float8, p2 float8, p3 float8, p4 float8, p5 float8, p6 float8, pos spoint);
-- 50 of 60 evenly on the sky, 7 along a band of 3 degrees, 3 in the clumps.
INSERT INTO bench.u
SELECT i, ra, dec, 20 - 5 * sqrt(bench.draw(i, 9)), bench.draw(i, 10), bench.draw(i, 11), bench.draw(i, 12),
	bench.draw(i, 13), bench.draw(i, 14), bench.draw(i, 15), spoint(radians(ra), radians(dec))
FROM (
	SELECT i, 360 * bench.draw(i, 1) AS ra, degrees(asin(2 * bench.draw(i, 2) - 1)) AS dec
	FROM generate_series(1::bigint, :rows) i WHERE i % 60 < 50
	UNION ALL
	SELECT i, mod((degrees(atan2(0.46 * y - 0.89 * z, x)) + 360)::numeric, 360)::float8, degrees(asin((0.89 * y + 0.46 * z) / sqrt(x * x + (0.46 * y - 0.89 * z) ^ 2 + (0.89 * y + 0.46 * z) ^ 2)))
	FROM generate_series(1::bigint, :rows) i, LATERAL (SELECT 2 * pi() * bench.draw(i, 1) AS l, radians(3 * bench.normal(i, 3)) AS b) g,
		LATERAL (SELECT cos(b) * cos(l) AS x, cos(b) * sin(l) AS y, sin(b) AS z) v
	WHERE i % 60 BETWEEN 50 AND 56
	UNION ALL
	SELECT i, mod((ra + 720)::numeric, 360)::float8, greatest(-90, least(90, dec))
	FROM generate_series(1::bigint, :rows) i, LATERAL (SELECT 1 + i / 60 % 30 AS k) c,
		LATERAL (SELECT bench.clump_dec(k) + 0.3 * bench.normal(i, 3) AS dec,
			bench.clump_ra(k) + 0.3 * bench.normal(i, 5) / cos(radians(bench.clump_dec(k))) AS ra) v
	WHERE i % 60 > 56
) v ORDER BY hashint8extended(i, 99);
CREATE UNLOGGED TABLE bench.c (LIKE bench.u);
INSERT INTO bench.c SELECT * FROM bench.u ORDER BY q3c_ang2ipix(ra, dec);

-- How long each index takes to be made, and its size.
CREATE TABLE bench.build (method text, of text, seconds float8, bytes bigint);
DO $$
DECLARE
	began timestamptz;
	t text;
	m text;
	d text;
BEGIN
	FOREACH t IN ARRAY ARRAY['u', 'c'] LOOP
		FOR m, d IN VALUES ('sky', '(sky.key(ra, dec))'), ('q3c', '(q3c_ang2ipix(ra, dec))'), ('pgsphere', 'USING gist (pos)') LOOP
			began := clock_timestamp();
			EXECUTE format('CREATE INDEX %I ON bench.%I %s', t || '_' || m, t, d);
			INSERT INTO bench.build VALUES (m, t, extract(epoch FROM clock_timestamp() - began),
				pg_relation_size(format('bench.%I', t || '_' || m)));
		END LOOP;
	END LOOP;
END
$$;
-- pgsphere's index for nearest neighbours takes longest of all: not for many rows.
SELECT :rows <= 2000000 AS few \gset
\if :few
CREATE INDEX u_nearest ON bench.u USING gist (pos spoint3);
\endif
VACUUM (FREEZE, ANALYZE) bench.u;
VACUUM (FREEZE, ANALYZE) bench.c;

-- Places to probe with: near to rows of their own.
CREATE TABLE bench.probe AS SELECT id AS k, ra + 1e-5 AS ra, dec, spoint(radians(ra + 1e-5), radians(dec)) AS pos
	FROM bench.u WHERE abs(dec) < 80 LIMIT 10000;
VACUUM (FREEZE, ANALYZE) bench.probe;
CHECKPOINT;
