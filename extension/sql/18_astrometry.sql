-- Other frames, other epochs, angles in three parts, cells of Q3C.

CREATE FUNCTION sky.geom_transform(from_frame text, to_frame text, sky.point) RETURNS sky.point
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5
	AS 'MODULE_PATHNAME', 'pgsky_point_transform';
COMMENT ON FUNCTION sky.geom_transform(text, text, sky.point) IS
	'Turns a point from one reference frame to another; frames are named as in the IVOA vocabulary refframe.';
CREATE FUNCTION sky.geom_transform(from_frame text, to_frame text, sky.circle) RETURNS sky.circle
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5
	AS 'MODULE_PATHNAME', 'pgsky_circle_transform';
COMMENT ON FUNCTION sky.geom_transform(text, text, sky.circle) IS
	'Turns a circle from one reference frame to another; frames are named as in the IVOA vocabulary refframe.';
CREATE FUNCTION sky.geom_transform(from_frame text, to_frame text, sky.polygon) RETURNS sky.polygon
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20
	AS 'MODULE_PATHNAME', 'pgsky_polygon_transform';
COMMENT ON FUNCTION sky.geom_transform(text, text, sky.polygon) IS
	'Turns a polygon from one reference frame to another; frames are named as in the IVOA vocabulary refframe.';

CREATE FUNCTION sky.epoch_prop_pos(
	lon float8, lat float8, parallax float8, pm_lon float8, pm_lat float8,
	radial_velocity float8, ref_epoch float8, out_epoch float8) RETURNS sky.point
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5
	AS 'MODULE_PATHNAME', 'pgsky_epoch_prop_pos';
COMMENT ON FUNCTION sky.epoch_prop_pos(float8, float8, float8, float8, float8, float8, float8, float8) IS
	'Position of a star at another epoch, moving straight on: degrees, mas, mas/yr (pm_lon times the cosine of the latitude), km/s, Julian years. Parallax and motions may be null.';
CREATE FUNCTION sky.epoch_prop(
	lon float8, lat float8, parallax float8, pm_lon float8, pm_lat float8,
	radial_velocity float8, ref_epoch float8, out_epoch float8) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5
	AS 'MODULE_PATHNAME', 'pgsky_epoch_prop';
COMMENT ON FUNCTION sky.epoch_prop(float8, float8, float8, float8, float8, float8, float8, float8) IS
	'Longitude, latitude, parallax, proper motions and radial velocity of a star at another epoch, as sky.epoch_prop_pos.';

CREATE FUNCTION sky.hms_to_degrees(text) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_hms_to_degrees';
COMMENT ON FUNCTION sky.hms_to_degrees(text) IS
	'Degrees of an angle as hours, minutes and seconds: 12:34:56.7, 12h34m56.7s or 123456.7; null for anything else.';
CREATE FUNCTION sky.dms_to_degrees(text) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_dms_to_degrees';
COMMENT ON FUNCTION sky.dms_to_degrees(text) IS
	'Degrees of an angle as degrees, minutes and seconds: -12:34:56.7, -12d34m56.7s or -123456.7; null for anything else.';

CREATE FUNCTION sky.q3c_index(lon float8, lat float8) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 2
	AS 'MODULE_PATHNAME', 'pgsky_q3c_index';
COMMENT ON FUNCTION sky.q3c_index(float8, float8) IS
	'Number of the cell of Q3C at a position in degrees, for data that carry such numbers; null for what is no position.';
