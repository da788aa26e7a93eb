-- One million sources, the same ones in every run, and a role for the shim.
CREATE EXTENSION pgsky;
CREATE SCHEMA bench;
SET synchronize_seqscans = off;
SELECT setseed(0.5);
CREATE TABLE bench.source AS
SELECT g::bigint AS id,
	random() * 360 AS ra,
	degrees(asin(2 * random() - 1)) AS dec,
	random() * 20 - 10 AS pmra,
	random() * 20 - 10 AS pmdec,
	random() * 5 AS parallax,
	(8 + 13 * random())::real AS gmag,
	(3 * random() - 0.5)::real AS bp_rp,
	timestamp '2016-01-01' + g * interval '1 s' AS epoch,
	CASE WHEN g % 50 <> 0 THEN 'source ' || g END AS name
FROM generate_series(1, 1000000) AS g;
ALTER TABLE bench.source ADD PRIMARY KEY (id);
VACUUM (ANALYZE, FREEZE) bench.source;
SET client_min_messages = warning;
SELECT sky.publish('bench.source');
