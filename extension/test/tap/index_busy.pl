# The sky index while others insert, delete and vacuum: pages are split, emptied and taken out of the
# tree, entries merged into posting lists.  In one snapshot it must find what the table has.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('busy');
$node->init;
$node->append_conf('postgresql.conf', q{
	autovacuum = off
	fsync = off
	max_parallel_workers_per_gather = 0
	enable_seqscan = off
});
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION pgsky;
	CREATE TABLE star (id bigint GENERATED ALWAYS AS IDENTITY, ra float8, dec float8);
	INSERT INTO star (ra, dec) SELECT 360 * (i * 0.6180339887498949 % 1), degrees(asin(2 * (i + 0.5) / 20000 - 1))
		FROM generate_series(0, 19999) i;
	CREATE INDEX star_sky ON star (sky.key(ra, dec));
	VACUUM ANALYZE star;
	CREATE EXTENSION pageinspect;
	-- The same rows and as many, whichever way.
	CREATE FUNCTION compare(x float8, y float8, r float8) RETURNS void LANGUAGE plpgsql AS $$
	DECLARE
		answers text[];
		answer text;
	BEGIN
		FOR i IN 1 .. 2 LOOP
			PERFORM set_config('pgsky.enable_skyscan', CASE i WHEN 1 THEN 'on' ELSE 'off' END, true);
			EXECUTE format('SELECT (SELECT count(*) FROM star WHERE sky.cone(ra, dec, %1$s, %2$s, %3$s)) || $a$ $a$ ||
				(SELECT count(*) || $a$ $a$ || coalesce(sum(id), 0) FROM star WHERE sky.cone(ra, dec, %1$s, %2$s, %3$s))', x, y, r) INTO answer;
			answers := answers || answer;
		END LOOP;
		IF answers[1] <> answers[2] THEN
			RAISE 'the index finds %, the table has %', answers[1], answers[2];
		END IF;
	END
	$$;
});
like($node->safe_psql('postgres', 'EXPLAIN SELECT count(*) FROM star WHERE sky.cone(ra, dec, 40, 20, 3)'),
	qr/SkyScan/, 'the index is used');

# Around (40, 20) rows come and go, some of them often at the same place.
$node->pgbench(
	'--no-vacuum --client=4 --transactions=100 --random-seed=7', 0, [qr{processed: 400/400}], [qr{^(?!.*ERROR)}s],
	'searches while the table changes',
	{
		'insert@3' => q{
			\set n random(1, 120)
			\set x random(-1000, 1000)
			\set same random(0, 3)
			INSERT INTO star (ra, dec) SELECT 40 + :x / 700.0 + i * least(:same, 1) / 500.0, 20 + i * least(:same, 1) / 700.0
				FROM generate_series(1, :n) i;
		},
		'delete@2' => q{
			\set x random(-1000, 1000)
			DELETE FROM star WHERE id > 20000 AND ra BETWEEN 40 + :x / 700.0 AND 40.6 + :x / 700.0;
		},
		'empty@1' => q{
			DELETE FROM star WHERE id > 20000 AND id % 50 > 0;
		},
		'vacuum@2' => q{
			VACUUM star;
		},
		'compare@8' => q{
			\set x random(-2000, 2000)
			\set r random(1, 3000)
			BEGIN ISOLATION LEVEL REPEATABLE READ;
			SELECT compare(40 + :x / 1000.0, 20, :r / 1000.0);
			COMMIT;
		},
	});
# Twenty thousand rows of the same place and its neighbourhood, all of which go but the first.
$node->safe_psql('postgres', q{
	INSERT INTO star (ra, dec) SELECT 40 + i % 5 * 1e-7, 20 FROM generate_series(1, 20000) i;
	VACUUM star;
});
is($node->safe_psql('postgres', q{SELECT count(*) > 10 FROM generate_series(1, pg_relation_size('star_sky') / 8192 - 1) b,
		bt_page_items('star_sky', b) WHERE array_length(tids, 1) > 100}), 't', 'there are posting lists');
$node->safe_psql('postgres', 'SELECT compare(40, 20, r) FROM unnest(ARRAY[0, 1e-8, 1e-7, 3e-7, 0.1, 3]) r');
$node->safe_psql('postgres', q{
	DELETE FROM star WHERE id > 20000 AND id % 500 > 0;
	VACUUM star;
});
is($node->safe_psql('postgres', q{SELECT count(*) > 10 FROM generate_series(1, pg_relation_size('star_sky') / 8192 - 1) b,
		bt_page_stats('star_sky', b) WHERE type = 'd'}), 't', 'there are deleted pages');
is($node->safe_psql('postgres', q{SELECT count(compare(40 + x, 20, r)) FROM generate_series(-2, 2, 0.5) x, unnest(ARRAY[0, 1e-7, 0.1, 3, 90, 180]) r}),
	54, 'as many rows by the index when all is calm');
$node->stop;
done_testing();
