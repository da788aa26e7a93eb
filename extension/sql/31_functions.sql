-- What compiled queries call for functions of the IVOA's catalogue, and of texts.

CREATE FUNCTION sky.lower(text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	AS $$ SELECT pg_catalog.lower($1 COLLATE pg_catalog."und-x-icu") COLLATE pg_catalog."default" $$;
COMMENT ON FUNCTION sky.lower(text) IS
	'Lower case as Unicode defines it (rule R2), whatever the locale of the database. ADQL''s LOWER; CREATE INDEX ON t (sky.lower(name)) serves it.';
CREATE FUNCTION sky.upper(text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	AS $$ SELECT pg_catalog.upper($1 COLLATE pg_catalog."und-x-icu") COLLATE pg_catalog."default" $$;
COMMENT ON FUNCTION sky.upper(text) IS
	'Upper case as Unicode defines it (rule R1), whatever the locale of the database. ADQL''s UPPER; CREATE INDEX ON t (sky.upper(name)) serves it.';

CREATE FUNCTION sky.has_word(haystack text, needle text) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_has_word';
COMMENT ON FUNCTION sky.has_word(text, text) IS
	'Whether every word of needle is a word of haystack, case ignored.';
CREATE FUNCTION sky.hashlist_has(hashlist text, item text) RETURNS bool
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	AS $$ SELECT sky.lower($2) OPERATOR(pg_catalog.=) ANY (pg_catalog.string_to_array(sky.lower($1), '#')) $$;
COMMENT ON FUNCTION sky.hashlist_has(text, text) IS
	'Whether item is one of the words between the # of hashlist, case ignored.';
CREATE FUNCTION sky.interval_overlaps(a1 float8, b1 float8, a2 float8, b2 float8) RETURNS bool
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	AS $$ SELECT $1 OPERATOR(pg_catalog.<=) $4 AND $3 OPERATOR(pg_catalog.<=) $2
		AND $1 OPERATOR(pg_catalog.<=) $2 AND $3 OPERATOR(pg_catalog.<=) $4 $$;
COMMENT ON FUNCTION sky.interval_overlaps(float8, float8, float8, float8) IS
	'Whether the intervals a1..b1 and a2..b2 have a number in common; one that ends before it begins has none.';

CREATE FUNCTION sky.in_range(lon float8, lat float8, lon1 float8, lat1 float8, lon2 float8, lat2 float8)
	RETURNS bool LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN lat BETWEEN lat1 AND lat2 AND (abs(lon2 - lon1) >= 360
		OR lon - lon1 - 360 * floor((lon - lon1) / 360)
			<= lon2 - lon1 - 360 * floor((lon2 - lon1) / 360));
COMMENT ON FUNCTION sky.in_range(float8, float8, float8, float8, float8, float8) IS
	'Whether a position is between lon1 and lon2, going east, and between lat1 and lat2 [deg].';

CREATE FUNCTION sky.histogram_add(int8[], float8, float8, float8, int4) RETURNS int8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_histogram_add';
COMMENT ON FUNCTION sky.histogram_add(int8[], float8, float8, float8, int4) IS
	'A part of sky.histogram: counts one value.';
CREATE FUNCTION sky.histogram_combine(int8[], int8[]) RETURNS int8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_histogram_combine';
COMMENT ON FUNCTION sky.histogram_combine(int8[], int8[]) IS
	'A part of sky.histogram: adds what parallel workers have counted.';
CREATE FUNCTION sky.histogram_final(int8[]) RETURNS int4[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_histogram_final';
COMMENT ON FUNCTION sky.histogram_final(int8[]) IS 'A part of sky.histogram: its result.';
CREATE AGGREGATE sky.histogram(val float8, lower float8, upper float8, nbins int4) (
	SFUNC = sky.histogram_add, STYPE = int8[], FINALFUNC = sky.histogram_final,
	COMBINEFUNC = sky.histogram_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE sky.histogram(float8, float8, float8, int4) IS
	'Counts of values in nbins bins from lower to upper, with those below (and nulls) first and those above last.';
