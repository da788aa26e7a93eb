-- What queries of the corpus mean, in SQL of our own.  Above each query stand its id and
-- "at lon lat radius": where its tables are filled; "by column": what it orders by;
-- "top N": it may take any N rows; then what makes random values meet its conditions more
-- often.  near(), distance(), inside() and apart() are made by adql_real_results.pl.

-- real-gaia-003 at 10 10 5 top 10
SELECT source_id, ra, dec, pmra, pmdec, parallax FROM gaiadr2.gaia_source
WHERE parallax < 1 AND bp_rp >= -0.75 AND bp_rp <= 2

-- real-gaia-005 at 144 26.6 9 top 10
SELECT source_id, ra, dec, pmra, pmdec, parallax FROM gaiadr2.gaia_source
WHERE parallax < 1 AND bp_rp >= -0.75 AND bp_rp <= 2
	AND inside(ra, dec, '146.275 19.261 135.422 25.877 141.603 34.315 152.817 27.135')

-- real-gaia-010 at 88.8 7.4 0.1
SELECT source_id, ra, dec, pmra, pmdec FROM gaiadr2.gaia_source WHERE near(ra, dec, 88.8, 7.4, 0.08333333)

-- real-gaia-011 at 88.8 7.4 0.1
SELECT s.source_id, s.ra, s.dec, s.pmra, s.pmdec, b.best_neighbour_multiplicity, b.number_of_mates
FROM gaiadr2.gaia_source s, gaiadr2.panstarrs1_best_neighbour b
WHERE s.source_id = b.source_id AND near(s.ra, s.dec, 88.8, 7.4, 0.08333333)

-- real-gaia-018 at 88.8 7.4 0.1
SELECT sum(CASE WHEN near(ra, dec, 88.8, 7.4, 0.08333333) AND source_id IS NOT NULL THEN 1 ELSE 0 END) AS count
FROM gaiadr2.gaia_source

-- real-gaia-025 at 180 0 12 by phot_g_mean_mag
SELECT * FROM gaiadr3.gaia_source WHERE near(l, b, 180, 0, 10) AND phot_g_mean_mag IS NOT NULL ORDER BY phot_g_mean_mag LIMIT 100

-- real-gaia-044 at 192 27 40
SELECT h AS hpx5, avg((c1 * pmra + c2 * pmdec) / cos(radians(b))) AS mpmll, avg((c1 * pmdec - c2 * pmra) / cos(radians(b))) AS mpmbb
FROM (SELECT source_id >> 49 AS h, pmra, pmdec, b,
		0.4559838136873017 * cosd(dec) - 0.889988068265628 * sind(dec) * cosd(ra - 192.85947789477598) AS c1,
		0.889988068265628 * sind(ra - 192.85947789477598) AS c2
	FROM gaiadr2.gaia_source WHERE phot_g_mean_mag < 17) t
GROUP BY h

-- real-gaia-049
-- UPDATE twomass_psc SET ph_qual = 'A3A', use_src = '1', ext_key = NULL, j_m = 10 + random(), k_m = 9.5 + random(), pts_key = floor(20 * random()), hp12index = 40000 * random()
-- UPDATE twomass_psc_hp12 SET pts_key = floor(20 * random())
SELECT a AS floor, c AS floor_2, h AS floor_3, count(*) AS count
FROM (SELECT floor((j_m + power(j_m - k_m, 2) + 2.5 * (j_m - k_m)) * 10) AS a, floor((j_m - k_m + 0.05) / 1.05 * 3) AS c,
		floor(div(hp12index, 16384)::float8) AS h
	FROM twomass_psc p JOIN twomass_psc_hp12 q USING (pts_key)
	WHERE (ph_qual ~ '^A..$' OR rd_flg ~ '^[13]..$') AND (ph_qual ~ '^..A$' OR rd_flg ~ '^..[13]$') AND use_src = '1'
		AND ext_key IS NULL AND j_m - k_m > -0.05 AND j_m - k_m < 1 AND j_m > 2 AND j_m < 13.5) t
GROUP BY a, c, h

-- real-gaia-aip-001
SELECT count(*) FROM gdr1.tgas_source WHERE parallax / parallax_error > 10

-- real-gaia-aip-003 at 245.8962 -26.5222 0.6
SELECT s.source_id, s.ra, s.dec, d.r_est FROM gdr2.gaia_source s JOIN gdr2_contrib.geometric_distance d USING (source_id)
WHERE near(s.ra, s.dec, 245.8962, -26.5222, 0.5) AND s.phot_g_mean_mag < 15 AND d.r_est >= 1500 AND d.r_est <= 2300

-- real-gaia-039
SELECT floor(phot_g_mean_mag - 3)::int AS magnitude, floor((g_rp + 2.5) * 2)::int AS colour, source_id >> 49 AS position,
	count(*) AS n, count(*) FILTER (WHERE ra_input > 0) AS k
FROM gaiadr3.gaia_source g LEFT JOIN gaiadr3.ravedr6_best_neighbour x USING (source_id)
	LEFT JOIN external.ravedr6 r ON x.original_ext_source_id = r.rave_obs_id
WHERE phot_g_mean_mag < 16 GROUP BY 1, 2, 3

-- real-misc-001 at 10 10 5
SELECT ra, dec, parallax, pmra, pmdec, radial_velocity, phot_g_mean_mag, phot_bp_mean_mag, phot_rp_mean_mag
FROM gaiadr2.gaia_source WHERE parallax_over_error > 10 AND parallax > 10 AND radial_velocity IS NOT NULL

-- real-misc-017 by planets DESC
SELECT star_name, count(*) AS planets FROM exoplanet.epn_core WHERE star_name IS NOT NULL GROUP BY 1 HAVING count(*) > 5

-- real-misc-023
SELECT count(*) AS planets FROM (SELECT DISTINCT pl_name FROM ps WHERE pl_name IS NOT NULL) p

-- real-misc-031 by bibcode DESC
SELECT v.period, v.bibcode FROM "mesVar" v, basic b WHERE b.oid = v.oidref AND b.main_id = 'CD-29 2360'

-- real-ipac-020 by mag_r_lsst
SELECT ra, dec, redshift, mag_r_lsst FROM cosmodc2mockv1_heavy WHERE redshift > 2.5 ORDER BY mag_r_lsst

-- real-ipac-024
SELECT koaid, filehand, frameno FROM koa_hires WHERE position('20040824' IN koaid) > 0

-- real-heasarc-005
SELECT obsid FROM nicermastr WHERE obsid = ANY ('{1010010121,1010010122,1012020112,1012020114}')

-- real-heasarc-009 by Radial_Velocity
SELECT ra, dec, "Radial_Velocity", radial_velocity_error, bmag, morph_type FROM zcat
WHERE bmag < 14 AND morph_type >= 1 AND morph_type <= 9 AND "Radial_Velocity" < 3000 ORDER BY "Radial_Velocity"

-- real-heasarc-014 at 359.99 5 0.03 by ra
SELECT c.ra, c.dec, c."Radial_Velocity", c.bmag, c.morph_type FROM zcat c, "TAP_UPLOAD".mysources m
WHERE near(c.ra, c.dec, m.ra, m.dec, 0.01) AND c."Radial_Velocity" > 0

-- real-heasarc-020 at -37 -37 70
SELECT o.observation_id FROM hsa.v_active_observation o JOIN hsa.instrument i ON o.instrument_oid = i.instrument_oid
WHERE near(o.ra, o.dec, -37, -37, 62) AND i.instrument_name = '100'

-- real-eso-021
SELECT 1651589610221899038 AS column_1, 62::float8 AS column_2, -37::float8 AS column_3, 62::float8 AS column_4, -37::float8 AS column_5, 100 AS column_6
FROM "VVVX_VIRAC_V2_SOURCES"

-- real-eso-023 by t_min DESC
-- UPDATE ivoa.obscore SET obs_collection = 'vegas', calib_level = 3, dataproduct_type = 'image', s_pixel_scale = random(), t_min = 30 * random() WHERE random() < 0.7
SELECT target_name, s_ra, s_dec, instrument_name, obs_collection, dataproduct_type, s_pixel_scale, calib_level, t_min, proposal_id, dp_id
FROM ivoa.obscore WHERE obs_collection = 'vegas' AND calib_level = 3 AND dataproduct_type = 'image' AND s_pixel_scale < 0.4
	AND left(target_name, 3) = 'NGC' ORDER BY t_min DESC LIMIT 30

-- real-eso-024 at 170.06 12.99 0.3
-- UPDATE dbo.raw SET dp_cat = 'SCIENCE', lambda_min = 640 + 20 * random(), lambda_max = 650 + 20 * random() WHERE random() < 0.8
SELECT * FROM dbo.raw WHERE dp_cat = 'SCIENCE' AND apart(170.0626, 12.9915, s_region::text) <= 0.1
	AND lambda_min < 656 AND lambda_max > 656 AND lambda_max - lambda_min < 20

-- real-astroquery-005
SELECT b.main_id AS "child id", b.otype, b.ra, b.dec, h.membership, i.id AS "parent cluster"
FROM ident i JOIN h_link h ON h.parent = i.oidref JOIN basic b ON b.oid = h.child WHERE i.id = 'SDSSCGB 350'

-- real-astroquery-007
SELECT b.main_id, b.otype FROM basic b, "TAP_UPLOAD".messiers m WHERE b.main_id = m."Messier_objects"

-- real-astroquery-101
SELECT * FROM ivoa.obscore WHERE strpos(pol_states, 'I') > 0

-- real-astroquery-107 at 1 2 0.4
SELECT * FROM ivoa.obscore WHERE apart(1, 2, s_region::text) <= 0.16666666666666666 AND strpos(band_list, '3') > 0
	AND science_observation AND data_rights = 'Proprietary'

-- real-astroquery-116 at 62 -37 0.6
SELECT o.collection, o.instrument_name, o.intent, o."observationID", o."obsID", o.position_bounds, o.target_name,
	p."dataProductType", p."energy_bandpassName", p."metaRelease", p."obsID" AS "obsID_2", p."productID", p."publisherID", p.quality_flag
FROM caom2."Observation" o JOIN caom2."Plane" p USING ("obsID")
WHERE apart(62, -37, o.position_bounds::text) <= 0.3 AND coalesce(p.quality_flag, '') <> 'junk'
	AND o.collection = 'CFHT' AND p."dataProductType" = 'image'

-- real-astroquery-137
SELECT * FROM "TAP_SCHEMA".obscore WHERE project_code ~ '^2012[.]' OR project_code ~ '^2013[.].3'

-- real-astroquery-156
SELECT i.name AS instrument, b.name AS band, i.instrument_oid, b.band_oid FROM ila.instrument i, ila.band b
WHERE i.instrument_oid = b.instrument_oid

-- real-astroquery-159 by name
SELECT name, ra, dec, source_id FROM ila.v_cat_source WHERE lower(name) LIKE '%crab%' GROUP BY 1, 2, 3, 4 ORDER BY name

-- real-datalab-002 by mjd
SELECT id, ra, dec, mjd, cmag, cerr, filter FROM smash_dr1.source WHERE id = '169.429960' AND cmag < 99

-- real-datalab-101
SELECT avg(ra) AS ra0, avg(dec) AS dec0, count(ra) AS nb, ring256 FROM delve_dr1.objects GROUP BY ring256

-- real-datalab-013 at 62 -37 70
SELECT ra, dec, mag_auto_g, mag_auto_r, mag_auto_i FROM delve_dr1.objects
WHERE near(ra, dec, 62, -37, 62) AND mag_auto_g >= 14 AND mag_auto_g <= 25

-- real-datalab-019 at 62 -37 2.5
SELECT n.id, n.ra, n.dec, n.pmra, n.pmdec, n.pmraerr, n.pmdecerr, n.mjd, n.umag, n.uerr, n.gmag, n.gerr, n.rmag, n.rerr, n.imag, n.ierr, n.zmag, n.zerr,
	t.gaia_id, t.nsc_id, t."gaia_G", t.gaia_ra, t.gaia_dec, t.dist, t.gaia_pmra, t.gaia_pmra_err, t.gaia_pmdec, t.gaia_pmdec_err,
	t.parallax, t.parallax_error, t.bp_rp, t.astrometric_excess_noise, t.astrometric_excess_noise_sig, t.duplicated_source
FROM nsc_dr1.object n LEFT JOIN (
	SELECT x.source_id AS gaia_id, x.id AS nsc_id, g.phot_g_mean_mag AS "gaia_G", x.ra AS gaia_ra, x.dec AS gaia_dec, x.dist,
		g.pmra AS gaia_pmra, g.pmra_error AS gaia_pmra_err, g.pmdec AS gaia_pmdec, g.pmdec_error AS gaia_pmdec_err,
		g.parallax, g.parallax_error, g.bp_rp, g.astrometric_excess_noise, g.astrometric_excess_noise_sig, g.duplicated_source
	FROM gaia_dr2.gaia_source g, gaia_dr2.nsc_dr1 x WHERE g.source_id = x.source_id AND near(g.ra, g.dec, 62, -37, 2)) t ON t.nsc_id = n.id
WHERE near(n.ra, n.dec, 62, -37, 2)

-- real-datalab-020
SELECT avg(ra) AS ra0, avg(dec) AS dec0, pix4096, count(pix4096) AS nb, avg(f475w_vega) AS gmag, avg(f814w_vega) AS imag,
	avg(brick) AS brick, avg(f475w_vega - f814w_vega) AS g_i
FROM phat_v2.phot_mod WHERE (f475w_gst, f814w_gst) = (1, 1) AND greatest(f475w_vega, f814w_vega) < 50
	AND f475w_vega IS NOT NULL AND f814w_vega IS NOT NULL GROUP BY pix4096

-- real-datalab-040 at 135.2 -44.3 1
SELECT obj_id, ra, dec, mean_mag_g_r, mean_mag_r_i, mean_mag_g, mean_mag_r, mean_mag_i, fracflux_g, fracflux_r, fracflux_i
FROM decaps_dr1.object WHERE ra > 134.7 AND ra < 135.7 AND dec < -43.7 AND dec > -44.9
	AND abs(mean_mag_g_r) < float8 'Infinity' AND abs(mean_mag_r_i) < float8 'Infinity'

-- real-datalab-045
-- UPDATE smash_dr1.object SET fieldid = 169, depthflag = 2, ndetr = 5, ndetg = 5, gmag = 8 + 2 * random(), rmag = 8 + 2 * random(), sharp = random() - 0.2 WHERE random() < 0.9
SELECT ra, dec FROM smash_dr1.object WHERE fieldid = 169 AND depthflag > 1 AND ndetr > 3 AND ndetg > 3 AND sharp < 0.5 AND sharp > -0.5
	AND gmag >= 9 AND gmag <= 25 AND abs(gmag - rmag) <= 0.4

-- real-datalab-060
-- UPDATE sdss_dr16.specobj SET scienceprimary = 1, zwarning_noqso = 0, class_noqso = 'GALAXY' WHERE random() < 0.8
SELECT specobjid, fluxobjid, bestobjid, plate, mjd, fiberid, z_noqso FROM sdss_dr16.specobj
WHERE (boss_target1 / 2) % 2 = 1 AND scienceprimary = 1 AND zwarning_noqso = 0 AND class_noqso = 'GALAXY'

-- real-datalab-070 at 20 -70 0.05
SELECT DISTINCT ON (o.ctid) o.objid, g.designation, distance(o.ramean, o.decmean, g.ra, g.dec) * 3600 AS dist_arcsec
FROM mydb.objects6a o JOIN gaia_dr2.gaia_source g ON near(o.ramean, o.decmean, g.ra, g.dec, 0.01)
ORDER BY o.ctid, distance(o.ramean, o.decmean, g.ra, g.dec)

-- real-datalab-073 at 150 25 50
SELECT x.ra1 AS ra_sdss, x.dec1 AS dec_sdss, s.z, s.class, s.veldisp, s.veldisperr, l.ra AS ra_ls, l.dec AS dec_ls, l.type, l.g_r, l.r_z
FROM sdss_dr16.x1p5__specobj__ls_dr8__tractor_primary x, sdss_dr16.specobj s, ls_dr8.tractor l
WHERE x.id1 = s.specobjid AND x.id2 = l.ls_id AND x.ra1 >= 110 AND x.ra1 <= 200 AND x.dec1 >= 7 AND x.dec1 <= 40

-- real-datalab-094
SELECT min(flux_g) AS min, max(flux_g) AS max, avg(flux_g) AS avg, min(flux_r) AS min_2, max(flux_r) AS max_2, avg(flux_r) AS avg_2,
	min(flux_z) AS min_3, max(flux_z) AS max_3, avg(flux_z) AS avg_3
FROM ls_dr5.tractor_cs WHERE psfsize_r > 0.6635 AND psfsize_r < 1.327

-- real-datalab-102
-- UPDATE delve_dr1.objects SET mag_auto_g = 19 + 2 * random(), mag_auto_r = 19 + 2 * random(), magerr_auto_g = 0.3 * random(), extended_class_g = floor(4 * random() - 1), extended_class_r = floor(3 * random() - 1) WHERE random() < 0.9
SELECT avg(ra) AS ra0, avg(dec) AS dec0, hpx2048, count(hpx2048) AS nb FROM delve_dr1.objects
WHERE mag_auto_g - mag_auto_r < 0.75 AND mag_auto_g > 19.5 AND magerr_auto_g < 0.2
	AND greatest(extended_class_g, extended_class_r) <= 1 AND least(extended_class_g, extended_class_r) > -1
	AND extended_class_g IS NOT NULL AND extended_class_r IS NOT NULL
GROUP BY hpx2048

-- real-mast-002 at 129.23 7.95 0.15 top 10
SELECT "MatchID", "MatchRA", "MatchDec", "TargetName", "StartTime", "StopTime", "TargetName" AS "TargetName_2" FROM dbo."SumMagAper2CatView"
WHERE near("MatchRA", "MatchDec", 129.23, 7.95, 0.1) AND "StartTime" > timestamp '2015-01-01 00:00' AND "StopTime" < timestamp '2015-04-01 00:00'

-- real-mast-012 by filterID
SELECT d."objID", d."detectID", d."filterID", f."filterType", d."obsTime", d.ra, d.dec, d."psfFlux", d."psfFluxErr", d."psfMajorFWHM",
	d."psfMinorFWHM", d."psfQfPerfect", d."apFlux", d."apFluxErr", d."infoFlag", d."infoFlag2", d."infoFlag3"
FROM "Detection" d CROSS JOIN "Filter" f WHERE d."objID" = 1651589610221899038 AND d."psfQfPerfect" >= 0.9

-- real-cadc-001
SELECT u."Image", u."ssObjectId_user", p."publisherID"
FROM "TAP_UPLOAD".upload_table u, caom2."Plane" p, caom2."Observation" o WHERE p."productID" = u."Image" AND p."obsID" = o."obsID"

-- real-cds-004 by count_sp_type DESC
SELECT count(*) AS count_sp_type, sp_type FROM basic WHERE otype = 'C*' GROUP BY sp_type

-- real-cds-006 at -37 -37 0.4
SELECT * FROM public.obscore WHERE distance(s_ra, s_dec, -37, -37) < 0.2 AND facility_name = 'ALMA'

-- real-cds-031 at 62 -37 0.4
SELECT * FROM "II/246/out" WHERE near("RAJ2000", "DEJ2000", 62, -37, 0.23333333333333334)

-- real-cds-gavo-006 at 0 89.99 0.005
SELECT b.oid, b.ra, b.dec, b.otype_txt, m.dec AS dec_2, m.ra AS ra_2 FROM basic b, "TAP_UPLOAD".localtable m
WHERE near(b.ra, b.dec, m.ra, m.dec, 1 / 360.0)

-- real-ivoadoc-003
SELECT a.id FROM alpha_source a, alpha_source b WHERE a.id = b.id AND a.id >= 5 AND a.id < 10

-- real-ivoadoc-004 at 15 0 9
SELECT ra, dec FROM alpha_source WHERE id = id / 10 * 10 AND ra > 10 AND ra < 20

-- real-ivoadoc-013
SELECT * FROM vvex.epn_core WHERE c2max >= -20 AND c2min <= 20 AND spatial_frame_type = 'body'
	AND CASE WHEN c1min <= c1max THEN c1min <= 200 AND c1max >= 100 WHEN c1min > c1max THEN c1min <= 200 OR c1max >= 100 END

-- real-ivoadoc-034
SELECT a.ivoid, a.related_id, a.relationship_type, b.access_url, b.authenticated_only, b.intf_role, b.ivoid AS ivoid_2, b.standard_id, b.waveband
FROM rr.relationship a, rr.capability b
WHERE a.related_id = b.ivoid AND a.relationship_type = 'isservedby' AND a.ivoid = 'ivo://cds.vizier/j/a+a/649/a25'

-- real-lifetd-018
SELECT o.main_id AS "Child_main_id", o.object_id AS child_object_id FROM life_td.object o
WHERE o.object_id IN (SELECT h.child_object_idref FROM life_td.h_link h, life_td.ident i WHERE i.object_idref = h.parent_object_idref AND i.id = '* alf Cen')
GROUP BY 1, 2

-- real-rubin-065
SELECT m."ssObjectId", m.e, m.incl, m.q, m.node, m.peri, m."mpcH", m."mpcG" FROM dp03_catalogs_10yr."MPCORB" m, dp03_catalogs_10yr."SSObject" s
WHERE m."ssObjectId" = s."ssObjectId" AND CASE WHEN m.e < 1 THEN m.q > 30.1 * (1 - m.e) END AND s."numObs" > 10

-- real-rubin-136 at 53.13 -28.1 0.3
SELECT "r_cModelMag", 31.4 - 2.5 * log("r_sersicFlux") AS "r_sersicMag", "r_cModelMagErr", 2.5 / ln(10) * "r_sersicFluxErr" / "r_sersicFlux" AS "r_sersicMagErr"
FROM dp1."Object" WHERE near(coord_ra, coord_dec, 53.13, -28.1, 0.2) AND "r_cModelMag" < 25 AND CASE WHEN "r_sersicFlux" > 0 THEN 31.4 - 2.5 * log("r_sersicFlux") < 25 END

-- real-rubin-205 top 1000
-- UPDATE gaiadr3.sso_orbits SET num_observations = 150 + 100 * random(), semi_major_axis = 1.9 + 1.5 * random(), eccentricity = random() / 2
SELECT denomination, inclination, eccentricity, semi_major_axis FROM gaiadr3.sso_orbits
WHERE num_observations > 200 AND semi_major_axis > 2 AND semi_major_axis < 3.25 AND semi_major_axis - semi_major_axis * eccentricity > 1.666

-- real-rubin-220
SELECT f."objectId", f.band, f.visit, f.detector, f."psfFlux", f."psfFluxErr", f."psfDiffFlux", f."psfDiffFluxErr", v."expMidptMJD",
	o."u_psfFlux", o."g_psfFlux", o."r_psfFlux", o."i_psfFlux", o."z_psfFlux", o."y_psfFlux"
FROM dp2."ForcedSource" f, dp2."Visit" v, dp2."Object" o
WHERE f.visit = v.visit AND o."objectId" = f."objectId" AND f."objectId" = 743582465276261182

-- real-rubin-312 at 53.13 -28.1 4
-- UPDATE dp1."Visit" SET band = 'r', "expMidptMJD" = 60623.24 + 0.04 * random() WHERE random() < 0.8
-- UPDATE dp1."Source" SET visit = 150 * random()
SELECT v.visit, min(v."expMidptMJD") AS "expMidptMJD", min(v.band) AS band, count(s."sourceId") AS n_sources FROM dp1."Visit" v, dp1."Source" s
WHERE s.visit = v.visit AND near(v.ra, v.dec, 53.13, -28.1, 3) AND v.band = 'r' AND v."expMidptMJD" > 60623.25 AND v."expMidptMJD" < 60623.27
GROUP BY v.visit

-- real-rubin-315 at 53 -28 0.001
-- UPDATE "TAP_UPLOAD".ut1 SET r = 16.5 + 2 * random()
-- UPDATE dp1."Object" SET "r_cModelMag" = 16.5 + 2 * random()
SELECT u.objid AS ut1_objid, u.ra AS ut1_ra, u.dec AS ut1_dec, u.r AS sdss_r, o."objectId", o.coord_ra, o.coord_dec, o."u_cModelMag", o."g_cModelMag",
	o."r_cModelMag", o."i_cModelMag", o."z_cModelMag", o."y_cModelMag", abs(u.r - o."r_cModelMag") AS r_diffs
FROM dp1."Object" o, "TAP_UPLOAD".ut1 u
WHERE near(o.coord_ra, o.coord_dec, u.ra, u.dec, 0.00027) AND u.r > 17 AND abs(u.r - o."r_cModelMag") < 0.1

-- real-rubin-478
SELECT 'q1' AS column_1, 'object-one' AS column_2, o.* FROM dp01_dc2_catalogs.object o WHERE "objectId" = 1651589610221899038

-- real-rubin-514
SELECT max("ssObjectId") AS max, min("ssObjectId") AS min FROM dp03_catalogs."MPCORB"
