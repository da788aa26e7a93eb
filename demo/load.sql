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
