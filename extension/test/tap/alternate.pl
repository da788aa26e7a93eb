# Two users by turns on the same connections, with every plan cached: neither ever sees what
# is the other's.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('alternate');
$node->init;
$node->append_conf('postgresql.conf', 'fsync = off');
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION pgsky;
	CREATE ROLE ann; CREATE ROLE ben;
	GRANT sky_user TO ann, ben;
	GRANT ann, ben TO sky_shim;
	CREATE SCHEMA cat;
	CREATE TABLE cat.star (id int, ra float8, dec float8, owner name);
	INSERT INTO cat.star SELECT i, i % 360, i % 90, (ARRAY['ann', 'ben'])[1 + i % 2] FROM generate_series(1, 1000) i;
	CREATE INDEX ON cat.star (sky.key(ra, dec));
	CREATE TABLE cat.ann (id int); CREATE TABLE cat.ben (id int);
	GRANT USAGE ON SCHEMA cat TO PUBLIC;
	SELECT sky.publish(r) FROM unnest('{cat.star,cat.ann,cat.ben}'::regclass[]) r;
	REVOKE SELECT ON cat.ann, cat.ben FROM sky_anon;
	GRANT SELECT ON cat.ann TO ann; GRANT SELECT ON cat.ben TO ben;
	ALTER TABLE cat.star ENABLE ROW LEVEL SECURITY;
	CREATE POLICY own ON cat.star USING (owner = current_user);
	ANALYZE cat.star;
	CREATE FUNCTION cat.fine(what bool) RETURNS int LANGUAGE sql AS 'SELECT 1 / what::int';
	CREATE FUNCTION cat.seen(x float8) RETURNS bigint STABLE LANGUAGE plpgsql AS $$ BEGIN
		RETURN (SELECT count(*) FROM cat.star WHERE sky.inside(ra, dec, sky.circle(sky.point(x, 10), 30)) AND owner <> current_user);
	END $$;
});
my $script = $node->basedir . '/alternate.sql';
append_to_file($script, q{
\set n random(1, 2)
\set x random(1, 360)
BEGIN;
SELECT sky.enter((ARRAY['ann', 'ben'])[:n], false);
SELECT cat.fine(sky.subject() = (ARRAY['ann', 'ben'])[:n]);
SELECT cat.fine(cat.seen(:x) = 0);
SELECT cat.fine(count(*) = 500 AND bool_and(owner = (ARRAY['ann', 'ben'])[:n])) FROM cat.star;
SELECT cat.fine(bool_and(owner = current_user)) FROM cat.star WHERE sky.distance(ra, dec, :x, 10) < 20;
SELECT cat.fine(array_agg(table_name::text) = ARRAY[(ARRAY['cat.ann', 'cat.ben'])[:n]])
	FROM tap_schema.tables WHERE table_name IN ('cat.ann', 'cat.ben');
SELECT cat.fine(sky.find_table((ARRAY['cat.ann', 'cat.ben'])[3 - :n]) IS NULL AND sky.find_table((ARRAY['cat.ann', 'cat.ben'])[:n]) IS NOT NULL);
SELECT cat.fine((SELECT count(*) FROM sky.adql_check((ARRAY['SELECT * FROM cat.ann', 'SELECT * FROM cat.ben'])[3 - :n])) = 1);
COMMIT;
});
# PGSKY_ALTERNATIONS: how many transactions of each mode, for a longer run by hand.
my $times = $ENV{PGSKY_ALTERNATIONS} || 2000;
foreach my $mode ('simple', 'prepared')
{
	$node->command_ok(
		[ 'pgbench', '-n', '-U', 'sky_shim', '-M', $mode, '-c', '2', '-t', int($times / 2),
			'-f', $script, '-h', $node->host, '-p', $node->port, 'postgres' ],
		"$times transactions of two users, $mode");
}
# The test can fail: without the policy it does.
$node->safe_psql('postgres', 'ALTER TABLE cat.star DISABLE ROW LEVEL SECURITY');
$node->command_fails(
	[ 'pgbench', '-n', '-U', 'sky_shim', '-c', '1', '-t', '5', '-f', $script,
		'-h', $node->host, '-p', $node->port, 'postgres' ],
	'without the policy it fails');
$node->stop;
done_testing();
