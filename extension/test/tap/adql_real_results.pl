# Queries of real users on filled tables: names, types and rows are those of SQL written by
# hand (adql_real_results.sql), which has its own geometry.  The tables are filled anew for
# each query, at random, with values near those that the query names.
use strict;
use warnings;

use File::Basename qw(dirname);
use PgskyCorpus;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PgskyCorpus::start('results');

# Geometry from scratch: unit vectors and sides of great circles.  Polygons are convex.
$node->safe_psql('postgres', q{
	CREATE FUNCTION public.vec(lon float8, lat float8) RETURNS float8[] IMMUTABLE LANGUAGE sql
	RETURN ARRAY[cosd(lat) * cosd(lon), cosd(lat) * sind(lon), sind(lat)];
	CREATE FUNCTION public.dot(a float8[], b float8[]) RETURNS float8 IMMUTABLE LANGUAGE sql
	RETURN a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
	CREATE FUNCTION public.cross3(a float8[], b float8[]) RETURNS float8[] IMMUTABLE LANGUAGE sql
	RETURN ARRAY[a[2] * b[3] - a[3] * b[2], a[3] * b[1] - a[1] * b[3], a[1] * b[2] - a[2] * b[1]];
	CREATE FUNCTION public.angle(a float8[], b float8[]) RETURNS float8 IMMUTABLE LANGUAGE sql
	RETURN atan2d(sqrt(dot(cross3(a, b), cross3(a, b))), dot(a, b));
	CREATE FUNCTION public.distance(lon1 float8, lat1 float8, lon2 float8, lat2 float8) RETURNS float8 IMMUTABLE LANGUAGE sql
	RETURN angle(vec(lon1, lat1), vec(lon2, lat2));
	CREATE FUNCTION public.near(lon1 float8, lat1 float8, lon2 float8, lat2 float8, radius float8) RETURNS bool IMMUTABLE LANGUAGE sql
	RETURN distance(lon1, lat1, lon2, lat2) <= radius;
	CREATE FUNCTION public.edges(polygon text, OUT a float8[], OUT b float8[]) RETURNS SETOF record IMMUTABLE LANGUAGE sql
	BEGIN ATOMIC
		SELECT vec(c[2 * i - 1], c[2 * i]), vec(c[(2 * i) % n + 1], c[(2 * i + 1) % n + 1])
		FROM (SELECT string_to_array(polygon, ' ')::float8[] AS c) v, cardinality(c) AS n, generate_series(1, n / 2) AS i;
	END;
	CREATE FUNCTION public.inside(lon float8, lat float8, polygon text) RETURNS bool IMMUTABLE LANGUAGE sql
	RETURN (SELECT abs(sum(sign(dot(cross3(a, b), vec(lon, lat))))) = count(*) FROM edges(polygon));
	CREATE FUNCTION public.apart(lon float8, lat float8, polygon text) RETURNS float8 IMMUTABLE LANGUAGE sql
	RETURN CASE WHEN inside(lon, lat, polygon) THEN 0 ELSE (SELECT min(
		CASE WHEN dot(cross3(cross3(a, b), a), p) > 0 AND dot(cross3(b, cross3(a, b)), p) > 0
			THEN abs(90 - angle(cross3(a, b), p)) ELSE least(angle(a, p), angle(b, p)) END)
		FROM edges(polygon), vec(lon, lat) AS p) END;

	CREATE FUNCTION public.pick(anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1[1 + floor(random() * cardinality($1))]';

	-- A random value for a column, as an expression; q.numbers, q.integers and q.texts are
	-- those of the query, q.lon, q.lat and q.radius where it looks.
	CREATE FUNCTION public.random_value(name text, type text) RETURNS text IMMUTABLE LANGUAGE sql
	RETURN CASE
		WHEN type = 'double precision' AND name ~* '(^|_)(ra|raj2000|ramean|matchra|l|glon|ra[12])$'
			THEN 'q.lon + (2 * random() - 1) * q.radius / cosd(q.lat)'
		WHEN type = 'double precision' AND name ~* '(^|_)(dec|dej2000|decmean|matchdec|b|glat|dec[12])$'
			THEN 'greatest(-90, least(90, q.lat + (2 * random() - 1) * q.radius))'
		WHEN type = 'double precision'
			THEN 'CASE WHEN random() < 0.5 THEN pick(q.numbers) WHEN random() < 0.6 THEN pick(q.numbers) * (0.9 + random() / 5) ELSE 30 * random() END'
		WHEN type = 'integer' THEN 'floor(random() * 12)'
		WHEN type = 'bigint' THEN 'CASE WHEN random() < 0.6 THEN pick(q.integers) ELSE floor(random() * 12) END'
		WHEN type = 'boolean' THEN 'random() < 0.5'
		WHEN type ~ '^timestamp' THEN 'timestamp ''2015-01-01'' + random() * interval ''100 days'''
		WHEN type = 'adql_point' THEN 'sky.point(q.lon + random() * q.radius, q.lat)'
		WHEN type = 'adql_region' THEN '(SELECT sky.polygon(x - h, y - h, x + h, y - h, x + h, y + h, x - h, y + h)
			FROM (SELECT q.lon + (2 * random() - 1) * q.radius AS x, q.lat + (2 * random() - 1) * q.radius AS y, q.radius * (0.1 + random()) AS h) s)'
		ELSE 'pick(q.texts)' END;

	CREATE PROCEDURE public.fill(relation regclass, numbers float8[], integers int8[], texts text[], lon float8, lat float8, radius float8)
	LANGUAGE plpgsql AS $$
	DECLARE
		items text;
	BEGIN
		SELECT string_agg(CASE WHEN i.indisprimary THEN 'n' ELSE
			format('CASE WHEN random() > 0.04 THEN %s END', random_value(attname, atttypid::regtype::text)) END, ', ' ORDER BY attnum) INTO items
		FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = attrelid AND i.indisprimary AND attnum = ANY (i.indkey)
		WHERE attrelid = relation AND attnum > 0;
		EXECUTE 'DELETE FROM ' || relation;
		EXECUTE format('INSERT INTO %s SELECT %s FROM generate_series(1, 150) n,
			(SELECT $1 AS numbers, $2 AS integers, $3 AS texts, $4 AS lon, $5 AS lat, $6 AS radius) q', relation, items)
		USING numbers, integers, texts, lon, lat, radius;
	END $$;

	-- The columns of a table, and in which rows two tables differ.
	CREATE FUNCTION public.face(relation regclass) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(format('%s %s', attname, format_type(atttypid, NULL)), ', ' ORDER BY attnum)
		FROM pg_attribute WHERE attrelid = relation AND attnum > 0);
});

# The values that a query names: what stands in quotes, wildcards filled, and all numbers.
sub literals
{
	my ($adql) = @_;
	my @texts;

	$adql =~ s/--[^\n]*//g;
	push @texts, map { s/''/'/gr =~ s/%/x/gr =~ s/_/3/gr } $1 while $adql =~ s/'((?:[^']|'')*)'/ /;
	my @numbers = $adql =~ /(?<![\w.])-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/g;
	my @integers = grep { /^-?\d{1,18}$/ || /^-?[1-8]\d{18}$/ } @numbers;
	return ([ @numbers, 1, 0.5 ], [ @integers, 1, 2, 3 ], [ @texts, 'a', 'b', 'c' ]);
}

sub array { return join ', ', map { "'" . s/'/''/gr . "'" } @_; }

my %adql = PgskyCorpus::queries();
my @samples = slurp_file(dirname(__FILE__) . '/adql_real_results.sql') =~ /^-- (real-\S+)([^\n]*)\n(.*?)(?=\n\n-- real|\s*\z)/msg;

my $filled = 0;
my $count = 0;
while (my ($id, $options, $sql) = splice(@samples, 0, 3))
{
	my ($lon, $lat, $radius) = $options =~ /at (\S+) (\S+) (\S+)/ ? ($1, $2, $3) : (50, 10, 5);
	my ($numbers, $integers, $texts) = literals($adql{$id});
	my %tables = map { $_ => 1 } $sql =~ /(?:\bFROM|\bJOIN|,)\s+((?:"?\w+"?\.)?"?[A-Za-z][\w\/]*"?)(?=\s|\)|$)/g;
	my @known = split /\n/, $node->safe_psql('postgres', 'SELECT t FROM unnest(ARRAY['
		  . array(sort keys %tables) . q{]) t WHERE to_regclass(t) IS NOT NULL});
	my $fill = join '', map { "CALL fill('$_', ARRAY[" . array(@$numbers) . ']::float8[], ARRAY[' . array(@$integers)
		  . ']::int8[], ARRAY[' . array(@$texts) . "], $lon, $lat, $radius);\n" } @known;
	my $order = $options =~ /by (\w+)( DESC)?/
	  ? qq{(SELECT coalesce(array_agg("$1" ORDER BY ctid) = array_agg("$1" ORDER BY "$1"} . ($2 // '') . ') , true) FROM got)' : 'true';
	my $limit = $options =~ /top (\d+)/ ? $1 : 'NULL';
	my $refill = '';

	$refill .= "$1;\n" while $sql =~ s/^-- (UPDATE[^\n]*)\n//;

	$count++;
	my ($status, $out, $err) = $node->psql('postgres', qq{
		SET search_path = public;
		SELECT setseed(0.25) \\g /dev/null
		$fill
		$refill
		SELECT format('CREATE TEMP TABLE got AS %s', sky.adql_to_sql(} . '$adql$' . $adql{$id} . '$adql$' . qq{)) \\gexec
		CREATE TEMP TABLE want AS $sql;
		SET extra_float_digits = -5;
		SELECT CASE WHEN face('got') <> face('want') THEN format('columns are %s, not %s', face('got'), face('want')) END;
		SELECT 'unwanted: ' || r FROM (SELECT got::text AS r FROM got EXCEPT ALL SELECT want::text FROM want) x LIMIT 2;
		SELECT 'missing: ' || r FROM (SELECT want::text AS r FROM want EXCEPT ALL SELECT got::text FROM got) x WHERE $limit IS NULL LIMIT 2;
		SELECT 'wrong number of rows' WHERE (SELECT count(*) FROM got) <> (SELECT least(count(*), $limit) FROM want);
		SELECT 'wrong order' WHERE NOT $order;
		SELECT count(*) || ' rows' FROM got;
	});
	$out =~ s/^\n+//;
	my ($rows) = $out =~ /(\d+) rows\z/;
	$filled++ if $rows;
	ok($status == 0 && $out =~ /\A\d+ rows\z/, "$id " . ($rows // 'no') . ' rows') or diag("@known\n$out\n$err");
}
cmp_ok($count, '>=', 60, "$count queries");
cmp_ok($filled, '>=', 0.9 * $count, "$filled of them find rows");
$node->stop('immediate');
done_testing();
