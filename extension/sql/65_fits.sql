CREATE FUNCTION sky.fits_describe(path text) RETURNS jsonb
	LANGUAGE c VOLATILE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_fits_describe';
COMMENT ON FUNCTION sky.fits_describe(text) IS
	'What is in a FITS file below pgsky.data_dirs: {"hdus": [...]}, each with its kind, axes, '
	'header and, for images with world coordinates, footprint (longitudes and latitudes, ICRS '
	'degrees), scale (arcsec), band (m), time (MJD) and states of polarisation (FITS codes), '
	'for tables of sources spread: a polygon with all of them.';

CREATE FUNCTION sky.fits_header(path text, hdu integer DEFAULT 0) RETURNS jsonb
	LANGUAGE sql VOLATILE STRICT PARALLEL RESTRICTED
	RETURN sky.fits_describe(path) -> 'hdus' -> hdu -> 'header';
COMMENT ON FUNCTION sky.fits_header(text, integer) IS
	'The header of one HDU (from 0) of a FITS file below pgsky.data_dirs; keywords that come '
	'more than once have arrays.';

CREATE FUNCTION sky.wcs_footprint(path text, hdu integer DEFAULT 0) RETURNS sky.polygon
	LANGUAGE sql VOLATILE STRICT PARALLEL RESTRICTED
	RETURN (SELECT array_agg(n::float8 ORDER BY i)::sky.polygon
		FROM jsonb_array_elements_text(sky.fits_describe(path) -> 'hdus' -> hdu -> 'footprint')
			WITH ORDINALITY AS vertex(n, i));
COMMENT ON FUNCTION sky.wcs_footprint(text, integer) IS
	'The border of an image on the sky (ICRS degrees), distortions included, with vertices '
	'where great circles between them would miss it by more than half a pixel; NULL without '
	'world coordinates.';

CREATE FUNCTION sky.cutout(product text, shape sky.region DEFAULT NULL, band float8[] DEFAULT NULL,
		"time" float8[] DEFAULT NULL, pol text[] DEFAULT NULL, pixels float8[] DEFAULT NULL,
		hdu integer DEFAULT NULL, part integer DEFAULT NULL, compress text DEFAULT 'none',
		detail text DEFAULT 'Exposure') RETURNS bytea
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_cutout';
COMMENT ON FUNCTION sky.cutout(text, sky.region, float8[], float8[], text[], float8[], integer, integer, text, text) IS
	'The pixels of a product that meet a shape (ICRS degrees), an interval of vacuum wavelengths (m), of times (MJD), '
	'states of polarisation and intervals of pixels (two for each axis, from 1), as a FITS file; of all HDUs or one '
	'(from 0). Never resampled or rescaled. Of tables the rows inside the shape, the band and the time: columns are found by UCD '
	'(TUCDn: pos.eq.ra, pos.eq.dec, em.wl, em.freq, em.energy, time.epoch), else by their usual names; spectra with arrays in '
	'their cells have these trimmed together; tables without such columns are copied beside the rest. '
	'NULL where nothing overlaps. With part, the extensions for a file of several '
	'cutouts, which begins with sky.fits_primary(). With compress => ''keep'', images that were compressed in tiles '
	'come compressed, without loss: integers by the method of the original, floats by GZIP_2 without quantizing; plain '
	'are those of more than 64 MB of pixels, and what is beyond 256 MB in one file. With detail => ''Image'' there are images '
	'alone, with ''MaskedImage'' also their errors, masks and weights, but no tables. A product is an obs_publisher_did that the caller can see in '
	'ivoa.obscore or, for members of pg_read_server_files, a path below pgsky.data_dirs.';

CREATE TYPE sky.cutout_wish AS (shape sky.region, band float8[], "time" float8[], pol text[], pixels float8[],
	hdu integer, part integer, compress text, detail text);
COMMENT ON TYPE sky.cutout_wish IS 'What is wanted of a product: the arguments of sky.cutout.';

CREATE FUNCTION sky.cutout_wish(shape sky.region DEFAULT NULL, band float8[] DEFAULT NULL, "time" float8[] DEFAULT NULL,
		pol text[] DEFAULT NULL, pixels float8[] DEFAULT NULL, hdu integer DEFAULT NULL, part integer DEFAULT NULL,
		compress text DEFAULT NULL, detail text DEFAULT NULL) RETURNS sky.cutout_wish
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN ROW(shape, band, "time", pol, pixels, hdu, part, compress, detail)::sky.cutout_wish;
COMMENT ON FUNCTION sky.cutout_wish(sky.region, float8[], float8[], text[], float8[], integer, integer, text, text) IS
	'What sky.cutout_pieces, sky.cutout_within, sky.cutout_open and their kin for mosaics are to give, in the words of sky.cutout; mosaics take shape and hdu.';

CREATE FUNCTION sky.cutout_pieces(product text, wish sky.cutout_wish DEFAULT NULL) RETURNS SETOF bytea
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_cutout_pieces';
COMMENT ON FUNCTION sky.cutout_pieces(text, sky.cutout_wish) IS
	'What sky.cutout gives, in pieces; in a select list they come one by one, so that the file may be longer than memory.';

CREATE FUNCTION sky.cutout_within(product text, wish sky.cutout_wish DEFAULT NULL, most int8 DEFAULT 0,
		OUT size int8, OUT file bytea)
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_cutout_within';
COMMENT ON FUNCTION sky.cutout_within(text, sky.cutout_wish, int8) IS
	'How many bytes sky.cutout would give, and these if they are no more than most; NULL where nothing overlaps.';

CREATE FUNCTION sky.cutout_open(product text, wish sky.cutout_wish DEFAULT NULL, most int8 DEFAULT 65536,
		OUT size int8, OUT file bytea)
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_cutout_open';
COMMENT ON FUNCTION sky.cutout_open(text, sky.cutout_wish, int8) IS
	'As sky.cutout_within; but where the file is longer than most, sky.cutout_rest() gives it later in this transaction.';

CREATE FUNCTION sky.mosaic_within(products text[], wish sky.cutout_wish DEFAULT NULL, most int8 DEFAULT 0,
		OUT size int8, OUT file bytea)
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_mosaic_within';
COMMENT ON FUNCTION sky.mosaic_within(text[], sky.cutout_wish, int8) IS
	'How many bytes sky.mosaic would give, and these if they are no more than most; NULL where nothing overlaps.';

CREATE FUNCTION sky.mosaic_open(products text[], wish sky.cutout_wish DEFAULT NULL, most int8 DEFAULT 65536,
		OUT size int8, OUT file bytea)
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_mosaic_open';
COMMENT ON FUNCTION sky.mosaic_open(text[], sky.cutout_wish, int8) IS
	'As sky.mosaic_within; but where the file is longer than most, sky.cutout_rest() gives it later in this transaction.';

CREATE FUNCTION sky.cutout_rest() RETURNS SETOF bytea
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_cutout_rest';
COMMENT ON FUNCTION sky.cutout_rest() IS
	'The file that sky.cutout_open or sky.mosaic_open has begun in this transaction, in pieces, once.';

CREATE FUNCTION sky.mosaic(products text[], shape sky.region DEFAULT NULL, hdu integer DEFAULT NULL) RETURNS bytea
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_mosaic';
COMMENT ON FUNCTION sky.mosaic(text[], sky.region, integer) IS
	'One FITS image of the pixels of several products that meet a shape (ICRS degrees). Their images, of one HDU (from 0) '
	'or the first with positions, must share one projection, whole pixels apart: nothing is resampled. The first product counts '
	'where they overlap; gaps are NaN or BLANK. NULL where nothing overlaps.';

CREATE FUNCTION sky.mosaic_pieces(products text[], wish sky.cutout_wish DEFAULT NULL) RETURNS SETOF bytea
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'pgsky_mosaic_pieces';
COMMENT ON FUNCTION sky.mosaic_pieces(text[], sky.cutout_wish) IS
	'What sky.mosaic gives, in pieces; in a select list they come one by one, so that the file may be longer than memory.';

CREATE FUNCTION sky.fits_primary() RETURNS bytea
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN convert_to(rpad((SELECT string_agg(rpad(card, 80), '') FROM unnest(ARRAY[
		'SIMPLE  =                    T / conforms to FITS standard',
		'BITPIX  =                    8 / bits per pixel',
		'NAXIS   =                    0 / no data: cutouts are in the extensions',
		'EXTEND  =                    T / there are extensions',
		'END']) card), 2880), 'SQL_ASCII');
COMMENT ON FUNCTION sky.fits_primary() IS
	'The first HDU of a FITS file that has only extensions, such as sky.cutout gives with part.';

DO $$
DECLARE f regprocedure;
BEGIN
	FOREACH f IN ARRAY ARRAY['sky.fits_describe(text)', 'sky.fits_header(text, integer)',
		'sky.wcs_footprint(text, integer)']::regprocedure[]
	LOOP
		EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
		EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pg_read_server_files', f);
	END LOOP;
END $$;
