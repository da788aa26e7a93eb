-- Cutouts of the demo's FITS files, through the helper program.
\getenv abs_srcdir PG_ABS_SRCDIR
\set folder :abs_srcdir '/demo/data/fits'
SET pgsky.data_dirs = :'folder';

-- What is in a file.
SELECT h - 'header' - 'footprint' FROM jsonb_array_elements(
	sky.fits_describe('gmos_ngc_multi.fits') -> 'hdus') h;
SELECT sky.fits_header('ngc1316_optical.fits') -> 'CTYPE1' AS ctype1,
	jsonb_typeof(sky.fits_header('ngc1316_optical.fits') -> 'NAXIS1') AS naxis1;
SELECT sky.fits_header('ngc1316_optical.fits', 7) IS NULL AS no_such_hdu;
-- The band of a cube that AIPS wrote: optical velocities of the 21 cm line.
SELECT round((h -> 'band' ->> 0)::numeric, 6) AS lo, round((h -> 'band' ->> 1)::numeric, 6) AS hi, h -> 'bands' AS channels
	FROM jsonb_array_elements(sky.fits_describe('ngc6503_hi_cube.fits') -> 'hdus') h;
SELECT round(sky.area(sky.wcs_footprint('ngc1316_optical.fits'))::numeric, 5) AS square_degrees;
SELECT sky.wcs_footprint('sdssQSO.fits') IS NULL AS nowhere;

-- Cutouts are files; here their headers, by looking at the bytes.
CREATE FUNCTION cards(file bytea) RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
	SELECT c FROM generate_series(0, length(file) / 80 - 1) i,
		rtrim(encode(substr(file, 80 * i + 1, 80), 'escape')) c
	WHERE c ~ '^(SIMPLE|XTENSION|Z?BITPIX|Z?NAXIS|ZCMPTYPE|ZTILE|ZQUANTIZ|CRPIX|BSCALE|BZERO|EXTNAME|HISTORY pgsky)';
END;
SELECT cards(sky.cutout('ngc1316_optical.fits', sky.circle(50.67, -37.2, 0.02)));
SELECT cards(sky.cutout('ngc1316_optical_tilecompressed.fits', sky.box(50.67, -37.2, 0.04, 0.03)));
SELECT cards(sky.cutout('ngc1316_optical_tilecompressed.fits', sky.box(50.67, -37.2, 0.04, 0.03), compress => 'keep'));
SELECT cards(sky.cutout('ngc6503_hi_cube.fits', sky.circle(267.4, 70.15, 0.02), band => '{0.2110, 0.2111}'));
SELECT cards(sky.cutout('gmos_ngc_multi.fits', hdu => 2, pixels => '{11, 20}'));
SELECT cards(sky.cutout('cube_equatorial_3d.fits', pixels => '{NULL, 2, 3, NULL, 2, 3}'));

-- A spectrum of the SDSS: decimal logarithms in the words of IRAF; its tables come along.
SELECT cards(sky.cutout('sdssAstar.fits', band => '{5e-7, 6e-7}')) LIMIT 12;
SELECT sky.cutout('sdssAstar.fits', band => '{1, 2}') IS NULL AS beyond,
	sky.cutout('sdssAstar.fits', hdu => 1, band => '{5e-7, 6e-7}') IS NULL AS lines_elsewhere;

-- Nothing there is no file; what cannot be asked is said.
SELECT sky.cutout('ngc1316_optical.fits', sky.circle(0, 0, 1)) IS NULL AS elsewhere,
	sky.cutout('ngc1316_optical.fits', band => '{1e-7, 1}') IS NULL AS no_band,
	sky.cutout('ngc1316_optical.fits', pol => '{I}') IS NULL AS no_polarisation,
	sky.cutout('ngc1316_optical.fits', pixels => '{900, 901}') IS NULL AS beyond,
	sky.cutout(NULL) IS NULL AS of_nothing;
SELECT sky.cutout('ngc1316_optical.fits', compress => 'keep') = sky.cutout('ngc1316_optical.fits') AS plain_stays_plain;
SELECT sky.cutout('ngc1316_optical.fits', band => '{2, 1}');
SELECT sky.cutout('ngc1316_optical.fits', band => '{2}');
SELECT sky.cutout('ngc1316_optical.fits', pol => '{Z}');
SELECT sky.cutout('ngc1316_optical.fits', pixels => '{1, 2, 3}');
SELECT sky.cutout('ngc1316_optical.fits', compress => 'lossy');
SELECT sky.cutout('ngc1316_optical.fits', detail => 'mask');
SELECT sky.cutout('README.md');
SELECT sky.cutout('../README.md');
SELECT sky.cutout('/etc/passwd');

-- Mosaics: pixels of images that share a projection.
SELECT cards(sky.mosaic('{ngc1316_optical.fits,ngc1316_optical.fits}', sky.circle(50.67, -37.2, 0.02)));
SELECT sky.mosaic('{ngc1316_optical.fits,gmos_ngc_multi.fits}');
SELECT sky.mosaic('{sdssQSO.fits}');
SELECT count(*) FROM sky.mosaic_pieces(NULL);
SELECT count(*) FROM sky.cutout_pieces(NULL);

-- Only below pgsky.data_dirs, only for those who may read the server's files.
SET pgsky.data_dirs = '';
SELECT sky.cutout('ngc1316_optical.fits');
SET pgsky.data_dirs = :'folder';
SET ROLE sky_anon;
SELECT sky.cutout('ngc1316_optical.fits');
SET pgsky.data_dirs = '/';
RESET ROLE;
DROP FUNCTION cards;
