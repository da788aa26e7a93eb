-- Multi-order coverage maps (MOC 2.0): sets of HEALPix cells.

CREATE TYPE sky.moc;
CREATE FUNCTION sky.moc_in(cstring) RETURNS sky.moc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_moc_in';
COMMENT ON FUNCTION sky.moc_in(cstring) IS 'Text input: the ASCII or the JSON form of MOC 2.0.';
CREATE FUNCTION sky.moc_out(sky.moc) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_moc_out';
COMMENT ON FUNCTION sky.moc_out(sky.moc) IS 'Text output: the ASCII form of MOC 2.0, cells as large as can be.';
CREATE FUNCTION sky.moc_recv(internal) RETURNS sky.moc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_moc_recv';
COMMENT ON FUNCTION sky.moc_recv(internal) IS 'Binary input.';
CREATE FUNCTION sky.moc_send(sky.moc) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_moc_send';
COMMENT ON FUNCTION sky.moc_send(sky.moc) IS 'Binary output.';
CREATE TYPE sky.moc (
	INPUT = sky.moc_in, OUTPUT = sky.moc_out, RECEIVE = sky.moc_recv, SEND = sky.moc_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended);
COMMENT ON TYPE sky.moc IS 'A multi-order coverage map: a set of HEALPix cells.';

CREATE FUNCTION sky.moc(text) RETURNS sky.moc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 20
	AS 'MODULE_PATHNAME', 'pgsky_moc_of_text';
COMMENT ON FUNCTION sky.moc(text) IS 'A MOC from its text: the ASCII or the JSON form of MOC 2.0.';

DO $loop$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['point', 'circle', 'box', 'polygon', 'region'] LOOP
		EXECUTE format($sql$
			CREATE FUNCTION sky.moc(sky.%1$s, hpx_order int) RETURNS sky.moc
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1000
				AS 'MODULE_PATHNAME', 'pgsky_moc_of_shape';
			COMMENT ON FUNCTION sky.moc(sky.%1$s, int)
				IS 'All HEALPix cells of an order that a %1$s meets, as a MOC; none is missed, and one that it misses by less than a 64th of its size may be there.';
		$sql$, t);
	END LOOP;
END
$loop$;

-- From and to ranges of sky.key.
CREATE FUNCTION sky.moc(int8multirange) RETURNS sky.moc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_moc_of_multirange';
COMMENT ON FUNCTION sky.moc(int8multirange) IS 'A MOC of order 29 from ranges of sky.key.';
CREATE CAST (int8multirange AS sky.moc) WITH FUNCTION sky.moc(int8multirange);
COMMENT ON CAST (int8multirange AS sky.moc) IS 'A MOC of order 29 from ranges of sky.key.';
CREATE FUNCTION sky.int8multirange(sky.moc) RETURNS int8multirange
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_multirange_of_moc';
COMMENT ON FUNCTION sky.int8multirange(sky.moc) IS 'The ranges of sky.key that a MOC holds.';
CREATE CAST (sky.moc AS int8multirange) WITH FUNCTION sky.int8multirange(sky.moc);
COMMENT ON CAST (sky.moc AS int8multirange) IS 'The ranges of sky.key that a MOC holds.';

-- Operations; as operators these are the ones of PostgreSQL's ranges.
DO $loop$
DECLARE
	o record;
BEGIN
	FOR o IN
		SELECT * FROM (VALUES
			('union', '+', ', COMMUTATOR = OPERATOR(sky.+)', 'The cells of either MOC'),
			('intersection', '*', ', COMMUTATOR = OPERATOR(sky.*)', 'The cells that are in both MOCs'),
			('difference', '-', '', 'The cells of the first MOC that are not in the second')
		) AS v (name, operator, commutator, meaning)
	LOOP
		EXECUTE format($sql$
			CREATE FUNCTION sky.%1$I(sky.moc, sky.moc) RETURNS sky.moc
				LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100
				AS 'MODULE_PATHNAME', 'pgsky_moc_%1$s';
			COMMENT ON FUNCTION sky.%1$I(sky.moc, sky.moc) IS '%4$s; its order is the finer one.';
			CREATE OPERATOR sky.%2$s (
				LEFTARG = sky.moc, RIGHTARG = sky.moc, FUNCTION = sky.%1$I%3$s);
			COMMENT ON OPERATOR sky.%2$s (sky.moc, sky.moc) IS '%4$s.';
		$sql$, o.name, o.operator, o.commutator, o.meaning);
	END LOOP;
END
$loop$;
CREATE FUNCTION sky.complement(sky.moc) RETURNS sky.moc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_moc_complement';
COMMENT ON FUNCTION sky.complement(sky.moc) IS 'All cells that are not in the MOC.';
CREATE FUNCTION sky.degrade(sky.moc, hpx_order int) RETURNS sky.moc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pgsky_moc_degrade';
COMMENT ON FUNCTION sky.degrade(sky.moc, hpx_order int)
	IS 'The MOC with cells no finer than an order: each one that has a part in it.';
CREATE FUNCTION sky.max_order(sky.moc) RETURNS int
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_moc_order';
COMMENT ON FUNCTION sky.max_order(sky.moc) IS 'Order of the finest cells that a MOC tells apart.';
CREATE FUNCTION sky.cells(sky.moc) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'pgsky_moc_cells';
COMMENT ON FUNCTION sky.cells(sky.moc) IS 'How many cells of its finest order a MOC has.';
