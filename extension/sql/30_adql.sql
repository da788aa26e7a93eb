-- ADQL: the compiler, its functions, and what compiled queries call.
CREATE FUNCTION sky.adql_to_sql(query text, mode text DEFAULT 'lenient') RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_adql_to_sql';
COMMENT ON FUNCTION sky.adql_to_sql(text, text) IS
	'Translates an ADQL query to SQL. Tables are those published that the caller may read; '
	'mode strict takes ADQL 2.1 alone, lenient also what people write besides.';

CREATE FUNCTION sky.adql_check(query text, mode text DEFAULT 'lenient',
	OUT severity text, OUT sqlstate text, OUT message text, OUT "position" int4,
	OUT length int4, OUT hint text, OUT fixed text)
	RETURNS SETOF record
	LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 10
	AS 'MODULE_PATHNAME', 'pgsky_adql_check';
COMMENT ON FUNCTION sky.adql_check(text, text) IS
	'Lists the faults of an ADQL query: errors, and warnings of what is no ADQL though it is '
	'understood; where they are, in characters from 1; the corrected query, if there is one.';

CREATE FUNCTION sky.adql_columns(query text,
	OUT name text, OUT datatype text, OUT arraysize text, OUT xtype text, OUT unit text,
	OUT ucd text, OUT utype text, OUT description text)
	RETURNS SETOF record
	LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 20
	AS 'MODULE_PATHNAME', 'pgsky_adql_columns';
COMMENT ON FUNCTION sky.adql_columns(text) IS
	'Lists the columns of the result of an ADQL query, as VOTable describes them.';

CREATE FUNCTION sky.adql_functions(
	OUT name text, OUT form text, OUT family text, OUT origin text, OUT feature text,
	OUT instead text, OUT example text, OUT description text)
	RETURNS SETOF record
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 200
	AS 'MODULE_PATHNAME', 'pgsky_adql_functions';
COMMENT ON FUNCTION sky.adql_functions() IS 'Lists the functions that ADQL queries may call.';

CREATE VIEW sky.adql_function AS SELECT * FROM sky.adql_functions();
COMMENT ON VIEW sky.adql_function IS
	'The functions that ADQL queries may call: form, who defined it, optional feature, what ADQL has instead (null: it is ADQL), example.';
GRANT SELECT ON sky.adql_function TO PUBLIC;

CREATE FUNCTION sky.mod(x float8, y float8) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_mod';
COMMENT ON FUNCTION sky.mod(float8, float8) IS 'Remainder of x/y with the sign of x.';

CREATE FUNCTION sky.round(x float8, digits int4) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_round';
COMMENT ON FUNCTION sky.round(float8, int4) IS
	'Rounds to that many decimal digits, before the point where negative; halves away from zero.';

CREATE FUNCTION sky.truncate(x float8, digits int4) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_truncate';
COMMENT ON FUNCTION sky.truncate(float8, int4) IS
	'Cuts off after that many decimal digits, before the point where negative.';
