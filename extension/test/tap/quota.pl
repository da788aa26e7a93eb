# Limits of clients where several processes must agree: jobs that run, bytes that are stored.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('quota');
$node->init;
$node->append_conf('postgresql.conf',
	"shared_preload_libraries = 'pgsky'\npgsky.databases = 'jobs'\nmax_worker_processes = 16\n"
	  . "pgsky.jobs_running = 4\npgsky.jobs_running_per_user = 2\n");
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE jobs');
$node->safe_psql('jobs', q{
	CREATE EXTENSION pgsky;
	CREATE TABLE number AS SELECT generate_series(1, 30000) AS id;
	SELECT sky.publish('number')});
my $endless = 'SELECT COUNT(*) FROM number AS a, number AS b, number AS c WHERE a.id + b.id > c.id';

sub ask { return $node->safe_psql('jobs', $_[0]); }

# A job of somebody's, who may belong to a group.
sub submit
{
	my ($who, $query, $group) = @_;
	my $groups = $group ? qq{["$group"]} : '[]';
	return (split /\n/, ask(qq{
		SET SESSION AUTHORIZATION sky_shim;
		BEGIN;
		SELECT sky.enter_as('{"iss": "pgsky:principal", "sub": "$who", "role": "sky_user", "groups": $groups}', true);
		SELECT sky.submit('$query', 'csv');
		COMMIT}))[-1];
}

sub running
{
	my ($who) = @_;
	return ask("SELECT count(*) FROM sky.job_record WHERE phase = 'EXECUTING' AND owner = '$who'");
}

sub await
{
	my ($what, $test) = @_;
	return ok($node->poll_query_until('jobs', "SELECT $what FROM sky.job_record"), $test);
}

sub abort_all
{
	ask("SELECT sky.abort(id) FROM sky.job_record WHERE phase IN ('EXECUTING', 'QUEUED')");
	return await("count(*) FILTER (WHERE phase = 'EXECUTING') = 0", 'nothing runs');
}

# By the setting: ann's further jobs wait, bob's do not wait for them.
submit('ann', $endless) for 1 .. 5;
await("count(*) FILTER (WHERE phase = 'EXECUTING') = 2", 'two of ann\'s jobs run');
my $bobs = submit('bob', 'SELECT 1 AS one');
await("bool_or(id = '$bobs' AND phase = 'COMPLETED')", 'bob overtakes those that wait');
is(running('ann'), 2, 'of ann\'s no more than two run');

# By sky.quota: at once, less and more.
ask("SELECT sky.set_quota('jobs_running', 1, client => 'ann')");
ask("SELECT sky.abort(id) FROM sky.job_record WHERE phase = 'EXECUTING' ORDER BY start_time LIMIT 1");
$bobs = submit('bob', 'SELECT 2 AS two');
await("bool_or(id = '$bobs' AND phase = 'COMPLETED')", 'bob\'s next one');
is(running('ann'), 1, 'ann may run one now, and the next waits');
ask("SELECT sky.set_quota('jobs_running', 3, client => 'ann')");
await("count(*) FILTER (WHERE phase = 'EXECUTING') = 3", 'three, when she may run three');
abort_all();

# Of a group, of a role; a name counts before them.
ask("SELECT sky.set_quota('jobs_running', 3, group_name => 'club')");
ask("SELECT sky.set_quota('jobs_running', 1, role => 'sky_user')");
submit('cy', $endless, 'club') for 1 .. 4;
await("count(*) FILTER (WHERE phase = 'EXECUTING') = 3", 'three jobs of a member run');
submit('dan', $endless) for 1 .. 2;
await("count(*) FILTER (WHERE phase = 'EXECUTING' AND owner = 'dan') = 1", 'one of somebody\'s');
is(running('cy'), 3, 'beside them');
abort_all();

# Two jobs that end at once have results of 60 % of the space each: one is kept.
ask('DELETE FROM sky.quota');
ask("SELECT sky.set_quota('store_bytes', 100000, client => 'eve')");
my @twins = map { submit('eve', 'SELECT TOP 10000 id FROM number ORDER BY id') } 1, 2;
await("bool_and(phase IN ('COMPLETED', 'ERROR')) FILTER (WHERE owner = 'eve')", 'both end');
is(ask("SELECT string_agg(phase, ' ' ORDER BY phase) FROM sky.job_record WHERE owner = 'eve'"),
	'COMPLETED ERROR', 'one is kept, one has no space');
like(ask("SELECT message FROM sky.job_record WHERE owner = 'eve' AND phase = 'ERROR'"),
	qr/would take more space than you have.*Delete jobs/s, 'which is said');
cmp_ok(ask("SELECT bytes FROM sky.store_use WHERE share = 'eve'"), '>', 50000, 'its bytes are counted');
ask("UPDATE sky.job_record SET destruction = now() WHERE owner = 'eve'");
await("count(*) FILTER (WHERE owner = 'eve') = 0", 'both are destroyed');
is(ask("SELECT count(*) FROM sky.store_use WHERE share = 'eve'"), 0, 'and take no space');

$node->stop;
done_testing();
