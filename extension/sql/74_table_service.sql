-- Services that take what is in the columns of a table, told beside answers that have these
-- (DataLink 1.1, section 4), and the queries that such services are.
CREATE TABLE sky.table_service (
	name text PRIMARY KEY,
	table_name text NOT NULL,
	description text NOT NULL,
	access_url text NOT NULL CHECK (access_url ~ '^(/|https?://)'),
	standard_id text
);
COMMENT ON TABLE sky.table_service IS
	'Services for rows of tables: a VOTable that has the columns which a service takes has its descriptor, too.';
COMMENT ON COLUMN sky.table_service.table_name IS 'The table whose columns are taken, as in tap_schema.';
COMMENT ON COLUMN sky.table_service.access_url IS
	'Where it is: a URL, or what follows the address of this archive, as /datalink/cone_search, /datalink/timeseries, /scs/cat.stars.';
COMMENT ON COLUMN sky.table_service.standard_id IS 'What standard it follows, as ivo://ivoa.net/std/SODA#sync-1.0.';

CREATE TABLE sky.table_service_param (
	service text NOT NULL,
	name text NOT NULL,
	column_name text,
	value text,
	options text[],
	datatype text NOT NULL DEFAULT 'char',
	arraysize text,
	xtype text,
	unit text,
	ucd text,
	description text,
	param_index int4,
	PRIMARY KEY (service, name),
	CHECK (column_name IS NULL OR value IS NULL)
);
COMMENT ON TABLE sky.table_service_param IS 'What these services take, a row for each parameter.';
COMMENT ON COLUMN sky.table_service_param.service IS 'A name of sky.table_service.';
COMMENT ON COLUMN sky.table_service_param.column_name IS 'The column of the table whose value is sent.';
COMMENT ON COLUMN sky.table_service_param.value IS 'What is always sent. Without it and without a column whoever asks has to choose.';
COMMENT ON COLUMN sky.table_service_param.options IS 'Among what he may choose.';
COMMENT ON COLUMN sky.table_service_param.datatype IS 'As VOTable calls it; of columns their own. Of char, arraysize is *, if it is not said.';
COMMENT ON COLUMN sky.table_service_param.param_index IS 'Order of the parameters, ascending.';

CREATE FUNCTION sky.table_service_changed() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'pgsky_table_service_changed';
COMMENT ON FUNCTION sky.table_service_changed() IS 'Lets every session know that the services of tables have changed.';
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sky.table_service
	FOR EACH STATEMENT EXECUTE FUNCTION sky.table_service_changed();
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sky.table_service_param
	FOR EACH STATEMENT EXECUTE FUNCTION sky.table_service_changed();
REVOKE EXECUTE ON FUNCTION sky.table_service_changed() FROM PUBLIC;

INSERT INTO sky.table_service VALUES
	('links', 'ivoa.obscore', 'What belongs to a product', '/datalink/links', 'ivo://ivoa.net/std/DataLink#links-1.1'),
	('cutouts', 'ivoa.obscore', 'Parts of a product', '/soda/sync', 'ivo://ivoa.net/std/SODA#sync-1.0');
INSERT INTO sky.table_service_param (service, name, column_name, datatype, arraysize, xtype, unit, ucd, param_index) VALUES
	('links', 'ID', 'obs_publisher_did', 'char', '*', NULL, NULL, 'meta.id;meta.main', 1),
	('cutouts', 'ID', 'obs_publisher_did', 'char', '*', NULL, NULL, 'meta.ref.url;meta.curation', 1),
	('cutouts', 'POS', NULL, 'char', '*', NULL, NULL, 'pos.outline;obs', 2),
	('cutouts', 'CIRCLE', NULL, 'double', '3', 'circle', 'deg', 'pos.outline;obs', 3),
	('cutouts', 'POLYGON', NULL, 'double', '*', 'polygon', 'deg', 'pos.outline;obs', 4),
	('cutouts', 'BAND', NULL, 'double', '2', 'interval', 'm', 'em.wl;stat.interval', 5),
	('cutouts', 'TIME', NULL, 'double', '2', 'interval', 'd', 'time.interval;obs.exposure', 6),
	('cutouts', 'POL', NULL, 'char', '*', NULL, NULL, 'meta.code;phys.polarization', 7);
SELECT pg_catalog.pg_extension_config_dump('sky.table_service', $$WHERE name NOT IN ('links', 'cutouts')$$);
SELECT pg_catalog.pg_extension_config_dump('sky.table_service_param', $$WHERE service NOT IN ('links', 'cutouts')$$);

CREATE TABLE sky.time_join (
	join_style text NOT NULL,
	source_column text NOT NULL,
	time_column text NOT NULL,
	PRIMARY KEY (join_style, source_column)
);
COMMENT ON TABLE sky.time_join IS
	'How /datalink/timeseries finds the time of a measurement in another table (join_time_column): the columns that are equal, all of a join_style.';
COMMENT ON COLUMN sky.time_join.source_column IS 'Of the table of measurements.';
COMMENT ON COLUMN sky.time_join.time_column IS 'Of the table of times.';
INSERT INTO sky.time_join VALUES
	('ccdVisit', 'ccdVisitId', 'ccdVisitId'), ('visit_detector', 'visit', 'visitId'), ('visit_detector', 'detector', 'detector');
SELECT pg_catalog.pg_extension_config_dump('sky.time_join', $$WHERE join_style NOT IN ('ccdVisit', 'visit_detector')$$);
