-- Pairs of near rows of two relations: what a join by position gives, with fewer words.
CREATE FUNCTION sky.star_columns(relation regclass) RETURNS text[]
	LANGUAGE c STABLE STRICT
	AS 'MODULE_PATHNAME', 'pgsky_star_columns';
COMMENT ON FUNCTION sky.star_columns(regclass) IS
	'Where the rows of a relation are on the sky, as SQL: longitude, latitude or else a point, by the sky index or by UCD; then parallax, proper motions and radial velocity by UCD. NULL where unknown.';

-- The rows of a relation and their places as SQL, the places moved to another epoch if asked.
CREATE FUNCTION sky.crossmatch_side(relation regclass, epoch float8, to_epoch float8) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	found text[] := sky.star_columns(relation);
	lon text := coalesce(found[1], 'sky.coord1(' || found[3] || ')');
	lat text := coalesce(found[2], 'sky.coord2(' || found[3] || ')');
	place text;
BEGIN
	IF lon IS NULL OR lat IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('it is not known which columns of relation "%s" are the position', relation),
			HINT = 'Create a sky index, or give two columns in degrees the UCDs "pos.eq.ra;meta.main" and "pos.eq.dec;meta.main" with sky.describe.';
	END IF;
	IF to_epoch IS NULL THEN
		RETURN format('SELECT t AS whole, %s AS lon, %s AS lat, %s AS point FROM %s t', lon, lat, coalesce(found[3], 'NULL'), relation);
	END IF;
	IF found[5] IS NULL OR found[6] IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('it is not known which columns of relation "%s" are the proper motion', relation),
			HINT = 'Give two columns in mas/yr the UCDs "pos.pm;pos.eq.ra" and "pos.pm;pos.eq.dec" with sky.describe.';
	END IF;
	-- What has no place cannot be moved.
	place := format('SELECT t, sky.epoch_prop_pos(%s, %s, %s, %s, %s, %s, %L::float8, %L::float8) AS place FROM %s t WHERE sky.key(%1$s, %2$s) IS NOT NULL OFFSET 0',
		lon, lat, coalesce(found[4], 'NULL'), found[5], found[6], coalesce(found[7], 'NULL'), epoch, to_epoch, relation);
	RETURN format('SELECT t AS whole, sky.coord1(place) AS lon, sky.coord2(place) AS lat FROM (%s) m', place);
END
$$;
COMMENT ON FUNCTION sky.crossmatch_side(regclass, float8, float8) IS
	'The query that sky.crossmatch reads one of its relations by.';

CREATE FUNCTION sky.crossmatch(
	first anyelement,
	second anycompatible,
	radius float8,
	nearest bool DEFAULT false,
	first_epoch float8 DEFAULT NULL,
	second_epoch float8 DEFAULT NULL)
	RETURNS TABLE (a anyelement, b anycompatible, distance float8)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	relations regclass[];
	near text := 'sky.cone(s.lon, s.lat, f.lon, f.lat, $1)';
	pairs text;
BEGIN
	SELECT array_agg(nullif(t.typrelid, 0)::regclass ORDER BY i) INTO relations
	FROM unnest(ARRAY[pg_typeof(first), pg_typeof(second)]) WITH ORDINALITY u(type, i) JOIN pg_type t ON t.oid = u.type;
	IF array_position(relations, NULL) IS NOT NULL THEN
		RAISE wrong_object_type USING
			MESSAGE = format('type %s is not that of a relation''s rows', CASE WHEN relations[1] IS NULL THEN pg_typeof(first) ELSE pg_typeof(second) END),
			HINT = 'Name a relation by the type of its rows, as in NULL::schema.relation.';
	END IF;
	IF radius IS NULL OR NOT radius BETWEEN 0 AND 180 THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('radius %s is not between 0 and 180 degrees', coalesce(radius::text, 'NULL'));
	END IF;
	IF (first_epoch IS NULL) <> (second_epoch IS NULL) THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'first_epoch and second_epoch go together',
			HINT = 'Rows of the first relation are moved from its epoch to that of the second.';
	END IF;
	-- As the sky index of the second knows it.
	IF (sky.star_columns(relations[2]))[3] IS NOT NULL THEN
		near := 'sky.inside(f.lon, f.lat, sky.circle(s.point, $1))';
	END IF;
	pairs := format('SELECT f.whole AS a, s.whole AS b, sky.distance(f.lon, f.lat, s.lon, s.lat) AS distance, f.n
		FROM (SELECT *, %s AS n FROM (%s) p) f JOIN (%s) s ON %s',
		CASE WHEN nearest THEN 'row_number() OVER ()' ELSE 'NULL' END,
		sky.crossmatch_side(relations[1], first_epoch, second_epoch), sky.crossmatch_side(relations[2], NULL, NULL), near);
	IF nearest THEN
		pairs := format('SELECT DISTINCT ON (n) * FROM (%s) p ORDER BY n, distance', pairs);
	END IF;
	RETURN QUERY EXECUTE format('SELECT a, b, distance FROM (%s) p', pairs) USING radius;
END
$$;
COMMENT ON FUNCTION sky.crossmatch(anyelement, anycompatible, float8, bool, float8, float8) IS
	'Pairs of rows, one of each relation, that are no farther apart than the radius, and their distance, in degrees; of each row of the first all, or the nearest alone. Relations are named by the type of their rows: NULL::cat.stars. With epochs (Julian years) rows of the first are moved from its epoch to that of the second by their proper motions.';
