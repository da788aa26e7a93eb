-- Limits of clients.
CREATE TABLE sky.quota (
	kind text NOT NULL CHECK (kind IN ('requests', 'jobs_queued', 'jobs_running', 'jobs_stored', 'rows',
		'store_bytes', 'table_bytes', 'upload_bytes')),
	role text NOT NULL DEFAULT '',
	client text NOT NULL DEFAULT '',
	group_name text NOT NULL DEFAULT '',
	route text NOT NULL DEFAULT '' CHECK (route = '' OR kind = 'requests'),
	value int8 NOT NULL CHECK (value >= 0 AND (value > 0 OR kind <> 'jobs_running')),
	PRIMARY KEY (kind, role, client, group_name, route)
);
COMMENT ON TABLE sky.quota IS
	'What clients may take: the row that fits closest counts, by the client''s name before a group before his role before the route; of two groups the one that allows more. Where none fits, the settings of pgsky say it, and requests are not counted.';
COMMENT ON COLUMN sky.quota.kind IS
	'requests: in a minute, of each client (anonymous ones: of each address); jobs_queued, jobs_running, jobs_stored: at once; rows: of an answer; store_bytes: of the results and uploads of his jobs; table_bytes: of his own tables with their indexes; upload_bytes: of the tables that come with one request.';
COMMENT ON COLUMN sky.quota.role IS 'The role of the database that clients have; empty: any.';
COMMENT ON COLUMN sky.quota.client IS 'His name; empty: anybody''s.';
COMMENT ON COLUMN sky.quota.group_name IS 'A group that he belongs to; empty: any or none.';
COMMENT ON COLUMN sky.quota.route IS 'A path as in sky.route, or the beginning of some with a * behind it; empty: all together.';
COMMENT ON COLUMN sky.quota.value IS 'How much; 0: nothing at all. Whoever shall run no jobs gets 0 jobs_stored, not jobs_running: these would wait for ever.';
SELECT pg_catalog.pg_extension_config_dump('sky.quota', '');

CREATE FUNCTION sky.quota_changed() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'pgsky_quota_changed';
COMMENT ON FUNCTION sky.quota_changed() IS 'Lets every session know that the limits of clients have changed.';
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sky.quota
	FOR EACH STATEMENT EXECUTE FUNCTION sky.quota_changed();

CREATE FUNCTION sky.set_quota(kind text, value int8, role text DEFAULT '', client text DEFAULT '',
	group_name text DEFAULT '', route text DEFAULT '') RETURNS void
	LANGUAGE plpgsql VOLATILE STRICT SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF role <> '' AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role) THEN
		RAISE EXCEPTION 'there is no role "%"', role USING ERRCODE = 'undefined_object';
	END IF;
	INSERT INTO sky.quota AS q (kind, role, client, group_name, route, value)
	VALUES (kind, role, client, group_name, route, value)
	ON CONFLICT ON CONSTRAINT quota_pkey DO UPDATE SET value = excluded.value;
END $$;
COMMENT ON FUNCTION sky.set_quota(text, int8, text, text, text, text) IS
	'Limits what clients take: all of them, those with a role, those of a group, or one; see sky.quota.';
CREATE FUNCTION sky.drop_quota(kind text, role text DEFAULT '', client text DEFAULT '',
	group_name text DEFAULT '', route text DEFAULT '') RETURNS boolean
	LANGUAGE plpgsql VOLATILE STRICT SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	DELETE FROM sky.quota q WHERE (q.kind, q.role, q.client, q.group_name, q.route)
		= (drop_quota.kind, drop_quota.role, drop_quota.client, drop_quota.group_name, drop_quota.route);
	RETURN FOUND;
END $$;
COMMENT ON FUNCTION sky.drop_quota(text, text, text, text, text) IS
	'Takes a limit back that sky.set_quota has set; false if there is none.';
REVOKE EXECUTE ON FUNCTION sky.quota_changed(), sky.set_quota(text, int8, text, text, text, text),
	sky.drop_quota(text, text, text, text, text) FROM PUBLIC;
