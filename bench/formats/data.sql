-- A star catalogue of :rows rows and 10 columns, the same at each run; 2 % NULL in four of them.
SELECT setseed(0.42);
DROP TABLE IF EXISTS bench_stars;
CREATE TABLE bench_stars AS
SELECT source_id,
	random() * 360 AS ra,
	degrees(asin(2 * random() - 1)) AS dec,
	(random() - 0.5) * 100 AS pmra,
	(random() - 0.5) * 100 AS pmdec,
	CASE WHEN random() >= 0.02 THEN random() * 10 END AS parallax,
	CASE WHEN random() >= 0.02 THEN (5 + random() * 16)::float4 END AS gmag,
	CASE WHEN random() >= 0.02 THEN (random() * 4 - 0.5)::float4 END AS bp_rp,
	timestamp '2014-07-25' + random() * interval '1038 days' AS observed,
	CASE WHEN random() >= 0.02 THEN 'HD ' || (random() * 359083)::int END AS name
FROM generate_series(1::bigint, :rows) AS source_id;
VACUUM (ANALYZE) bench_stars;
