# Values of pg_sphere (1.4.2: .ci/pgsphere unpacks it) beside ours: casts in both directions,
# published columns of its types, and its GiST indexes in searches written for ours.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('pgsphere');
$node->init;
$node->append_conf('postgresql.conf',
	"fsync = off\nmax_parallel_workers_per_gather = 0\njit = off\nclient_min_messages = warning");
$node->start;
if ($node->safe_psql('postgres', q{SELECT count(*) FROM pg_available_extension_versions
		WHERE name = 'pg_sphere' AND version = '1.4.2'}) eq '0')
{
	$node->stop('immediate');
	plan skip_all => 'pg_sphere 1.4.2 is not there: PGSKY_PGSPHERE is not set';
}

sub shown
{
	return $node->safe_psql('postgres', $_[0]);
}

# ---- enabled in either order, more than once ----

shown('CREATE EXTENSION pgsky');
my ($status, $out, $err) = $node->psql('postgres', 'SELECT sky.enable_pgsphere()');
like($err, qr/extension "pg_sphere" is not installed/, 'nothing to enable yet');
shown('CREATE EXTENSION pg_sphere; SELECT sky.enable_pgsphere(); SELECT sky.enable_pgsphere()');
my $casts = q{SELECT count(*) FROM pg_cast c JOIN pg_type s ON s.oid = castsource JOIN pg_type t ON t.oid = casttarget
	WHERE 'sky'::regnamespace IN (s.typnamespace, t.typnamespace) AND 'public'::regnamespace IN (s.typnamespace, t.typnamespace)};
is(shown($casts), '10', 'casts are there once');
shown('DROP EXTENSION pg_sphere');
is(shown($casts), '0', 'casts go with pg_sphere');
shown('CREATE SCHEMA elsewhere; CREATE EXTENSION pg_sphere SCHEMA elsewhere; SELECT sky.enable_pgsphere()');
is(shown(q{SELECT elsewhere.spoint_deg(10, 20)::sky.point::float8[]::numeric(9, 6)[]}),
	'{10.000000,20.000000}', 'pg_sphere may lie in any schema');
shown('DROP EXTENSION pgsky');
is(shown('SELECT count(*) FROM pg_cast WHERE oid > 16384'), shown(q{SELECT count(*) FROM pg_depend
	WHERE classid = 'pg_cast'::regclass AND deptype = 'e' AND refobjid =
		(SELECT oid FROM pg_extension WHERE extname = 'pg_sphere')}), 'casts go with pgsky');
shown('DROP EXTENSION pg_sphere; DROP SCHEMA elsewhere;
	CREATE EXTENSION pg_sphere; CREATE EXTENSION pgsky; SELECT sky.enable_pgsphere()');
($status, $out, $err) = $node->psql('postgres', 'SET ROLE sky_anon; SELECT sky.enable_pgsphere()');
like($err, qr/permission denied/, 'only for administrators');

# ---- values ----

# There and back: positions to 2 ulp, whatever lies farther than 1e-9 rad from pg_sphere's zeros.
shown(q{
	CREATE TABLE public.pos AS SELECT i, sky.point(360 * random(), degrees(asin(2 * random() - 1))) AS p,
		10 ^ (-8 + 9.9 * random()) AS r FROM (SELECT setseed(0.5)) s, generate_series(1, 20000) i;
	INSERT INTO public.pos VALUES (0, '10 90', 90), (-1, '10 -90', 0), (-2, '359.99999 0', 1), (-3, '180 1e-5', 1), (-4, '270 45', 45)});
is(shown(q{SELECT count(*) FROM public.pos WHERE NOT coalesce(
		abs(sky.coord1((p::spoint)::sky.point) - sky.coord1(p)) <= 2e-13
		AND abs(sky.coord2((p::spoint)::sky.point) - sky.coord2(p)) <= 2e-14
		AND abs(sky.radius((sky.circle(p, r)::scircle)::sky.circle) - r) <= 4e-16 * r, false)}),
	'0', 'positions and circles there and back');
is(shown(q{SELECT count(*) FROM public.pos WHERE abs(sky.coord1(p::spoint) - degrees(long(p::spoint))) > 1e-13
		OR abs(sky.coord2(p::spoint) - degrees(lat(p::spoint))) > 1e-13}),
	'0', 'positions are what pg_sphere says they are');
is(shown(q{SELECT sky.coord2(spoint(0, pi() / 2)), sky.coord2(spoint(0, -pi() / 2)), sky.coord1(sky.point(400, 1)::spoint)::numeric(9, 6),
		sky.coord1(sky.point(1e-8, 0)::spoint)}), '90|-90|40.000000|0', 'poles, turns, and what pg_sphere takes for 0');
is(shown(q{SELECT '10 20 30 20 30 40'::sky.polygon::spoly::sky.polygon::float8[]::numeric(20, 12)[] = '{10,20,30,20,30,40}',
		npoints('10 20 30 20 30 40'::sky.polygon::spoly), abs(area('0 0 90 0 90 90'::sky.polygon::spoly) - pi() / 2) < 1e-12}),
	't|3|t', 'polygons');
is(shown(q{SELECT ('((350d,-5d),(10d,5d))'::sbox::sky.region)::text, sky.region('PositionInterval 350 -5 10 5')::sbox::sky.region::text}),
	'PositionInterval ICRS 350 -5 10 5|PositionInterval ICRS 350 -5 10 5', 'boxes between meridians');
is(shown(q{SELECT count(*) FROM public.pos, (VALUES ('((350d,-5d),(10d,5d))'::sbox), ('((10d,-90d),(200d,-30d))'), ('((0d,60d),(180d,90d))')) b (b)
		WHERE (p::spoint <@ b) <> ((b::sky.region) OPERATOR(sky.@>) p)}), '0', 'with the same positions in them');
is(shown(q{SELECT count(*) FILTER (WHERE m::smoc::sky.moc OPERATOR(sky.<>) m), count(*) FILTER (WHERE sky.area(m) > 0) > 200,
		max(length(m::text)) > 20000, count(*) FILTER (WHERE abs(area(m::smoc) - radians(radians(sky.area(m)))) > 1e-12)
	FROM (SELECT sky.moc(sky.circle(p, r), least(29, (log(1 / radians(r)) / log(2))::int + i % 9)) AS m FROM public.pos WHERE i BETWEEN 1 AND 300
		UNION ALL SELECT unnest(ARRAY['5/', '0/0-11', '29/0 3458764513820540927', '0/', '29/7']::sky.moc[])
		UNION ALL SELECT sky.moc('10/' || string_agg(i::text, ' ')) FROM generate_series(0, 12000, 3) i) m}),
	'0|t|t|0', 'coverage maps, of many pages too');
($status, $out, $err) = $node->psql('postgres', q{SELECT sky.circle(1, 2, 91)::scircle});
like($err, qr/radius must not be greater than 90/, 'pg_sphere says what it cannot hold');
($status, $out, $err) = $node->psql('postgres', q{SELECT sky.region('Circle 1 2 3')::sbox});
like($err, qr/only a region between two longitudes/, 'and so do we');
is(shown(q{CREATE TEMP TABLE t (p sky.point, s spoint); INSERT INTO t VALUES (spoint_deg(1, 2), sky.point(1, 2));
	SELECT sky.distance(p, s) < 1e-12, p::text FROM t}), 't|1 2', 'assignments convert');

# ---- published ----

shown(q{
	CREATE SCHEMA cat;
	CREATE TABLE cat.image (id int PRIMARY KEY, pos spoint, field scircle, footprint spoly, part sbox, coverage smoc);
	INSERT INTO cat.image VALUES (1, '(10d,20d)', '<(10d,20d),1d>', '{(9d,19d),(11d,19d),(11d,21d),(9d,21d)}', '((9d,19d),(11d,21d))', '3/5');
	SELECT sky.publish('cat.image')});
is(shown(q{SELECT string_agg(column_name || ' ' || datatype || coalesce(' ' || xtype, ''), ', ' ORDER BY column_name)
		FROM tap_schema.columns WHERE table_name = 'cat.image'}),
	'coverage char moc, field double circle, footprint double polygon, id int, part char adql:REGION, pos double point', 'tap_schema');
is(shown(q{SELECT sky.adql_to_sql('SELECT pos, COORD1(pos) FROM cat.image WHERE 1 = CONTAINS(pos, CIRCLE(10, 20, 1)) ORDER BY AREA(footprint)')}),
	q{SELECT sky.point(t1."pos") AS "pos", sky.coord1(sky.point(t1."pos")) AS "coord1" FROM "cat"."image" AS t1 }
	  . q{WHERE sky.contains(sky.point(t1."pos"), sky.circle(10::double precision, 20::double precision, 1::double precision)) }
	  . q{ORDER BY sky.area(sky.polygon(t1."footprint"))}, 'ADQL sees our types');
like(shown(q{LOAD 'pgsky'; SET ROLE sky_anon; COPY (SELECT sky.point(t1."pos") AS pos, t1."id" AS id
		FROM cat.image AS t1) TO STDOUT (FORMAT tap_csv)}), qr/^pos,id\r?\n(10|9\.9{9}\d+) (20|20\.0{9}\d+),1\r?$/, 'results have degrees');
unlike(shown(q{LOAD 'pgsky'; COPY cat.image TO STDOUT (FORMAT votable_td)}), qr/xtype="point"/,
	'what is not converted does not claim to be');

# ---- indexes ----

# Images of all sizes, over poles and the turn; their centres beside them.
shown(q{
	CREATE TABLE cat.sky AS SELECT i AS id, p::spoint AS pos, sky.circle(p, least(r, 80))::scircle AS field,
			format('{(%sd,%sd),(%sd,%sd),(%sd,%sd)}', sky.coord1(p), sky.coord2(p), sky.coord1(p) + r, sky.coord2(p), sky.coord1(p), sky.coord2(p) / 2)::spoly AS footprint,
			sky.region(format('PositionInterval %s %s %s %s', sky.coord1(p) - r, greatest(-90, sky.coord2(p) - r), sky.coord1(p) + r, least(90, sky.coord2(p) + r)))::sbox AS part
		FROM public.pos WHERE i BETWEEN 1 AND 3000 AND r BETWEEN 1e-4 AND 60 AND abs(sky.coord2(p)) > 1 AND abs(sky.coord2(p)) < 89.99;
	INSERT INTO cat.sky SELECT 100000 + i, spoint_deg(lon, lat) FROM (SELECT row_number() OVER () AS i, * FROM unnest('{0,1e-7,45,90,179.9999999,180,270,359.9999999}'::float8[]) lon,
		unnest('{-90,-89.9999999,-45,-1e-7,0,1e-7,45,89.9999,90}'::float8[]) lat) v;
	CREATE INDEX sky_pos ON cat.sky USING gist (pos);
	CREATE INDEX sky_pos3 ON cat.sky USING gist (pos spoint3);
	CREATE INDEX sky_field ON cat.sky USING gist (field);
	CREATE INDEX sky_footprint ON cat.sky USING gist (footprint);
	CREATE INDEX sky_part ON cat.sky USING gist (part);
	VACUUM (FREEZE, ANALYZE) cat.sky;
	SELECT sky.publish('cat.sky');
	CREATE FUNCTION public.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
	BEGIN
		RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query;
	END $$;
	CREATE FUNCTION public.plan_adql(query text) RETURNS SETOF text LANGUAGE sql AS $$ SELECT public.plan(sky.adql_to_sql(query)) $$});
foreach my $case (
	[ 'CONTAINS(pos, CIRCLE(10, 20, 1))', 'sky_pos3?' ], [ 'CONTAINS(pos, POLYGON(10, 20, 11, 20, 11, 21))', 'sky_pos3?' ],
	[ 'INTERSECTS(BOX(10, 20, 1, 1), pos)', 'sky_pos3?' ], [ 'CONTAINS(POINT(10, 20), field)', 'sky_field' ],
	[ 'CONTAINS(POINT(10, 20), footprint)', 'sky_footprint' ], [ 'INTERSECTS(footprint, CIRCLE(10, 20, 1))', 'sky_footprint' ],
	[ 'CONTAINS(field, CIRCLE(10, 20, 2))', 'sky_field' ])
{
	like(shown("SELECT public.plan_adql('SELECT id FROM cat.sky WHERE 1 = $case->[0]')"), qr/Index Scan (on|using) $case->[1]\b/, "$case->[0] by $case->[1]");
}
like(shown(q{SELECT public.plan_adql('SELECT id FROM cat.sky WHERE DISTANCE(pos, POINT(10, 20)) < 1')}), qr/sky_pos3?\b/, 'distances too');
like(shown(q{SELECT sky_index FROM sky.adql_explain('SELECT id FROM cat.sky WHERE 1 = CONTAINS(pos, CIRCLE(10, 20, 1))')}), qr/^sky_pos3?$/, 'and adql_explain names it');
like(shown(q{SELECT public.plan('SELECT 1 FROM public.pos p JOIN cat.sky s ON sky.contains(sky.point(s.pos), sky.circle(p.p, 0.01))')}), qr/sky_pos3?\b/, 'joins');
like(shown(q{SELECT public.plan('SELECT 1 FROM public.pos p JOIN cat.sky s ON sky.contains(p.p, sky.polygon(s.footprint))')}), qr/sky_footprint/, 'joins from the other side');
unlike(shown(q{SELECT public.plan_adql('SELECT id FROM cat.sky WHERE 1 = INTERSECTS(part, CIRCLE(10, 20, 1))')}), qr/sky_part/,
	'not by an index of boxes, which misses some');
unlike(shown(q{SELECT public.plan('SELECT id FROM cat.sky WHERE NOT sky.contains(sky.point(pos), sky.circle(10, 20, 1))')}), qr/sky_/, 'not for what lies outside');

# The same rows, whichever way.
shown(q{
	CREATE TABLE public.condition AS SELECT row_number() OVER () AS n, condition FROM (
		SELECT format(c, sky.coord1(p), sky.coord2(p), least(10 ^ (k - 9), 180)) AS condition
		FROM (SELECT p FROM public.pos WHERE i % 4000 = 7 UNION ALL SELECT sky.point(lon, lat)
				FROM unnest('{0,180,359.9999999}'::float8[]) lon, unnest('{-90,0,45,90}'::float8[]) lat) p, unnest('{2,6,8,10,11,12}'::int[]) k,
			unnest(ARRAY['sky.contains(sky.point(pos), sky.circle(%1$L, %2$L, %3$L))', 'sky.distance(sky.point(pos), sky.point(%1$L, %2$L)) < %3$L',
				'sky.contains(sky.point(pos), sky.box(%1$L, %2$L, %3$L, %3$L))', 'sky.inside(%1$L, %2$L, sky.polygon(footprint))',
				'sky.inside(%1$L, %2$L, sky.circle(field))', 'sky.intersects(sky.polygon(footprint), sky.circle(%1$L, %2$L, %3$L))',
				'sky.intersects(sky.box(%1$L, %2$L, %3$L, %3$L), sky.circle(field))', 'sky.contains(sky.circle(%1$L, %2$L, %3$L), sky.circle(field))',
				'sky.inside(%1$L, %2$L, sky.region(part))', 'sky.intersects(sky.region(part), sky.circle(%1$L, %2$L, %3$L))',
				'sky.contains(sky.point(pos), sky.moc(sky.circle(%1$L, %2$L, %3$L), 6))']) c) v;
	CREATE FUNCTION public.compare() RETURNS TABLE (conditions bigint, indexed bigint, matched numeric, differ text) LANGUAGE plpgsql AS $$
	DECLARE
		c record;
		line text;
		with_index text;
		without text;
	BEGIN
		conditions := 0; indexed := 0; matched := 0; differ := '';
		FOR c IN SELECT * FROM public.condition ORDER BY n LOOP
			SET LOCAL enable_seqscan = off;
			SET LOCAL enable_bitmapscan = on;
			SET LOCAL enable_indexscan = on;
			FOR line IN EXECUTE 'EXPLAIN SELECT id FROM cat.sky WHERE ' || c.condition LOOP
				IF line ~ ' on sky_| using sky_' THEN indexed := indexed + 1; EXIT; END IF;
			END LOOP;
			EXECUTE 'SELECT count(*) || '' '' || coalesce(sum(id::int8 * id), 0) FROM cat.sky WHERE ' || c.condition INTO with_index;
			SET LOCAL enable_seqscan = on;
			SET LOCAL enable_bitmapscan = off;
			SET LOCAL enable_indexscan = off;
			EXECUTE 'SELECT count(*) || '' '' || coalesce(sum(id::int8 * id), 0) FROM cat.sky WHERE ' || c.condition INTO without;
			conditions := conditions + 1;
			matched := matched + split_part(without, ' ', 1)::bigint;
			IF with_index <> without THEN differ := differ || c.condition || ': ' || with_index || ' for ' || without || chr(10); END IF;
		END LOOP;
		RETURN NEXT;
	END $$});
my ($conditions, $indexed, $found, $differ) = split /\|/, shown('SELECT * FROM public.compare()'), 4;
cmp_ok($conditions, '>', 800, "$conditions searches");
cmp_ok($indexed, '>', 0.6 * $conditions, "$indexed of them by an index");
cmp_ok($found, '>', 100_000, "$found rows found");
is($differ, '', 'and not one more or less');
foreach my $join ('sky.contains(sky.point(s.pos), sky.circle(p.p, p.r / 10))', 'sky.distance(sky.point(s.pos), p.p) < p.r / 10',
	'sky.contains(p.p, sky.polygon(s.footprint))')
{
	my $query = "SELECT count(*) || ' ' || sum(s.id::int8 * p.i) FROM public.pos p JOIN cat.sky s ON $join WHERE p.i <= 60";
	is(shown("SET enable_seqscan = off; $query"), shown("SET enable_indexscan = off; SET enable_bitmapscan = off; $query"), "joins on $join");
}

$node->stop;
done_testing();
