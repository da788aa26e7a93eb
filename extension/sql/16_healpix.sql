-- HEALPix, NESTED numbering: the cells of MOC and HiPS, and the key of the sky index.

CREATE FUNCTION sky.key(lon float8, lat float8) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 2
	AS 'MODULE_PATHNAME', 'pgsky_key';
COMMENT ON FUNCTION sky.key(lon float8, lat float8)
	IS 'HEALPix index of a position in degrees, NESTED at order 29; NULL for what is no position. CREATE INDEX ON t (sky.key(ra, dec)) makes a sky index.';
CREATE FUNCTION sky.key(sky.point) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 2
	AS 'MODULE_PATHNAME', 'pgsky_point_key';
COMMENT ON FUNCTION sky.key(sky.point)
	IS 'HEALPix index of a position, NESTED at order 29. CREATE INDEX ON t (sky.key(position)) makes a sky index.';
CREATE FUNCTION sky.healpix_index(hpx_order int, lon float8, lat float8) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 2
	AS 'MODULE_PATHNAME', 'pgsky_healpix_index';
COMMENT ON FUNCTION sky.healpix_index(hpx_order int, lon float8, lat float8)
	IS 'HEALPix index of a position in degrees, NESTED, at an order from 0 to 29; NULL for what is no position.';
CREATE FUNCTION sky.healpix_index(hpx_order int, sky.point) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 2
	AS 'MODULE_PATHNAME', 'pgsky_point_healpix_index';
COMMENT ON FUNCTION sky.healpix_index(hpx_order int, sky.point)
	IS 'HEALPix index of a position, NESTED, at an order from 0 to 29.';
CREATE FUNCTION sky.healpix_center(hpx_order int, hpx_index bigint) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 2
	AS 'MODULE_PATHNAME', 'pgsky_healpix_center';
COMMENT ON FUNCTION sky.healpix_center(hpx_order int, hpx_index bigint)
	IS 'Centre of a HEALPix cell, NESTED.';
CREATE FUNCTION sky.healpix_boundary(hpx_order int, hpx_index bigint, step int DEFAULT 1)
	RETURNS sky.polygon
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20
	AS 'MODULE_PATHNAME', 'pgsky_healpix_boundary';
COMMENT ON FUNCTION sky.healpix_boundary(hpx_order int, hpx_index bigint, step int)
	IS 'Boundary of a HEALPix cell, NESTED, from its southern corner counter-clockwise, with step vertices on each side: its sides are no great circles, more vertices come nearer.';
