-- Searches of footprints, ours and pg_sphere's in turn. Times are CPU of the backend.
SET client_min_messages = warning;
SET search_path = shapes, public;
LOAD 'pgsky';
-- One search: %1$s and %2$s are longitude and latitude. A probe: the join's query.
DROP TABLE IF EXISTS search, measured;
CREATE TABLE search (what text, sky text, pgsphere text);
INSERT INTO search VALUES
	('image holds a place', 'sky.inside(%1$s, %2$s, s_region)', 'spoly @> spoint(radians(%1$s), radians(%2$s))'),
	('circle holds a place', 'sky.inside(%1$s, %2$s, field)', 'scircle @> spoint(radians(%1$s), radians(%2$s))'),
	('image meets 1 degree', 'sky.intersects(s_region, sky.circle(%1$s, %2$s, 1))', 'spoly && scircle(spoint(radians(%1$s), radians(%2$s)), radians(1))'),
	('image lies in 5 degrees', 'sky.contains(s_region, sky.circle(%1$s, %2$s, 5))', 'spoly <@ scircle(spoint(radians(%1$s), radians(%2$s)), radians(5))');
CREATE TABLE measured (what text, way text, turn int, cpu_us float8, rows float8);

CREATE OR REPLACE PROCEDURE one_search(what text, way text, turn int, condition text) LANGUAGE plpgsql AS $$
DECLARE
	began float8 := cpu();
	found bigint;
	total bigint := 0;
	place record;
BEGIN
	FOR place IN SELECT * FROM place WHERE i <= 200 LOOP
		EXECUTE 'SELECT count(*) FROM image WHERE ' || format(condition, place.lon, place.lat) INTO found;
		total := total + found;
	END LOOP;
	INSERT INTO measured VALUES (what, way, turn, (cpu() - began) * 1000 / 200, total / 200.0);
END
$$;
CREATE OR REPLACE PROCEDURE probes(what text, way text, turn int, condition text) LANGUAGE plpgsql AS $$
DECLARE
	began float8 := cpu();
	found bigint;
BEGIN
	EXECUTE 'SELECT count(*) FROM place p JOIN image i ON ' || condition INTO found;
	INSERT INTO measured SELECT what, way, turn, (cpu() - began) * 1000 / count(*), found / count(*)::float8 FROM place;
END
$$;
CREATE OR REPLACE PROCEDURE pairs(what text, way text, turn int, condition text) LANGUAGE plpgsql AS $$
DECLARE
	began float8 := cpu();
	found bigint;
BEGIN
	EXECUTE 'SELECT count(*) FROM image a JOIN image b ON ' || condition || ' WHERE a.id <= 2000' INTO found;
	INSERT INTO measured VALUES (what, way, turn, (cpu() - began) * 1000 / 2000, found / 2000.0);
END
$$;
CREATE OR REPLACE PROCEDURE run(turns int) LANGUAGE plpgsql AS $$
DECLARE
	s record;
BEGIN
	FOR turn IN 1..turns LOOP
		FOR s IN TABLE search LOOP
			CALL one_search(s.what, 'sky', turn, s.sky);
			CALL one_search(s.what, 'pg_sphere', turn, s.pgsphere);
		END LOOP;
		-- The planner's own share: a row by its place in the table.
		CALL one_search('(a row by its address)', 'sky', turn, 'ctid = ''(0,1)''');
		CALL probes('join: images of 10,000 places', 'sky', turn, 'sky.inside(p.lon, p.lat, i.s_region)');
		CALL probes('join: images of 10,000 places', 'pg_sphere', turn, 'i.spoly @> p.spoint');
		CALL probes('join: circles of 10,000 places', 'sky', turn, 'sky.inside(p.lon, p.lat, i.field)');
		CALL probes('join: circles of 10,000 places', 'pg_sphere', turn, 'i.scircle @> p.spoint');
		CALL pairs('join: 2,000 images that meet others', 'sky', turn, 'sky.intersects(a.s_region, b.s_region)');
		CALL pairs('join: 2,000 images that meet others', 'pg_sphere', turn, 'a.spoly && b.spoly');
	END LOOP;
END
$$;
CALL run(:turns);

SELECT (SELECT extversion FROM pg_extension WHERE extname = 'pg_sphere') AS pg_sphere, (SELECT count(*) FROM image) AS images;
SELECT index, round(cpu_ms) AS build_ms, size FROM build;
SELECT what, round(avg(rows) FILTER (WHERE way = 'sky'), 3) AS rows, bool_and(rows = least) AS same,
	round(percentile_cont(0.5) WITHIN GROUP (ORDER BY cpu_us) FILTER (WHERE way = 'sky')) AS sky_us,
	round(percentile_cont(0.5) WITHIN GROUP (ORDER BY cpu_us) FILTER (WHERE way = 'pg_sphere')) AS pg_sphere_us,
	round((percentile_cont(0.5) WITHIN GROUP (ORDER BY cpu_us) FILTER (WHERE way = 'pg_sphere')
		/ percentile_cont(0.5) WITHIN GROUP (ORDER BY cpu_us) FILTER (WHERE way = 'sky'))::numeric, 1) AS ratio
FROM (SELECT what, way, cpu_us, rows::numeric, min(rows::numeric) OVER (PARTITION BY what) AS least FROM measured) m GROUP BY what ORDER BY what;

-- What the planner expects of the joins, and how it goes about them.
CREATE OR REPLACE FUNCTION expected(query text) RETURNS TABLE (plan text, rows_expected float8) LANGUAGE plpgsql AS $$
DECLARE
	tree json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO tree;
	RETURN QUERY SELECT string_agg(node, ', '), (tree -> 0 -> 'Plan' ->> 'Plan Rows')::float8
		FROM (SELECT (jsonb_path_query(tree::jsonb, 'strict $.**."Node Type"') #>> '{}') AS node) n;
END
$$;
SELECT what, e.*, round(m.rows * m.outer_rows) AS rows_found FROM (VALUES
	('join: images of 10,000 places', 10000, 'SELECT p.i, i.id FROM place p JOIN image i ON sky.inside(p.lon, p.lat, i.s_region)'),
	('join: circles of 10,000 places', 10000, 'SELECT p.i, i.id FROM place p JOIN image i ON sky.inside(p.lon, p.lat, i.field)'),
	('join: 2,000 images that meet others', 2000, 'SELECT a.id, b.id FROM image a JOIN image b ON sky.intersects(a.s_region, b.s_region) WHERE a.id <= 2000')
) AS v (what, outer_rows, query) JOIN LATERAL (SELECT max(rows)::numeric AS rows, v.outer_rows FROM measured WHERE measured.what = v.what AND way = 'sky') m ON true,
	expected(query) e;
