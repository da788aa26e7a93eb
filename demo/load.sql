-- The demo's archive: load and publish three real catalogues, and images beside them.
CREATE EXTENSION pgsky;
CREATE SCHEMA cat;
COMMENT ON SCHEMA cat IS 'Bright stars, deep-sky objects and the constellations of the sky';

SELECT sky.load(:'import' || '/hipparcos.ecsv.gz', 'cat.hipparcos') AS stars;
ALTER TABLE cat.hipparcos ADD PRIMARY KEY (hip);
CREATE INDEX ON cat.hipparcos (sky.key(ra, dec));
SELECT sky.load(:'import' || '/deepsky.ecsv.gz', 'cat.deepsky') AS objects;
CREATE INDEX ON cat.deepsky (sky.key(ra, dec));
SELECT sky.load(:'import' || '/constellations.ecsv.gz', 'cat.constellations') AS boundaries;
ANALYZE cat.hipparcos, cat.deepsky, cat.constellations;

SELECT sky.publish('cat.hipparcos');
SELECT sky.publish('cat.deepsky');
SELECT sky.publish('cat.constellations');

-- Where the spectra of SDSS say what they are of.
INSERT INTO sky.header_rule (obscore_column, priority, keyword, kind, only_where) VALUES
	('s_ra', 1, 'RAOBJ', 'number', '{"TELESCOP": "SDSS 2.5-M"}'),
	('s_dec', 1, 'DECOBJ', 'number', '{"TELESCOP": "SDSS 2.5-M"}'),
	('target_name', 1, 'NAME', 'text', '{"TELESCOP": "SDSS 2.5-M"}');
SET pgsky.data_dirs = :'import';
SELECT outcome, count(*) AS files FROM sky.ingest('fits', 'demo') GROUP BY outcome;
-- The same image compressed, and the same galaxy at another wavelength.
INSERT INTO sky.link (obs_publisher_did, semantics, linked_did, description)
SELECT a.obs_publisher_did, l.semantics, b.obs_publisher_did, l.description
FROM (VALUES
	('fits/ngc1316_optical_tilecompressed.fits', '#progenitor', 'fits/ngc1316_optical.fits', 'The image before compression'),
	('fits/ngc1316_optical.fits', '#auxiliary', 'fits/ngc1316_radio.fits', 'The galaxy and its lobes in radio waves'),
	('fits/ngc1316_radio.fits', '#auxiliary', 'fits/ngc1316_optical.fits', 'The galaxy in visible light')
) AS l(path, semantics, linked, description)
JOIN sky.data_file AS a ON a.path = l.path JOIN sky.data_file AS b ON b.path = l.linked;
ANALYZE ivoa.obscore;

SELECT sky.add_example('Pleiades',
	'SELECT hip, name, ra, dec, vmag FROM cat.hipparcos
WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(56.75, 24.12, 2)) ORDER BY vmag',
	'Stars within 2 degrees of the Pleiades, the brightest first.', 1);
SELECT sky.add_example('Galaxies of Virgo',
	'SELECT TOP 50 designation, name, mag, DISTANCE(ra, dec, 187.7, 12.4) AS off
FROM cat.deepsky WHERE DISTANCE(ra, dec, 187.7, 12.4) < 5 ORDER BY mag',
	'Objects around M 87 and how far off they are, in degrees.', 2);
SELECT sky.add_example('Stars of Orion',
	'SELECT h.hip, h.name, h.vmag FROM cat.hipparcos AS h, cat.constellations AS c
WHERE c.constellation = ''Ori'' AND h.vmag < 4
	AND 1 = CONTAINS(POINT(h.ra, h.dec), c.boundary) ORDER BY h.vmag',
	'Bright stars inside the boundary of a constellation, a polygon on the sphere.', 3);
SELECT sky.add_example('Largest constellations',
	'SELECT TOP 10 name, AREA(boundary) AS extent FROM cat.constellations ORDER BY extent DESC',
	'The area of spherical polygons, in square degrees.', 4);
SELECT sky.add_example('Magnitudes counted',
	'SELECT FLOOR(vmag) AS magnitude, COUNT(*) AS stars FROM cat.hipparcos
GROUP BY FLOOR(vmag) ORDER BY magnitude',
	'A histogram.', 5);
SELECT sky.add_example('Bright stars beside nebulae',
	'SELECT h.hip, h.name, d.designation, DISTANCE(h.ra, h.dec, d.ra, d.dec) AS off
FROM cat.hipparcos AS h JOIN cat.deepsky AS d ON DISTANCE(h.ra, h.dec, d.ra, d.dec) < 0.5
WHERE h.vmag < 2 ORDER BY off',
	'Two catalogues joined by position.', 6);
SELECT sky.add_example('Above and below the Milky Way',
	'SELECT hip, COORD1(g) AS l, COORD2(g) AS b, vmag
FROM (SELECT hip, vmag, ivo_geom_transform(''ICRS'', ''GALACTIC'', POINT(ra, dec)) AS g
	FROM cat.hipparcos WHERE vmag < 3) AS bright
WHERE COORD2(g) NOT BETWEEN -60 AND 60 ORDER BY b DESC',
	'Positions in another reference frame.', 7);
SELECT sky.add_example('A map of the sky',
	'SELECT ivo_healpix_index(3, ra, dec) AS hpx, COUNT(*) AS stars, AVG(b_v) AS b_v
FROM cat.hipparcos GROUP BY ivo_healpix_index(3, ra, dec) ORDER BY hpx',
	'Stars and their mean colour in each HEALPix cell of order 3.', 8);
SELECT sky.add_example('Sizes in other units',
	'SELECT TOP 20 designation, IN_UNIT(major_arcmin, ''deg'') AS major,
	minor_arcmin / major_arcmin AS axis_ratio,
	IN_UNIT(PI() / 4 * major_arcmin * minor_arcmin, ''deg**2'') AS extent
FROM cat.deepsky WHERE major_arcmin > 30 ORDER BY extent DESC',
	'Units are known of columns and of what is computed from them.', 9);
SELECT sky.add_example('What a star is called',
	'WITH bright AS (SELECT * FROM cat.hipparcos WHERE vmag < 4)
SELECT COALESCE(name, bayer || '' '' || constellation, ''HIP '' || CAST(hip AS VARCHAR)) AS star, vmag
FROM bright WHERE constellation ILIKE ''o%'' ORDER BY vmag OFFSET 5',
	'A named subquery, and the first name that is there.', 10);
SELECT sky.add_example('Constellations without variables',
	'SELECT constellation FROM cat.constellations
EXCEPT SELECT constellation FROM cat.hipparcos WHERE variable IS NOT NULL AND vmag < 5
ORDER BY constellation',
	'One set of rows less another.', 11);
SELECT sky.add_example('Colours counted',
	'SELECT ivo_histogram(b_v, -0.5, 2.5, 30) AS counts FROM cat.hipparcos WHERE vmag < 7',
	'Thirty bins in one array, with what is below and above at its ends.', 12);
SELECT sky.add_example('Images of a place',
	'SELECT obs_id, dataproduct_type, target_name, s_fov, access_url FROM ivoa.obscore
WHERE 1 = CONTAINS(POINT(50.67, -37.2), s_region)',
	'Observations whose footprint holds a place; the address leads to their files and to cutouts.', 13);
