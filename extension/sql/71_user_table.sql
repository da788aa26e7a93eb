-- Tables of users: what changes them.
CREATE FUNCTION sky.user_table_put(name text, content bytea) RETURNS int8
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_user_table_put';
COMMENT ON FUNCTION sky.user_table_put(text, bytea) IS
	'Keeps a table (VOTable, FITS, ECSV or CSV) for the caller as tap_user.name, with an index on its positions, in place of one of that name; returns the number of its rows.';

CREATE FUNCTION sky.user_table_drop(name text) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_user_table_drop';
COMMENT ON FUNCTION sky.user_table_drop(text) IS 'Drops a table of the caller''s.';

CREATE FUNCTION sky.user_table_index(name text, VARIADIC columns text[]) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_user_table_index';
COMMENT ON FUNCTION sky.user_table_index(text, text[]) IS
	'Makes an index on a column of a table of the caller''s; on two, longitude and latitude in degrees, a sky index.';

CREATE FUNCTION sky.user_table_grant(name text, reader text, is_group boolean DEFAULT false) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_user_table_grant';
COMMENT ON FUNCTION sky.user_table_grant(text, text, boolean) IS
	'Lets another user, or the members of a group, read a table of the caller''s: they call it tap_user_, the caller''s name, a dot and its name.';

CREATE FUNCTION sky.user_table_revoke(name text, reader text, is_group boolean DEFAULT false) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_user_table_revoke';
COMMENT ON FUNCTION sky.user_table_revoke(text, text, boolean) IS 'Takes that back.';

REVOKE EXECUTE ON FUNCTION sky.user_table_put(text, bytea), sky.user_table_drop(text),
	sky.user_table_index(text, text[]), sky.user_table_grant(text, text, boolean),
	sky.user_table_revoke(text, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.user_table_put(text, bytea), sky.user_table_drop(text),
	sky.user_table_index(text, text[]), sky.user_table_grant(text, text, boolean),
	sky.user_table_revoke(text, text, boolean) TO sky_user;
