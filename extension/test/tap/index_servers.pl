# The sky index beside another library's hooks, after a crash, and on a standby.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->append_conf('postgresql.conf', q{
	shared_preload_libraries = 'pg_stat_statements'
	pg_stat_statements.track_planning = on
	autovacuum = off
	max_parallel_workers_per_gather = 0
});
$primary->start;
$primary->safe_psql('postgres', q{
	CREATE EXTENSION pg_stat_statements;
	CREATE EXTENSION pgsky;
	CREATE TABLE star (id int, ra float8, dec float8, p sky.point);
	INSERT INTO star SELECT i, 360 * (i * 0.6180339887498949 % 1), degrees(asin(2 * (i + 0.5) / 20000 - 1)),
		sky.point(360 * (i * 0.6180339887498949 % 1), degrees(asin(2 * (i + 0.5) / 20000 - 1)))
		FROM generate_series(0, 19999) i;
	CREATE INDEX ON star (sky.key(ra, dec));
	CREATE INDEX ON star (sky.key(p));
	ANALYZE star;
});

# A new session each: nothing of the library is loaded before its first query.
foreach my $query (
	'SELECT count(*) FROM star WHERE sky.cone(ra, dec, 10, 20, 5)',
	'SELECT count(*) FROM star WHERE sky.distance(ra, dec, 10, 20) < 5',
	q{SELECT count(*) FROM star WHERE sky.inside(ra, dec, '10 20 5'::sky.circle)},
	'SELECT count(*) FROM star WHERE p OPERATOR(sky.<@) sky.circle(10, 20, 5)',
	'SELECT id FROM star ORDER BY p OPERATOR(sky.<->) sky.point(10, 20) LIMIT 1')
{
	like($primary->safe_psql('postgres', "EXPLAIN $query"), qr/SkyScan/, "first of a session: $query");
}
is($primary->safe_psql('postgres',
		q{SELECT count(*) > 0 FROM pg_stat_statements WHERE query LIKE '%sky.cone%'}),
	't', 'pg_stat_statements still counts');

# Whichever library is loaded first.
foreach my $preload ('pgsky, pg_stat_statements', 'pg_stat_statements, pgsky')
{
	$primary->append_conf('postgresql.conf', "shared_preload_libraries = '$preload'");
	$primary->restart;
	$primary->safe_psql('postgres', 'SELECT pg_stat_statements_reset()');
	like($primary->safe_psql('postgres', 'EXPLAIN SELECT count(*) FROM star WHERE sky.distance(ra, dec, 10, 20) < 5'),
		qr/SkyScan/, "loaded in this order: $preload");
	$primary->safe_psql('postgres', 'SELECT count(*) FROM star WHERE sky.cone(ra, dec, 10, 20, 5)');
	is($primary->safe_psql('postgres',
			q{SELECT sum(calls) FROM pg_stat_statements WHERE query LIKE 'SELECT count(*) FROM star WHERE sky.cone%'}),
		'1', "and the other counts: $preload");
	$primary->safe_psql('postgres', 'SET cpu_operator_cost = 0.1; SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 0.01)');
	is($primary->safe_psql('postgres',
			q{SELECT sum(plans), sum(calls) FROM pg_stat_statements WHERE query LIKE 'SELECT id FROM star WHERE sky.cone%'}),
		'1|1', "and sees a search that is planned quickly: $preload");
}

# What the index finds, and what is there.
my @searches = map { my ($x, $y, $r) = @$_; "sky.cone(ra, dec, $x, $y, $r)" }
  ([ 10, 20, 5 ], [ 0, 90, 20 ], [ 200, -45, 60 ], [ 100, 0, 170 ]);

sub same_answers
{
	my ($server, $title) = @_;
	foreach my $search (@searches)
	{
		my $query = "SELECT count(*), sum(id) FROM star WHERE $search;";
		my $count = "SELECT count(*) FROM star WHERE $search;";
		my $indexed = $server->safe_psql('postgres', "SET enable_seqscan = off; $query $count");
		my $scanned = $server->safe_psql('postgres', "SET pgsky.enable_skyscan = off; $query $count");

		is($indexed, $scanned, "$title: $search");
	}
}
same_answers($primary, 'at first');

$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;

# Changes of every kind, and a crash before they are written out.
$primary->safe_psql('postgres', q{
	CHECKPOINT;
	UPDATE star SET ra = ra + 1, p = sky.point(ra + 1, dec) WHERE id % 7 = 0;
	DELETE FROM star WHERE id % 5 = 0;
	VACUUM star;
	INSERT INTO star SELECT 20000 + i, i % 360, i % 90 FROM generate_series(0, 19999) i;
	UPDATE star SET dec = -dec WHERE id % 11 = 0;
	VACUUM star;
	UPDATE star SET dec = -dec WHERE id % 13 = 0;
});
$primary->stop('immediate');
$primary->start;
same_answers($primary, 'after a crash');

$primary->wait_for_catchup($standby);
same_answers($standby, 'on a standby');
like($standby->safe_psql('postgres', 'EXPLAIN SELECT id FROM star WHERE sky.cone(ra, dec, 10, 20, 1)'),
	qr/SkyScan/, 'the standby searches by the index');

# Pages are emptied on the primary while the standby reads; entries that are marked dead
# there may still count here.
$primary->safe_psql('postgres', q{
	DELETE FROM star WHERE ra BETWEEN 100 AND 200;
	SET enable_seqscan = off;
	SELECT count(*) FROM star WHERE sky.key(ra, dec) BETWEEN 0 AND 4000000000000000000;
	VACUUM star;
	VACUUM star;
});
$primary->wait_for_catchup($standby);
same_answers($standby, 'on a standby after a clean-up');
$standby->promote;
$standby->safe_psql('postgres', 'DELETE FROM star WHERE ra > 300; VACUUM star');
same_answers($standby, 'on what was a standby');

$primary->stop;
$standby->stop;
done_testing();
