-- The demo's archive: load and publish three real catalogues.
CREATE EXTENSION pgsky;
CREATE SCHEMA cat;
COMMENT ON SCHEMA cat IS 'Bright stars, deep-sky objects and the constellations of the sky';

SELECT sky.load(:'import' || '/hipparcos.ecsv.gz', 'cat.hipparcos') AS stars;
ALTER TABLE cat.hipparcos ADD PRIMARY KEY (hip);
SELECT sky.load(:'import' || '/deepsky.ecsv.gz', 'cat.deepsky') AS objects;
SELECT sky.load(:'import' || '/constellations.ecsv.gz', 'cat.constellations') AS boundaries;

SELECT sky.publish('cat.hipparcos');
SELECT sky.publish('cat.deepsky');
SELECT sky.publish('cat.constellations');

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
	'SELECT TOP 10 name, AREA(boundary) AS area FROM cat.constellations ORDER BY area DESC',
	'The area of spherical polygons, in square degrees.', 4);
SELECT sky.add_example('Magnitudes counted',
	'SELECT FLOOR(vmag) AS magnitude, COUNT(*) AS stars FROM cat.hipparcos
GROUP BY FLOOR(vmag) ORDER BY magnitude',
	'A histogram.', 5);
