-- Backend CPU of each search by each method, one after the other in turn: bench.run(rounds).

\o /dev/null
SELECT pg_prewarm(c.oid) FROM pg_class c WHERE relnamespace = 'bench'::regnamespace AND relkind IN ('r', 'i');
\o

-- CPU time of this backend so far [ms].
CREATE OR REPLACE FUNCTION bench.cpu() RETURNS float8 LANGUAGE sql VOLATILE
	RETURN split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::float8 / 1e6;

DROP TABLE IF EXISTS bench.place, bench.search CASCADE;
-- Where is searched: evenly, and every fifth place in a clump.
CREATE TABLE bench.place AS
SELECT k, CASE WHEN k % 5 = 0 THEN bench.clump_ra(k % 30 + 1) ELSE 360 * bench.draw(k, 21) END AS ra,
	CASE WHEN k % 5 = 0 THEN bench.clump_dec(k % 30 + 1) ELSE degrees(asin(2 * bench.draw(k, 22) - 1)) END AS dec
FROM generate_series(1::bigint, 200) k;

-- A polygon round a place, its vertices by turns near and far, as "lon lat, lon lat".
CREATE OR REPLACE FUNCTION bench.vertices(lon float8, lat float8, size float8, vertices int) RETURNS float8[] LANGUAGE sql STABLE AS $$
	SELECT array_agg(x ORDER BY j, o) FROM generate_series(0, vertices - 1) j,
		LATERAL (SELECT size * CASE WHEN vertices > 4 AND j % 2 = 1 THEN 0.6 ELSE 1 END AS r, 2 * pi() * (j + 0.1) / vertices AS a) v,
		LATERAL (SELECT asin(sin(radians(lat)) * cos(radians(r)) + cos(radians(lat)) * sin(radians(r)) * cos(a)) AS d) w,
		LATERAL (VALUES (0, lon + degrees(atan2(sin(a) * sin(radians(r)) * cos(radians(lat)), cos(radians(r)) - sin(radians(lat)) * sin(d)))),
			(1, degrees(d))) p(o, x)
$$;

-- What is searched for: how many places at a time, and the condition of each method.
CREATE TABLE bench.search (name text PRIMARY KEY, size float8, vertices int, places int);
INSERT INTO bench.search VALUES ('cone 1"', 1 / 3600.0, 0, 200), ('cone 1''', 1 / 60.0, 0, 200), ('cone 0.1°', 0.1, 0, 200),
	('cone 1°', 1, 0, 40), ('cone 10°', 10, 0, 5), ('polygon 4, 0.1°', 0.1, 4, 200), ('polygon 4, 1°', 1, 4, 40),
	('polygon 4, 10°', 10, 4, 5), ('polygon 20, 0.1°', 0.1, 20, 100), ('polygon 20, 1°', 1, 20, 20), ('polygon 20, 10°', 10, 20, 2);

CREATE OR REPLACE FUNCTION bench.condition(method text, s bench.search, p bench.place) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT CASE
		WHEN s.vertices = 0 AND method = 'sky' THEN format('sky.cone(ra, dec, %s, %s, %s)', p.ra, p.dec, s.size)
		WHEN s.vertices = 0 AND method = 'q3c' THEN format('q3c_radial_query(ra, dec, %s, %s, %s)', p.ra, p.dec, s.size)
		WHEN s.vertices = 0 THEN format('pos <@ scircle %L', format('<(%sd,%sd),%sd>', p.ra, p.dec, s.size))
		WHEN method = 'sky' THEN format('sky.inside(ra, dec, sky.polygon %L)', array_to_string(v, ' '))
		WHEN method = 'q3c' THEN format('q3c_poly_query(ra, dec, ARRAY[%s])', array_to_string(v, ','))
		ELSE format('pos <@ spoly %L', '{' || (SELECT string_agg(format('(%sd,%sd)', v[2 * i - 1], v[2 * i]), ',' ORDER BY i)
			FROM generate_series(1, s.vertices) i) || '}')
	END FROM (SELECT bench.vertices(p.ra, p.dec, s.size, s.vertices) AS v) w
$$;

-- CPU of one search [ms]: the mean of rounds that take 100 ms together, after one to warm
-- up; and the sum of what they found.
CREATE OR REPLACE FUNCTION bench.time(queries text[], OUT ms float8, OUT total float8) LANGUAGE plpgsql AS $$
DECLARE
	query text;
	began float8;
	found float8;
	rounds int := 0;
BEGIN
	total := 0;
	FOREACH query IN ARRAY queries LOOP
		EXECUTE query INTO found;
		total := total + coalesce(found, 0);
	END LOOP;
	began := bench.cpu();
	LOOP
		FOREACH query IN ARRAY queries LOOP
			EXECUTE query INTO found;
		END LOOP;
		rounds := rounds + 1;
		ms := bench.cpu() - began;
		EXIT WHEN ms > 100;
	END LOOP;
	ms := ms / rounds / array_length(queries, 1);
END
$$;

CREATE TABLE IF NOT EXISTS bench.figure (heap text, what text, search text, method text, ms float8, total float8);
-- Each search by each method in turn, so often.
CREATE OR REPLACE PROCEDURE bench.run(turns int, heaps text[], like_search text DEFAULT '%', methods text[] DEFAULT ARRAY['sky', 'q3c', 'pgsphere']) LANGUAGE plpgsql AS $$
DECLARE
	s bench.search;
	heap text;
	what text;
	method text;
	queries text[];
	found record;
BEGIN
	DELETE FROM bench.figure WHERE search LIKE like_search;
	FOR s IN SELECT * FROM bench.search WHERE name LIKE like_search ORDER BY vertices, size LOOP
		FOREACH heap IN ARRAY heaps LOOP
			FOREACH what IN ARRAY ARRAY['count(*)', 'sum(p6)'] LOOP
				FOR turn IN 1 .. turns LOOP
					FOREACH method IN ARRAY methods LOOP
						SELECT array_agg(format('SELECT %s FROM bench.%I WHERE %s', what, heap, bench.condition(method, s, p)) ORDER BY k)
							INTO queries FROM bench.place p WHERE k <= s.places;
						found := bench.time(queries);
						INSERT INTO bench.figure VALUES (heap, what, s.name, method, found.ms, found.total);
						COMMIT;
					END LOOP;
				END LOOP;
			END LOOP;
		END LOOP;
	END LOOP;
END
$$;

CREATE OR REPLACE VIEW bench.report AS
SELECT heap, what, search, sky, q3c, pgsphere, round((q3c / sky)::numeric, 2) AS "q3c/sky", round((pgsphere / sky)::numeric, 2) AS "pgsphere/sky", same
FROM (
	SELECT heap, what, search,
		round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE method = 'sky')::numeric, 4) AS sky,
		round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE method = 'q3c')::numeric, 4) AS q3c,
		round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE method = 'pgsphere')::numeric, 4) AS pgsphere,
		max(total) - min(total) <= 1e-9 * max(total) AS same
	FROM bench.figure GROUP BY 1, 2, 3
) v JOIN bench.search ON name = search ORDER BY heap DESC, what, vertices, size;

-- Probes: a join with 10,000 places, nearest neighbours of 200.
CREATE TABLE IF NOT EXISTS bench.probe_figure (what text, method text, ms float8, total float8);

CREATE OR REPLACE PROCEDURE bench.run_probes(turns int) LANGUAGE plpgsql AS $$
DECLARE
	what text;
	method text;
	query text;
	probes int;
	found record;
BEGIN
	DELETE FROM bench.probe_figure;
	FOR turn IN 1 .. turns LOOP
		FOR what, method, probes, query IN VALUES
			('join within 1"', 'sky', 10000, 'SELECT count(*) FROM bench.probe p JOIN bench.u t ON sky.cone(t.ra, t.dec, p.ra, p.dec, 1 / 3600.0)'),
			('join within 1"', 'q3c', 10000, 'SELECT count(*) FROM bench.probe p JOIN bench.u t ON q3c_join(p.ra, p.dec, t.ra, t.dec, 1 / 3600.0)'),
			('join within 1"', 'pgsphere', 10000, 'SELECT count(*) FROM bench.probe p JOIN bench.u t ON t.pos <@ scircle(p.pos, radians(1 / 3600.0))'),
			('nearest', 'sky', 200, 'SELECT sum(n.id) FROM (SELECT * FROM bench.probe LIMIT 200) p, LATERAL (SELECT id FROM bench.u t ORDER BY sky.distance(t.ra, t.dec, p.ra, p.dec) LIMIT 1) n'),
			('nearest', 'pgsphere', 200, 'SELECT sum(n.id) FROM (SELECT * FROM bench.probe LIMIT 200) p, LATERAL (SELECT id FROM bench.u t ORDER BY t.pos <-> p.pos LIMIT 1) n'),
			('nearest 10', 'sky', 200, 'SELECT sum(n.id) FROM (SELECT * FROM bench.probe LIMIT 200) p, LATERAL (SELECT id FROM bench.u t ORDER BY sky.distance(t.ra, t.dec, p.ra, p.dec) LIMIT 10) n'),
			('nearest 10', 'pgsphere', 200, 'SELECT sum(n.id) FROM (SELECT * FROM bench.probe LIMIT 200) p, LATERAL (SELECT id FROM bench.u t ORDER BY t.pos <-> p.pos LIMIT 10) n')
		LOOP
			CONTINUE WHEN what LIKE 'nearest%' AND method = 'pgsphere' AND to_regclass('bench.u_nearest') IS NULL;
			found := bench.time(ARRAY[query]);
			INSERT INTO bench.probe_figure VALUES (what, method, found.ms / probes, found.total);
			COMMIT;
		END LOOP;
	END LOOP;
END
$$;
CREATE OR REPLACE VIEW bench.probe_report AS
SELECT what, sky, q3c, pgsphere, round(q3c / sky, 2) AS "q3c/sky", round(pgsphere / sky, 2) AS "pgsphere/sky", same FROM (
	SELECT what, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE method = 'sky')::numeric, 5) AS sky,
		round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE method = 'q3c')::numeric, 5) AS q3c,
		round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE method = 'pgsphere')::numeric, 5) AS pgsphere,
		min(total) = max(total) AS same
	FROM bench.probe_figure GROUP BY 1) v ORDER BY what;
