-- Limits of clients.
CREATE TABLE sky.quota (
	kind text NOT NULL CHECK (kind IN ('requests', 'jobs_queued', 'jobs_stored', 'rows', 'table_bytes')),
	role text NOT NULL DEFAULT '',
	client text NOT NULL DEFAULT '',
	route text NOT NULL DEFAULT '' CHECK (route = '' OR kind = 'requests'),
	value int8 NOT NULL CHECK (value >= 0),
	PRIMARY KEY (kind, role, client, route)
);
COMMENT ON TABLE sky.quota IS
	'What clients may take: the row that fits closest counts, by the client''s name before his role before the route. Where none fits, the settings of pgsky say it, and requests are not counted.';
COMMENT ON COLUMN sky.quota.kind IS
	'requests: in a minute, of each client (anonymous ones: of each address); jobs_queued, jobs_stored: at once; rows: of an answer; table_bytes: of his own tables with their indexes.';
COMMENT ON COLUMN sky.quota.role IS 'The role of the database that clients have; empty: any.';
COMMENT ON COLUMN sky.quota.client IS 'His name; empty: anybody''s.';
COMMENT ON COLUMN sky.quota.route IS 'A path as in sky.route, or the beginning of some with a * behind it; empty: all together.';
SELECT pg_catalog.pg_extension_config_dump('sky.quota', '');

CREATE FUNCTION sky.quota_changed() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'pgsky_quota_changed';
COMMENT ON FUNCTION sky.quota_changed() IS 'Lets every session know that the limits of clients have changed.';
REVOKE EXECUTE ON FUNCTION sky.quota_changed() FROM PUBLIC;
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sky.quota
	FOR EACH STATEMENT EXECUTE FUNCTION sky.quota_changed();
