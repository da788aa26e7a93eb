-- Things that people share, such as collections, datasets and objects: one table says who
-- may do what, and policies ask one function.
CREATE FUNCTION sky.may(action text, visibility text, owner text, shared_with text[] DEFAULT NULL) RETURNS boolean
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_may';
COMMENT ON FUNCTION sky.may(text, text, text, text[]) IS
	'Whether the client may do something (list, view, create, edit, delete, make_public and kin, change_owner) with a thing that is public, unlisted, shared or private, for policies. '
	'shared_with has names of clients, and groups with @ before them. sky.permission says who may what.';

CREATE FUNCTION sky.owner() RETURNS text
	LANGUAGE c STABLE PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'pgsky_owner';
COMMENT ON FUNCTION sky.owner() IS
	'Whose the things are that the client makes: his (sky.subject()), or those of his anonymous key; NULL: nobody''s.';

CREATE FUNCTION sky.privilege_level() RETURNS text
	LANGUAGE c STABLE PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'pgsky_privilege_level';
COMMENT ON FUNCTION sky.privilege_level() IS
	'superuser: the client''s role is a member of sky_admin; staff: of sky_staff; locked: not even of sky_anon; else authenticated, or anonymous who has no name.';

CREATE FUNCTION sky.permissions(OUT level text, OUT own boolean, OUT visibility text, OUT actions text[])
	RETURNS SETOF record
	LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 40
	AS 'MODULE_PATHNAME', 'pgsky_permissions';
COMMENT ON FUNCTION sky.permissions() IS 'The rows of sky.permission.';

CREATE VIEW sky.permission AS SELECT * FROM sky.permissions();
COMMENT ON VIEW sky.permission IS
	'What clients may do with things that are their own, or of others. What others share is for those that they share it with, and for staff and superusers.';
GRANT SELECT ON sky.permission TO PUBLIC;
