-- The demo's stars.  -v import=FOLDER
CREATE SCHEMA cat;
SELECT sky.load(:'import' || '/hipparcos.ecsv.gz', 'cat.hipparcos');
ALTER TABLE cat.hipparcos ADD PRIMARY KEY (hip);
CREATE INDEX ON cat.hipparcos (sky.key(ra, dec));
VACUUM ANALYZE cat.hipparcos;
SELECT sky.publish('cat.hipparcos');
