-- Files of observations, and ivoa.obscore filled from them (ObsCore 1.1).
CREATE FUNCTION sky.data_files(folder text DEFAULT '.',
	OUT path text, OUT size int8, OUT modified timestamptz, OUT problem text) RETURNS SETOF record
	LANGUAGE c VOLATILE STRICT PARALLEL RESTRICTED ROWS 1000
	AS 'MODULE_PATHNAME', 'pgsky_data_files';
COMMENT ON FUNCTION sky.data_files(text) IS
	'All files below a folder of pgsky.data_dirs, or one file, with sizes in bytes and times of change; no links, nothing '
	'hidden. Of files that cannot be told of, and folders (with a slash at their ends) that cannot be read, the problem instead.';
REVOKE EXECUTE ON FUNCTION sky.data_files(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.data_files(text) TO pg_read_server_files;

CREATE FUNCTION sky.data_path(path text) RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_data_path';
COMMENT ON FUNCTION sky.data_path(text) IS
	'The name of a file or folder as sky.data_file has it: relative to the folder of pgsky.data_dirs, without detours.';
REVOKE EXECUTE ON FUNCTION sky.data_path(text) FROM PUBLIC;

CREATE TABLE sky.data_file (
	path text PRIMARY KEY,
	obs_publisher_did text NOT NULL UNIQUE,
	size int8 NOT NULL,
	modified timestamptz NOT NULL,
	description jsonb NOT NULL,
	collection text NOT NULL DEFAULT 'data',
	mapping int8
);
COMMENT ON TABLE sky.data_file IS
	'The files that sky.ingest has read: where they are, and what sky.fits_describe said of them.';
COMMENT ON COLUMN sky.data_file.path IS 'Below pgsky.data_dirs.';
COMMENT ON COLUMN sky.data_file.obs_publisher_did IS 'The row of ivoa.obscore that says who may see the file.';
COMMENT ON COLUMN sky.data_file.mapping IS 'What sky.header_mapping said when the description became a row of ivoa.obscore.';
SELECT pg_catalog.pg_extension_config_dump('sky.data_file', '');

CREATE FUNCTION sky.product_file(
	product text, first int8 DEFAULT 0, length int8 DEFAULT NULL, version text DEFAULT NULL)
	RETURNS SETOF bytea
	LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1000
	AS 'MODULE_PATHNAME', 'pgsky_product_file';
COMMENT ON FUNCTION sky.product_file(text, int8, int8, text) IS
	'The file of a product in pieces, for COPY (SELECT sky.product_file(...)) TO ... (FORMAT raw); from byte number first, '
	'at most length bytes. A product is an obs_publisher_did, or the path of its file, or an obs_id that it alone has, of '
	'a row of ivoa.obscore that the caller sees. version is what the ETag of /data says: raises if the file is another one.';

CREATE FUNCTION sky.preview(
	product text, width int4 DEFAULT 512, format text DEFAULT 'png', plane int4 DEFAULT 0)
	RETURNS bytea
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'pgsky_preview';
COMMENT ON FUNCTION sky.preview(text, int4, text, int4) IS
	'A picture of a product''s largest image or first spectrum, png or jpeg, its longer side width pixels long (16 to '
	'2048): limits by zscale, stretched by asinh, of a cube the mean of its planes or one of them (from 1). Products as for sky.product_file.';

CREATE TABLE sky.header_rule (
	obscore_column name NOT NULL,
	priority integer NOT NULL,
	keyword text,
	kind text NOT NULL DEFAULT 'text' CHECK (kind IN ('text', 'number', 'date', 'constant')),
	factor float8 NOT NULL DEFAULT 1,
	value text,
	only_where jsonb NOT NULL DEFAULT '{}',
	PRIMARY KEY (obscore_column, priority),
	CHECK ((kind = 'constant') = (keyword IS NULL) AND (kind = 'constant') = (value IS NOT NULL))
);
COMMENT ON TABLE sky.header_rule IS
	'How headers of FITS files become columns of ivoa.obscore: the first rule in the order of priority that gives a value counts. Rules of your own come before those of the extension with priorities below 100.';
COMMENT ON COLUMN sky.header_rule.obscore_column IS
	'Of ObsCore, or one that was added to ivoa.obscore; kind text suits large integers, too.';
COMMENT ON COLUMN sky.header_rule.keyword IS 'Of the header; a primary header speaks for its extensions.';
COMMENT ON COLUMN sky.header_rule.kind IS
	'text; number, times factor; date: ISO 8601 as MJD; constant: value.';
COMMENT ON COLUMN sky.header_rule.only_where IS
	'Keywords and values that the header must have: {"INSTRUME": "GMOS-N"}.';
INSERT INTO sky.header_rule (obscore_column, priority, keyword, kind, factor) VALUES
	('target_name', 100, 'OBJECT', 'text', 1),
	('facility_name', 100, 'TELESCOP', 'text', 1),
	('facility_name', 101, 'OBSERVAT', 'text', 1),
	('instrument_name', 100, 'INSTRUME', 'text', 1),
	('obs_id', 100, 'OBSID', 'text', 1),
	('obs_id', 101, 'OBS_ID', 'text', 1),
	('obs_title', 100, 'TITLE', 'text', 1),
	('obs_creator_name', 100, 'OBSERVER', 'text', 1),
	('proposal_id', 100, 'PROPID', 'text', 1),
	('proposal_id', 101, 'PROP_ID', 'text', 1),
	('t_exptime', 100, 'EXPTIME', 'number', 1),
	('t_exptime', 101, 'EXPOSURE', 'number', 1),
	('t_exptime', 102, 'ITIME', 'number', 1),
	('t_min', 100, 'MJD-OBS', 'number', 1),
	('t_min', 101, 'MJD-BEG', 'number', 1),
	('t_min', 102, 'DATE-BEG', 'date', 1),
	('t_min', 103, 'DATE-OBS', 'date', 1),
	('t_max', 100, 'MJD-END', 'number', 1),
	('t_max', 101, 'DATE-END', 'date', 1),
	('obs_creation_date', 100, 'DATE', 'text', 1),
	('s_ra', 100, 'RA_TARG', 'number', 1),
	('s_ra', 101, 'RA', 'number', 1),
	('s_dec', 100, 'DEC_TARG', 'number', 1),
	('s_dec', 101, 'DEC', 'number', 1),
	('o_unit', 100, 'BUNIT', 'text', 1);
SELECT pg_catalog.pg_extension_config_dump('sky.header_rule', 'WHERE priority < 100');

CREATE FUNCTION sky.mjd(date text) RETURNS float8
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF date ~ '^\d\d/\d\d/\d\d' THEN  -- the form of FITS before the year 2000; days of PostgreSQL's julian begin at midnight
		RETURN extract(julian FROM to_date('19' || substr(date, 7, 2) || substr(date, 4, 2) || left(date, 2),
			'YYYYMMDD')) - 2400001;
	END IF;
	RETURN extract(julian FROM date::timestamp) - 2400001;
EXCEPTION WHEN data_exception THEN
	RETURN NULL;
END $$;
COMMENT ON FUNCTION sky.mjd(text) IS
	'Modified Julian date of a date as FITS has it: ISO 8601, or dd/mm/yy of the 20th century; NULL if it is none.';

CREATE FUNCTION sky.header_values(header jsonb) RETURNS jsonb
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE  -- whose plans are kept from file to file
	SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN (SELECT coalesce(jsonb_object_agg(found.target, found.v), '{}') FROM (
		SELECT DISTINCT ON (r.obscore_column) r.obscore_column AS target, value.v
		FROM sky.header_rule r, LATERAL (SELECT header ->> r.keyword) AS card(t),
			LATERAL (SELECT CASE r.kind
				WHEN 'constant' THEN r.value
				WHEN 'text' THEN nullif(trim(card.t), '')
				WHEN 'date' THEN sky.mjd(card.t)::text
				ELSE CASE WHEN card.t ~ '^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?\s*$'
					THEN (card.t::float8 * r.factor)::text END
				END) AS value(v)
		WHERE header @> r.only_where AND value.v IS NOT NULL
		ORDER BY r.obscore_column, r.priority) AS found);
END $$;
COMMENT ON FUNCTION sky.header_values(jsonb) IS
	'What sky.header_rule makes of a header: texts for columns of ivoa.obscore, by their names.';

CREATE FUNCTION sky.observable_ucd(unit text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN unit ~* '\mmag' THEN 'phot.mag'
		WHEN unit ~* 'Jy\M' THEN 'phot.flux.density'
		WHEN unit ~* '(\merg|\mW\M).*\mHz' THEN 'phot.flux.density;em.freq'
		WHEN unit ~* '(\merg|\mW\M).*(\mAngstrom|\mAng?\M|\mnm\M|\mum\M|\mmicron)' THEN 'phot.flux.density;em.wl'
		WHEN unit ~* '\merg' OR unit ~ '\mW\M' THEN 'phot.flux'
		WHEN unit ~* '\m(adu|dn|counts?|cts?|electrons?|photons?|ph)\M' THEN 'phot.count'
		WHEN unit ~ '^[mu]?K$' THEN 'phot.antTemp'
		WHEN unit ~ '^k?m(/| )s(-1)?$' THEN 'spect.dopplerVeloc'
	END;
END;
COMMENT ON FUNCTION sky.observable_ucd(text) IS 'What pixels of a unit are, as a UCD; NULL if the unit does not tell.';
REVOKE EXECUTE ON FUNCTION sky.observable_ucd(text) FROM PUBLIC;

CREATE FUNCTION sky.obscore_columns(
	OUT name name, OUT type text, OUT unit text, OUT ucd text, OUT utype text,
	OUT mandatory boolean, OUT description text) RETURNS SETOF record
	LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 40
BEGIN ATOMIC
	SELECT c.name::name, c.type, c.unit, c.ucd, 'obscore:' || c.utype, c.mandatory, c.description FROM (VALUES
		('dataproduct_type', 'text', '', 'meta.code.class', 'ObsDataset.dataProductType', true , 'Kind of product: image, cube, spectrum, sed, timeseries, visibility, event or measurements'),
		('calib_level', 'integer', '', 'meta.code;obs.calib', 'ObsDataset.calibLevel', true , 'Level of calibration, 0 (raw) to 4 (analysed)'),
		('obs_collection', 'text', '', 'meta.id', 'DataID.Collection', true , 'Name of the collection'),
		('obs_id', 'text', '', 'meta.id', 'DataID.observationID', true , 'Identifier of the observation'),
		('obs_publisher_did', 'text', '', 'meta.ref.ivoid', 'Curation.PublisherDID', true , 'Identifier of the product, for DataLink and cutouts'),
		('access_url', 'text', '', 'meta.ref.url', 'Access.Reference', true , 'Where to get the product'),
		('access_format', 'text', '', 'meta.code.mime', 'Access.Format', true , 'What the address gives'),
		('access_estsize', 'bigint', 'kbyte', 'phys.size;meta.file', 'Access.Size', true , 'Estimated size'),
		('target_name', 'text', '', 'meta.id;src', 'Target.Name', true , 'Name of the target'),
		('s_ra', 'float8', 'deg', 'pos.eq.ra', 'Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1', true , 'Longitude of the centre'),
		('s_dec', 'float8', 'deg', 'pos.eq.dec', 'Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2', true , 'Latitude of the centre'),
		('s_fov', 'float8', 'deg', 'phys.angSize;instr.fov', 'Char.SpatialAxis.Coverage.Bounds.Extent.diameter', true , 'Diameter of what is covered'),
		('s_region', 'sky.region', '', 'pos.outline;obs.field', 'Char.SpatialAxis.Coverage.Support.Area', true , 'What of the sky is covered'),
		('s_resolution', 'float8', 'arcsec', 'pos.angResolution', 'Char.SpatialAxis.Resolution.Refval.value', true , 'Spatial resolution (FWHM)'),
		('s_xel1', 'bigint', '', 'meta.number', 'Char.SpatialAxis.numBins1', true , 'Pixels along the first spatial axis'),
		('s_xel2', 'bigint', '', 'meta.number', 'Char.SpatialAxis.numBins2', true , 'Pixels along the second spatial axis'),
		('t_min', 'float8', 'd', 'time.start;obs.exposure', 'Char.TimeAxis.Coverage.Bounds.Limits.StartTime', true , 'Start of the observation (MJD)'),
		('t_max', 'float8', 'd', 'time.end;obs.exposure', 'Char.TimeAxis.Coverage.Bounds.Limits.StopTime', true , 'End of the observation (MJD)'),
		('t_exptime', 'float8', 's', 'time.duration;obs.exposure', 'Char.TimeAxis.Coverage.Support.Extent', true , 'Total exposure time'),
		('t_resolution', 'float8', 's', 'time.resolution', 'Char.TimeAxis.Resolution.Refval.value', true , 'Resolution in time'),
		('t_xel', 'bigint', '', 'meta.number', 'Char.TimeAxis.numBins', true , 'Pixels along the time axis'),
		('em_min', 'float8', 'm', 'em.wl;stat.min', 'Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit', true , 'Shortest vacuum wavelength'),
		('em_max', 'float8', 'm', 'em.wl;stat.max', 'Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit', true , 'Longest vacuum wavelength'),
		('em_res_power', 'float8', '', 'spect.resolution', 'Char.SpectralAxis.Resolution.ResolPower.refVal', true , 'Spectral resolving power'),
		('em_xel', 'bigint', '', 'meta.number', 'Char.SpectralAxis.numBins', true , 'Pixels along the spectral axis'),
		('o_ucd', 'text', '', 'meta.ucd', 'Char.ObservableAxis.ucd', true , 'What was observed, as a UCD'),
		('pol_states', 'text', '', 'meta.code;phys.polarization', 'Char.PolarizationAxis.stateList', true , 'States of polarisation'),
		('pol_xel', 'bigint', '', 'meta.number', 'Char.PolarizationAxis.numBins', true , 'Pixels along the polarisation axis'),
		('facility_name', 'text', '', 'meta.id;instr.tel', 'Provenance.ObsConfig.Facility.name', true , 'Observatory or telescope'),
		('instrument_name', 'text', '', 'meta.id;instr', 'Provenance.ObsConfig.Instrument.name', true , 'Instrument'),
		('dataproduct_subtype', 'text', '', 'meta.code.class', 'ObsDataset.dataProductSubtype', false, 'Kind of product, in words of the collection'),
		('target_class', 'text', '', 'src.class', 'Target.Class', false, 'Class of the target'),
		('obs_creation_date', 'timestamp', '', 'time;meta.dataset', 'DataID.Date', false, 'When the product was made'),
		('obs_creator_name', 'text', '', 'meta.id', 'DataID.Creator', false, 'Who made the product'),
		('obs_title', 'text', '', 'meta.title;obs', 'DataID.Title', false, 'Title of the product'),
		('data_rights', 'text', '', 'meta.code', 'Curation.Rights', false, 'public, proprietary or secure'),
		('obs_release_date', 'timestamp', '', 'time.release', 'Curation.releaseDate', false, 'When the product becomes public'),
		('s_pixel_scale', 'float8', 'arcsec', 'phys.angSize;instr.pixel', 'Char.SpatialAxis.Sampling.RefVal.SamplingPeriod', false, 'Size of a pixel'),
		('o_unit', 'text', '', 'meta.unit', 'Char.ObservableAxis.unit', false, 'Unit of the pixels'),
		('proposal_id', 'text', '', 'meta.id;obs.proposal', 'Provenance.Proposal.identifier', false, 'Identifier of the proposal'))
		AS c(name, type, unit, ucd, utype, mandatory, description);
END;
COMMENT ON FUNCTION sky.obscore_columns() IS
	'The columns of ObsCore 1.1 that ivoa.obscore has, all mandatory ones and some more, as sky.describe takes them.';

DO $$
BEGIN
	EXECUTE (SELECT format('CREATE TYPE sky.observation AS (%s)', string_agg(format('%I %s', c.name, c.type), ', '))
		FROM sky.obscore_columns() c);
END $$;
COMMENT ON TYPE sky.observation IS 'A row of ivoa.obscore.';

CREATE FUNCTION sky.create_obscore() RETURNS boolean
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp AS $$
DECLARE c record;
BEGIN
	IF to_regclass('ivoa.obscore') IS NOT NULL THEN
		RETURN false;
	END IF;
	CREATE SCHEMA IF NOT EXISTS ivoa;
	EXECUTE (SELECT format('CREATE TABLE ivoa.obscore (%s)', string_agg(format('%I %s%s', o.name, o.type,
		CASE WHEN o.name IN ('calib_level', 'obs_collection', 'obs_id', 'obs_publisher_did') THEN ' NOT NULL' END), ', '))
		FROM sky.obscore_columns() o);
	ALTER TABLE ivoa.obscore ADD PRIMARY KEY (obs_publisher_did);
	CREATE INDEX obscore_region ON ivoa.obscore USING gist (s_region);
	CREATE INDEX obscore_position ON ivoa.obscore (sky.key(s_ra, s_dec));
	CREATE INDEX obscore_observation ON ivoa.obscore (obs_id);
	CREATE INDEX obscore_collection ON ivoa.obscore (obs_collection);
	CREATE INDEX obscore_time ON ivoa.obscore (t_min);
	CREATE INDEX obscore_identifier ON ivoa.obscore (sky.lower(obs_publisher_did));
	COMMENT ON SCHEMA ivoa IS 'Tables that the IVOA defines.';
	COMMENT ON TABLE ivoa.obscore IS 'Observations: images, cubes, spectra and other products of this archive (ObsCore 1.1).';
	FOR c IN SELECT * FROM sky.obscore_columns() LOOP
		PERFORM sky.describe('ivoa.obscore', c.name, c.unit, c.ucd, c.utype,
			CASE WHEN c.name = 's_region' THEN 'adql:REGION' END, c.description, c.mandatory, true);
	END LOOP;
	PERFORM sky.describe('ivoa.obscore', utype => 'ivo://ivoa.net/std/obscore#table-1.1');
	PERFORM sky.publish('ivoa.obscore');
	RETURN true;
END $$;
COMMENT ON FUNCTION sky.create_obscore() IS
	'Makes the table ivoa.obscore with its indexes and publishes it, unless there is a table or view of that name; did it?';
REVOKE EXECUTE ON FUNCTION sky.create_obscore() FROM PUBLIC;

-- What a file's description says of the sky and of the other axes.
CREATE FUNCTION sky.hdu_region(hdus jsonb, key text) RETURNS sky.region
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT (CASE count(*) WHEN 1 THEN min(p.text) ELSE 'Union ICRS (' || string_agg(p.text, ' ') || ')' END)::sky.region
	FROM jsonb_array_elements(hdus) h,
		LATERAL (SELECT 'Polygon ' || string_agg(v.n, ' ' ORDER BY v.i)
			FROM jsonb_array_elements_text(h -> key) WITH ORDINALITY AS v(n, i)) AS p(text)
	WHERE h ? key
	HAVING count(*) > 0;
END;
COMMENT ON FUNCTION sky.hdu_region(jsonb, text) IS
	'What the images of a file cover (key footprint), or where the rows of its tables are (spread), from the hdus of sky.fits_describe.';

CREATE FUNCTION sky.percent_encode(value text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_percent_encode';
COMMENT ON FUNCTION sky.percent_encode(text) IS 'A text as a value in the query of a URL.';

CREATE FUNCTION sky.main_hdu(hdus jsonb) RETURNS jsonb
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN (SELECT h FROM jsonb_array_elements(hdus) h
		ORDER BY h ? 'footprint' DESC, h ->> 'kind' = 'image' DESC, h ->> 'kind' = 'table' DESC,
			(SELECT -sum(ln(greatest(n::float8, 1))) FROM jsonb_array_elements_text(h -> 'axes') n), (h ->> 'hdu')::int
		LIMIT 1);
END $$;
COMMENT ON FUNCTION sky.main_hdu(jsonb) IS
	'The unit that speaks for a file, of the hdus of sky.fits_describe: the largest image on the sky, else the largest image, else the first table.';
REVOKE EXECUTE ON FUNCTION sky.main_hdu(jsonb) FROM PUBLIC;

CREATE FUNCTION sky.file_observation(path text, did text, collection text, size int8, hdus jsonb) RETURNS sky.observation
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	main jsonb := sky.main_hdu(hdus);
	header jsonb;
	said jsonb;     -- what the rules make of it
	border text := 'footprint';
	centre sky.point;
	o sky.observation;
BEGIN
	IF main ->> 'kind' = 'table' AND NOT main ? 'band' THEN
		border := 'spread';
	END IF;
	header := (hdus -> 0 -> 'header') || (main -> 'header');
	said := sky.header_values(header);
	o.obs_publisher_did := did;
	o.obs_collection := collection;
	o.calib_level := coalesce((said ->> 'calib_level')::float8::int, 2);
	o.obs_id := coalesce(said ->> 'obs_id', regexp_replace(path, '^.*/|\.(fits|fit|fts)(\.gz|\.fz)?$', '', 'gi'));
	o.access_url := current_setting('pgsky.base_url') || '/datalink/links?ID=' || sky.percent_encode(did);
	o.access_format := 'application/x-votable+xml;content=datalink';
	o.access_estsize := (size + 1023) / 1024;
	o.target_name := said ->> 'target_name';
	o.facility_name := said ->> 'facility_name';
	o.instrument_name := said ->> 'instrument_name';
	o.proposal_id := said ->> 'proposal_id';
	o.obs_title := said ->> 'obs_title';
	o.dataproduct_subtype := said ->> 'dataproduct_subtype';
	o.target_class := said ->> 'target_class';
	o.data_rights := said ->> 'data_rights';
	o.obs_release_date := timestamp '1858-11-17' + sky.mjd(said ->> 'obs_release_date') * interval '1 day';
	o.t_resolution := (said ->> 't_resolution')::float8;
	o.obs_creator_name := said ->> 'obs_creator_name';
	o.obs_creation_date := timestamp '1858-11-17' + sky.mjd(said ->> 'obs_creation_date') * interval '1 day';
	o.o_unit := said ->> 'o_unit';
	o.o_ucd := coalesce(said ->> 'o_ucd', sky.observable_ucd(o.o_unit));
	o.s_region := sky.hdu_region(hdus, border);
	centre := sky.centroid(o.s_region);
	o.s_ra := coalesce(sky.coord1(centre), (said ->> 's_ra')::float8);
	o.s_dec := coalesce(sky.coord2(centre), (said ->> 's_dec')::float8);
	SELECT 2 * max(sky.distance(o.s_ra, o.s_dec, v.n[1], v.n[2])) INTO o.s_fov
		FROM jsonb_array_elements(hdus) h, generate_series(0, jsonb_array_length(h -> border) - 2, 2) i,
			LATERAL (SELECT ARRAY[(h -> border ->> i)::float8, (h -> border ->> i + 1)::float8]) AS v(n);
	o.s_pixel_scale := (main ->> 'scale')::float8;
	o.s_resolution := (said ->> 's_resolution')::float8;
	o.s_xel1 := CASE WHEN main ? 'footprint' THEN (main -> 'axes' ->> 0)::int8 ELSE -1 END;
	o.s_xel2 := CASE WHEN main ? 'footprint' THEN (main -> 'axes' ->> 1)::int8 ELSE -1 END;
	o.t_exptime := (said ->> 't_exptime')::float8;
	o.t_min := coalesce((main -> 'time' ->> 0)::float8, (said ->> 't_min')::float8);
	o.t_max := coalesce((main -> 'time' ->> 1)::float8, (said ->> 't_max')::float8,
		o.t_min + coalesce(o.t_exptime, 0) / 86400);  -- searches by time find nothing without an end
	o.t_xel := CASE WHEN main ? 'time' THEN -1 END;
	o.em_min := coalesce((main -> 'band' ->> 0)::float8, (said ->> 'em_min')::float8);
	o.em_max := coalesce((main -> 'band' ->> 1)::float8, (said ->> 'em_max')::float8);
	o.em_xel := coalesce((main ->> 'bands')::int8, CASE WHEN main ->> 'kind' = 'image' THEN 1 END);
	o.em_res_power := coalesce((said ->> 'em_res_power')::float8,
		(o.em_min + o.em_max) / 2 / nullif(o.em_max - o.em_min, 0) * o.em_xel);
	SELECT '/' || string_agg(('{I,Q,U,V,RR,LL,RL,LR,XX,YY,XY,YX}'::text[])[CASE WHEN s > 0 THEN s ELSE 4 - s END], '/'
			ORDER BY CASE WHEN s > 0 THEN s ELSE 4 - s END) || '/', count(*)
		INTO o.pol_states, o.pol_xel
		FROM (SELECT n::int FROM jsonb_array_elements_text(main -> 'states') n) AS state(s);
	o.dataproduct_type := coalesce(said ->> 'dataproduct_type', CASE
		WHEN main ? 'footprint' AND (o.em_xel > 1 OR (main -> 'axes' ->> 2)::int8 > 1) THEN 'cube'
		WHEN main ? 'footprint' THEN 'image'
		WHEN main ->> 'kind' = 'image' AND (main -> 'axes' ->> 0)::int8 > 20 * coalesce((main -> 'axes' ->> 1)::int8, 1) THEN 'spectrum'
		WHEN main ->> 'kind' = 'image' THEN 'image'
		WHEN main ? 'band' THEN 'spectrum'
		ELSE 'measurements' END);
	RETURN o;
END $$;
COMMENT ON FUNCTION sky.file_observation(text, text, text, int8, jsonb) IS
	'The row of ivoa.obscore that a file gives, from the hdus of sky.fits_describe.';
REVOKE EXECUTE ON FUNCTION sky.file_observation(text, text, text, int8, jsonb) FROM PUBLIC;

DO $$
BEGIN
	EXECUTE (SELECT format('CREATE FUNCTION sky.put_observation(o sky.observation) RETURNS void LANGUAGE plpgsql VOLATILE '
			'SET search_path = pg_catalog, pg_temp AS $f$ BEGIN '
			'UPDATE ivoa.obscore p SET (%1$s) = ROW(%2$s) WHERE p.obs_publisher_did = o.obs_publisher_did; '
			'IF NOT FOUND THEN INSERT INTO ivoa.obscore (%1$s) VALUES (%2$s); END IF; END $f$',
			string_agg(quote_ident(c.name), ', '), string_agg(format('o.%I', c.name), ', '))
		FROM sky.obscore_columns() c);
END $$;
COMMENT ON FUNCTION sky.put_observation(sky.observation) IS
	'Puts a row into ivoa.obscore, or changes it there, whatever columns that has besides, by plans that stay.';
REVOKE EXECUTE ON FUNCTION sky.put_observation(sky.observation) FROM PUBLIC;

CREATE FUNCTION sky.obscore_update() RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN (SELECT 'UPDATE ivoa.obscore SET '
			|| string_agg(format('%I = (said.v ->> %L)::%s', a.attname, a.attname, format_type(a.atttypid, a.atttypmod)), ', ')
			|| ' FROM sky.header_values(($2 -> 0 -> ''header'') || (sky.main_hdu($2) -> ''header'')) AS said(v) WHERE obs_publisher_did = $1'
		FROM pg_attribute a WHERE a.attrelid = 'ivoa.obscore'::regclass AND a.attnum > 0 AND NOT a.attisdropped
			AND EXISTS (SELECT FROM sky.header_rule r WHERE r.obscore_column = a.attname)
			AND NOT EXISTS (SELECT FROM sky.obscore_columns() c WHERE c.name = a.attname));
END $$;
COMMENT ON FUNCTION sky.obscore_update() IS
	'The statement that fills the columns which a DBA has added to ivoa.obscore with what sky.header_rule makes of a file''s '
	'header, for the product $1, $2: hdus of sky.fits_describe; NULL if there are no rules for such columns.';
REVOKE EXECUTE ON FUNCTION sky.obscore_update() FROM PUBLIC;

CREATE FUNCTION sky.header_mapping() RETURNS int8
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN (SELECT hashtextextended(concat_ws(E'\n', current_setting('pgsky.base_url'), sky.obscore_update(),
			string_agg(r::text, E'\n' ORDER BY r.obscore_column, r.priority)), 0)
		FROM sky.header_rule r);
END $$;
COMMENT ON FUNCTION sky.header_mapping() IS
	'A number that differs when the rules for headers do, or the addresses in ivoa.obscore.';
REVOKE EXECUTE ON FUNCTION sky.header_mapping() FROM PUBLIC;

CREATE FUNCTION sky.ingest_file(path text, collection text, size int8, modified timestamptz, mapping int8) RETURNS text
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f sky.data_file;
	own text := sky.obscore_update();
BEGIN
	SELECT * INTO f FROM sky.data_file d WHERE d.path = ingest_file.path;
	IF NOT FOUND THEN  -- else it keeps its collection and identifier
		f.collection := collection;
		f.obs_publisher_did := format('ivo://%s/%s?%s', current_setting('pgsky.authority'), collection,
			replace(sky.percent_encode(path), '%2F', '/'));
	END IF;
	IF (f.size, f.modified) IS DISTINCT FROM (size, modified) THEN
		f.description := sky.fits_describe(path);
	END IF;
	INSERT INTO sky.data_file (path, obs_publisher_did, size, modified, description, collection, mapping)
		VALUES (ingest_file.path, f.obs_publisher_did, ingest_file.size, ingest_file.modified, f.description, f.collection,
			ingest_file.mapping)
		ON CONFLICT ON CONSTRAINT data_file_pkey DO UPDATE
		SET (size, modified, description, mapping)
			= ROW(excluded.size, excluded.modified, excluded.description, excluded.mapping);
	PERFORM sky.put_observation(sky.file_observation(path, f.obs_publisher_did, f.collection, size, f.description -> 'hdus'));
	IF own IS NOT NULL THEN
		EXECUTE own USING f.obs_publisher_did, f.description -> 'hdus';
	END IF;
	RETURN f.obs_publisher_did;
END $$;
COMMENT ON FUNCTION sky.ingest_file(text, text, int8, timestamptz, int8) IS
	'Reads one file below pgsky.data_dirs into sky.data_file and ivoa.obscore, or only maps what was read if it is the same; '
	'returns its obs_publisher_did.';
REVOKE EXECUTE ON FUNCTION sky.ingest_file(text, text, int8, timestamptz, int8) FROM PUBLIC;

CREATE FUNCTION sky.check_obscore() RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	stray name;
BEGIN
	IF pg_relation_is_updatable('ivoa.obscore'::regclass, true) & 28 <> 28 THEN  -- UPDATE, INSERT and DELETE
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = 'rows of the view ivoa.obscore cannot be changed',
			HINT = 'Give it INSTEAD OF triggers that change the table behind it.';
	END IF;
	FOR stray IN SELECT DISTINCT r.obscore_column FROM sky.header_rule r
		WHERE NOT EXISTS (SELECT FROM sky.obscore_columns() c WHERE c.name = r.obscore_column)
			AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = 'ivoa.obscore'::regclass AND a.attname = r.obscore_column)
	LOOP
		RAISE WARNING 'sky.header_rule names a column "%" that ivoa.obscore does not have', stray;
	END LOOP;
END $$;
COMMENT ON FUNCTION sky.check_obscore() IS
	'Raises if ivoa.obscore cannot take observations; warns of rules that reach no column of it.';
REVOKE EXECUTE ON FUNCTION sky.check_obscore() FROM PUBLIC;

CREATE FUNCTION sky.ingest(folder text DEFAULT '.', collection text DEFAULT 'data',
	OUT path text, OUT outcome text, OUT message text) RETURNS SETOF record
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1000
	SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f record;
	below text := nullif(sky.data_path(folder), '.');
	rules int8;
	done int8 := 0;
	gone text[];
BEGIN
	PERFORM sky.create_obscore();
	PERFORM sky.check_obscore();
	rules := sky.header_mapping();
	FOR f IN
		SELECT d.*, k.path IS NOT NULL AS known, (k.size, k.modified) IS DISTINCT FROM (d.size, d.modified) AS differs
		FROM sky.data_files(folder) d LEFT JOIN sky.data_file k USING (path)
		WHERE d.path ~* '(/|\.(fits|fit|fts)(\.gz|\.fz)?)$'
			AND (k.path IS NULL OR (k.size, k.modified, k.mapping) IS DISTINCT FROM (d.size, d.modified, rules))
		ORDER BY d.path
	LOOP
		path := f.path;
		message := f.problem;
		IF f.problem IS NOT NULL THEN
			outcome := 'bad';
			RETURN NEXT;
			CONTINUE;
		END IF;
		BEGIN
			PERFORM sky.ingest_file(f.path, collection, f.size, f.modified, rules);
			outcome := CASE WHEN NOT f.known THEN 'new' WHEN f.differs THEN 'changed' ELSE 'mapped' END;
		EXCEPTION WHEN OTHERS THEN
			outcome := 'bad';
			message := sqlerrm;
		END;
		done := done + 1;
		IF done % 1000 = 0 THEN
			RAISE NOTICE '% files read, now at %', done, f.path;
		END IF;
		RETURN NEXT;
	END LOOP;
	WITH there AS MATERIALIZED (
		SELECT n.path, n.problem FROM sky.data_files(folder) n),
	closed AS MATERIALIZED (  -- of what lies below nothing is known
		SELECT t.path FROM there t WHERE t.problem IS NOT NULL),
	files AS (
		DELETE FROM sky.data_file d
		WHERE (below IS NULL OR starts_with(d.path, below || '/'))
			AND NOT EXISTS (SELECT FROM there t WHERE t.path = d.path)
			AND NOT EXISTS (SELECT FROM closed c WHERE starts_with(d.path, c.path))
		RETURNING d.path, d.obs_publisher_did),
	rows AS (
		DELETE FROM ivoa.obscore o USING files WHERE o.obs_publisher_did = files.obs_publisher_did)
	SELECT array_agg(files.path ORDER BY files.path) INTO gone FROM files;
	RETURN QUERY SELECT g, 'gone', NULL::text FROM unnest(gone) g;
END $$;
COMMENT ON FUNCTION sky.ingest(text, text) IS
	'Reads the FITS files below a folder of pgsky.data_dirs, or one of them, into ivoa.obscore, which it makes if there is none. One row '
	'for each file that is new, changed, gone or bad, or mapped anew since sky.header_rule, pgsky.base_url or the columns of '
	'ivoa.obscore changed; the others are left as they are, so that it can be run again. Files '
	'that are known keep their collections and identifiers, and what ivoa.obscore has of them besides. For '
	'superusers and members of pg_read_server_files.';
REVOKE EXECUTE ON FUNCTION sky.ingest(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sky.ingest(text, text) TO pg_read_server_files;

REVOKE EXECUTE ON FUNCTION sky.mjd(text), sky.header_values(jsonb), sky.hdu_region(jsonb, text)
	FROM PUBLIC;
