\echo Use "CREATE EXTENSION pgsky" to load this file. \quit

CREATE FUNCTION sky.version() RETURNS text
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_version';
COMMENT ON FUNCTION sky.version() IS 'Version of the loaded pgsky library.';
