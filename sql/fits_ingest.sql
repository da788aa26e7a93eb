-- The demo's FITS files as observations.
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data'
SET pgsky.data_dirs = :'folder';
SET pgsky.authority = 'archive.example.org';
SET pgsky.base_url = 'https://archive.example.org';

-- Rules of the DBA come before those of the extension.
INSERT INTO sky.header_rule (obscore_column, priority, keyword, kind, factor, value, only_where) VALUES
	('em_min', 1, NULL, 'constant', 1, '3.9e-7', '{"OBJECT": "NGC 1316"}'),
	('target_name', 1, NULL, 'constant', 1, 'M 51', '{"CTYPE1": "RA---TAN-SIP"}'),
	('data_rights', 1, NULL, 'constant', 1, 'proprietary', '{"CTYPE1": "RA---TAN-SIP"}'),
	('obs_release_date', 1, 'DATE-OBS', 'text', 1, NULL, '{"CTYPE1": "RA---TAN-SIP"}'),
	('s_resolution', 1, 'CRPIX1', 'number', 0.5, NULL, '{"CTYPE1": "RA---SFL"}');
SELECT * FROM sky.ingest('fits', 'demo');
-- Nothing has changed since.
SELECT * FROM sky.ingest('fits', 'demo');
SELECT obs_id, dataproduct_type, target_name, access_estsize, s_xel1, s_xel2, em_xel, round(s_fov::numeric, 4) AS s_fov,
	t_min, s_resolution, em_min
	FROM ivoa.obscore ORDER BY obs_id;
SELECT obs_publisher_did, access_url FROM ivoa.obscore WHERE obs_id = 'sip_wcs';
SELECT data_rights, obs_release_date FROM ivoa.obscore WHERE obs_id = 'sip_wcs';
-- What has a beginning alone ends there.
SELECT obs_id, t_min, t_max FROM ivoa.obscore WHERE t_exptime IS NULL AND t_min IS NOT NULL ORDER BY obs_id;
SELECT obs_id FROM ivoa.obscore WHERE sky.contains(sky.point(50.6, -37.2), s_region) ORDER BY 1;
-- As ObsTAP sees it.
SELECT count(*) FROM tap_schema.columns WHERE table_name = 'ivoa.obscore' AND std = 1;
SELECT datatype, xtype, utype, ucd FROM tap_schema.columns WHERE table_name = 'ivoa.obscore' AND column_name = 's_region';

SET ROLE sky_anon;
SELECT substring(convert_from(body, 'UTF8') FROM '<dataModel.*</dataModel>') FROM sky.serve('GET', '/tap/capabilities', '', '', NULL);
RESET ROLE;
REVOKE SELECT ON ivoa.obscore FROM sky_anon;
GRANT SELECT (obs_id, access_url) ON ivoa.obscore TO sky_anon;
SET ROLE sky_anon;
SELECT convert_from(body, 'UTF8') ~ '<dataModel' FROM sky.serve('GET', '/tap/capabilities', '', '', NULL);
RESET ROLE;
GRANT SELECT ON ivoa.obscore TO sky_anon;

-- A file that is gone, one that changed.
UPDATE sky.data_file SET modified = '2000-01-01' WHERE path = 'fits/sip_wcs.fits';
UPDATE sky.data_file SET path = 'fits/moved.fits', obs_publisher_did = obs_publisher_did || '#' WHERE path = 'fits/cube_equatorial_3d.fits';
SELECT * FROM sky.ingest('fits', 'demo');
SELECT count(*), count(DISTINCT obs_publisher_did) FROM ivoa.obscore;

-- Columns of the DBA's own, as Rubin Observatory has them: in TAP_SCHEMA, in queries, in every other answer.
ALTER TABLE ivoa.obscore ADD COLUMN lsst_visit bigint, ADD COLUMN lsst_band text;
SELECT sky.describe('ivoa.obscore', 'lsst_visit', ucd => 'meta.id;obs', description => 'Identifier of the visit');
INSERT INTO sky.header_rule (obscore_column, priority, keyword, kind, value, only_where) VALUES
	('lsst_visit', 1, 'PLATEID', 'text', NULL, '{}'), ('lsst_band', 1, NULL, 'constant', 'i', '{"CTYPE1": "RA---TAN-SIP"}');
SELECT sky.publish('ivoa.obscore');
UPDATE sky.data_file SET modified = '-infinity' WHERE path IN ('fits/sip_wcs.fits', 'fits/sdssAstar.fits');
SELECT * FROM sky.ingest('fits', 'demo');
SELECT column_name, datatype, ucd, description FROM tap_schema.columns WHERE table_name = 'ivoa.obscore' AND column_name ~ 'lsst' ORDER BY 1;
SET ROLE sky_anon;
SELECT sky.adql_to_sql('SELECT obs_id, lsst_visit, lsst_band FROM ivoa.obscore WHERE lsst_visit > 0 OR lsst_band = ''i''') AS query \gset
:query ORDER BY 1;
SELECT stream ~ '"name":"lsst_visit"' AS in_sia FROM sky.serve('GET', '/sia/query', '', '', NULL);
RESET ROLE;
-- A header that cannot be one costs its file alone.
UPDATE sky.header_rule SET keyword = 'TELESCOP' WHERE obscore_column = 'lsst_visit';
UPDATE sky.data_file SET modified = '-infinity' WHERE path = 'fits/sdssAstar.fits';
SELECT * FROM sky.ingest('fits', 'demo');

-- What is raw and what has changed, as ESO has them: a view with the rights of ivoa.obscore.
UPDATE sky.header_rule SET keyword = 'PLATEID' WHERE obscore_column = 'lsst_visit';
ALTER TABLE ivoa.obscore ADD COLUMN last_mod_date timestamp;
INSERT INTO sky.header_rule (obscore_column, priority, kind, value, only_where) VALUES
	('calib_level', 1, 'constant', '0', '{"CTYPE1": "RA---TAN-SIP"}'), ('last_mod_date', 1, 'constant', 'now', '{}');
UPDATE sky.data_file SET modified = '-infinity' WHERE path = 'fits/sip_wcs.fits';
SELECT * FROM sky.ingest('fits', 'demo');
CREATE SCHEMA dbo;
CREATE VIEW dbo.raw WITH (security_invoker) AS SELECT obs_id AS dp_id, target_name AS object, s_region, access_url AS datalink_url, last_mod_date
	FROM ivoa.obscore WHERE calib_level = 0;
SELECT sky.publish('dbo.raw');
SELECT column_name, ucd FROM tap_schema.columns WHERE table_name = 'dbo.raw' ORDER BY 1;
ALTER TABLE ivoa.obscore ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON ivoa.obscore USING (obs_id <> current_setting('test.secret', true));
SET ROLE sky_anon;
SELECT sky.adql_to_sql('SELECT dp_id, datalink_url FROM dbo.raw WHERE last_mod_date > ''2020-01-01'' AND 1 = CONTAINS(POINT(280.55, 0.11), s_region)') AS query \gset
SET test.secret = '';
:query;
SET test.secret = 'sip_wcs';
:query;
RESET ROLE;
DROP VIEW dbo.raw;
DROP SCHEMA dbo;

-- Files that are known keep their identifiers, collections, and columns that no rule fills, of which policies may speak.
ALTER TABLE ivoa.obscore ADD COLUMN kept text;
UPDATE ivoa.obscore SET kept = 'by hand', last_mod_date = '2001-01-01';
UPDATE sky.data_file SET modified = '-infinity' WHERE path = 'fits/sip_wcs.fits';
SELECT * FROM sky.ingest('fits', 'another');
SELECT count(*), count(kept), count(DISTINCT obs_collection) FROM ivoa.obscore;
SELECT obs_publisher_did, kept FROM ivoa.obscore WHERE last_mod_date > '2020-01-01';
-- Those that are new stay out of the way of rows that are there.
DELETE FROM sky.data_file WHERE path = 'fits/sip_wcs.fits';
SELECT * FROM sky.ingest('fits', 'demo');
SELECT count(*), count(kept) FROM ivoa.obscore;
-- Rules that are new reach files that are known, without reading them again; so do addresses.
UPDATE sky.data_file SET description = jsonb_set(description, '{hdus,0,header,TITLE}', '"As it was read"') WHERE path = 'fits/sip_wcs.fits';
INSERT INTO sky.header_rule (obscore_column, priority, kind, value) VALUES ('obs_creator_name', 1, 'constant', 'Somebody');
SET pgsky.base_url = 'https://new.example.org';
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
SELECT count(*) FROM sky.ingest('fits', 'demo');
SELECT count(*), count(kept), count(*) FILTER (WHERE obs_creator_name = 'Somebody') FROM ivoa.obscore;
SELECT obs_publisher_did, obs_title, access_url FROM ivoa.obscore WHERE obs_id = 'sip_wcs';
INSERT INTO sky.header_rule (obscore_column, priority, keyword) VALUES ('target_nam', 1, 'OBJECT');
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
DELETE FROM sky.header_rule WHERE obscore_column = 'target_nam';
-- Views take observations if they can be written to; else nothing is done.
\set SHOW_CONTEXT never
ALTER TABLE ivoa.obscore RENAME TO mine;
CREATE VIEW ivoa.obscore AS SELECT * FROM ivoa.mine UNION ALL SELECT * FROM ivoa.mine WHERE false;
SELECT * FROM sky.ingest('fits', 'demo');
DROP VIEW ivoa.obscore;
CREATE VIEW ivoa.obscore AS SELECT * FROM ivoa.mine;
SELECT outcome, count(*) FROM sky.ingest('fits', 'demo') GROUP BY outcome;
SELECT count(*), count(kept) FROM ivoa.obscore;
-- One place has one name, however it is written; one file can be read by itself.
SELECT count(*) FROM sky.ingest('./fits//', 'demo');
SELECT count(*) FROM sky.ingest(:'folder' || '/fits/sip_wcs.fits', 'demo');
SELECT path FROM sky.data_files(:'folder' || '//fits/./sip_wcs.fits');
SELECT p, sky.data_path(p) FROM unnest('{.,./,fits/,./fits/./a.fits,a..b/c,.hidden,""}'::text[]) p;
SELECT sky.data_path('fits/../fits');
SELECT sky.data_path('/etc');
SELECT * FROM sky.data_files('fits/none.fits');

-- What is observed, by its unit.
SELECT obs_id, o_unit, o_ucd FROM ivoa.obscore ORDER BY obs_id;
SELECT u, sky.observable_ucd(u) FROM unnest('{JY/BEAM,mJy,adu,electron/s,counts,erg/s/cm2/Angstrom,10**(-20)*erg/s/cm**2/Angstrom,erg s-1 cm-2 Hz-1,erg/s/cm2/Hz,W/m2/um,W/m2,K,mag,km/s,m s-1,sample,""}'::text[]) u;

-- Dates of FITS as MJD.
SELECT d, sky.mjd(d) FROM unnest('{2000-01-01, 2000-01-01T12:00:00, 31/12/99, 1858-11-17, never}'::text[]) d;
-- Not for clients.
SET ROLE sky_anon;
SELECT sky.ingest();
SELECT count(*) FROM sky.data_file;
RESET ROLE;
DELETE FROM sky.header_rule WHERE priority < 100;
DELETE FROM sky.data_file;
DROP SCHEMA ivoa CASCADE;
