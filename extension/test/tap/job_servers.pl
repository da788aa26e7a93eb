# Jobs on other servers: after dump and restore, on a standby, after its promotion.
use strict;
use warnings;

use File::Copy qw(copy);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

my $conf = "shared_preload_libraries = 'pgsky'\npgsky.databases = 'jobs'\nmax_worker_processes = 16\n";

# Bytes of a result, or of an upload, as text.
sub bytes_of
{
	my ($server, $function, $job, $name) = @_;
	return $server->safe_psql('jobs',
		"SELECT translate(convert_from(string_agg(piece, ''), 'UTF8'), E'\\r\\n', '; ') FROM sky.$function('$job', '$name') AS piece");
}

sub phase
{
	my ($server, $job) = @_;
	return $server->safe_psql('jobs', "SELECT phase FROM sky.job_record WHERE id = '$job'");
}

sub await
{
	my ($server, $job, $phase) = @_;
	return $server->poll_query_until('jobs', "SELECT phase = '$phase' FROM sky.job_record WHERE id = '$job'");
}

sub submit
{
	my ($server, $query, $run) = @_;
	return $server->safe_psql('jobs', "SELECT sky.submit('$query', 'csv', run => $run)");
}

# Rows whose files are not there.
sub lost
{
	my ($server, $repair) = @_;
	return $server->safe_psql('jobs', "SELECT count(*) FROM sky.fsck($repair, true) WHERE problem <> 'stray'");
}

# A job with a table of its own: as it comes by HTTP.
sub upload
{
	my ($server) = @_;
	return $server->safe_psql('jobs', q{
		SELECT substring(headers FROM 'tap/async/(\S+)') FROM sky.serve('POST', '/tap/async', '',
			E'sky-base-url: http://h\ncontent-type: multipart/form-data; boundary=b', convert_to(
			E'--b\r\nContent-Disposition: form-data; name="UPLOAD"\r\n\r\nmine,param:t\r\n'
			'--b\r\nContent-Disposition: form-data; name="FORMAT"\r\n\r\ncsv\r\n'
			'--b\r\nContent-Disposition: form-data; name="QUERY"\r\n\r\nSELECT SUM(x) AS s FROM TAP_UPLOAD.mine\r\n'
			'--b\r\nContent-Disposition: form-data; name="t"; filename="t.csv"\r\n\r\nx\n40\n2\n\r\n--b--', 'UTF8'))});
}

my $old = PostgreSQL::Test::Cluster->new('jobs_old');
$old->init(allows_streaming => 1);
$old->append_conf('postgresql.conf', $conf);
$old->start;
$old->safe_psql('postgres', 'CREATE DATABASE jobs');
$old->safe_psql('jobs', q{
	CREATE EXTENSION pgsky;
	CREATE TABLE number AS SELECT generate_series(1, 30000) AS id;
	SELECT sky.publish('number')});
my $endless = 'SELECT COUNT(*) FROM number AS a, number AS b, number AS c WHERE a.id + b.id > c.id';

my $done = submit($old, 'SELECT id FROM number WHERE id < 3 ORDER BY id', 'true');
ok(await($old, $done, 'COMPLETED'), 'a job is done');
my $with_upload = upload($old);
my $pending = submit($old, 'SELECT 1 AS one', 'false');
my $runs = submit($old, $endless, 'true');
ok(await($old, $runs, 'EXECUTING'), 'a job runs');
# From now on jobs stay in the queue.
$old->safe_psql('postgres', 'ALTER SYSTEM SET pgsky.jobs_running = 1; SELECT pg_reload_conf()');
my $queued = submit($old, 'SELECT 2 AS two', 'true');

# Dump and restore.
my $dump = "$PostgreSQL::Test::Utils::tmp_check/jobs.dump";
$old->command_ok([ 'pg_dump', '-Fc', '-f', $dump, $old->connstr('jobs') ], 'pg_dump');
my $new = PostgreSQL::Test::Cluster->new('jobs_new');
$new->init;
$new->append_conf('postgresql.conf', $conf);
$new->start;
$new->safe_psql('postgres', 'CREATE DATABASE jobs');
$new->command_ok([ 'pg_restore', '-e', '-d', $new->connstr('jobs'), $dump ], 'pg_restore');
ok(await($new, $queued, 'COMPLETED'), 'a restored job of the queue runs');
is(bytes_of($new, 'result', $queued, 'result'), 'two; 2; ', 'and has its result');
is(phase($new, $pending), 'PENDING', 'one that waits for its owner waits');
ok($new->poll_query_until('jobs', "SELECT attempt = 2 FROM sky.job_record WHERE id = '$runs'"),
	'one that ran is begun anew');
is($new->safe_psql('jobs', "SELECT sky.abort('$runs')"), 'ABORTED', 'and can be aborted');
is(lost($new, 'false'), 2, 'files that were not restored are missed');
my $shown = $new->safe_psql('jobs', "SELECT status FROM sky.serve('GET', '/tap/async/$done/results/result', '', '', '')");
is($shown, '404', 'clients are told that a result is lost');
my ($from, $to) = map { $_->data_dir . '/' . $_->safe_psql('jobs', 'SELECT sky.store_folder()') } $old, $new;
copy($_, $to) or die "$_: $!" for glob("$from/*");
unlink glob("$to/*.new"); # of the job that still runs in the old server
is(lost($new, 'false'), 0, 'until they are copied');
is(bytes_of($new, 'result', $done, 'result'), 'id; 1; 2; ', 'a copied result');
$new->safe_psql('jobs', "SELECT sky.run('$with_upload')");
ok(await($new, $with_upload, 'COMPLETED'), 'a job finds its copied upload');
is(bytes_of($new, 'result', $with_upload, 'result'), 's; 42; ', 'and sums it up');
$new->stop('fast');

# A standby, which has the files that were there when it was made.
$old->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('jobs_standby');
$standby->init_from_backup($old, 'base', has_streaming => 1);
$standby->start;
$old->safe_psql('postgres', 'ALTER SYSTEM SET pgsky.jobs_running = 2; SELECT pg_reload_conf()');
ok(await($old, $queued, 'COMPLETED'), 'the job of the queue is done');
my $after = submit($old, 'SELECT 3 AS three', 'true');
ok(await($old, $after, 'COMPLETED'), 'and another one');
$old->wait_for_catchup($standby);
is(phase($standby, $after), 'COMPLETED', 'the standby knows');
like($standby->safe_psql('jobs', "SELECT convert_from(body, 'UTF8') FROM sky.serve('GET', '/tap/async/$runs', '', '', '')"),
	qr/<uws:phase>EXECUTING</, 'and shows jobs');
my ($status, undef, $text) = $standby->psql('jobs', "SELECT sky.submit('SELECT 1')");
like($text, qr/read-only transaction/, 'but takes none');
is(bytes_of($standby, 'result', $done, 'result'), 'id; 1; 2; ', 'it has the results from before');
$old->stop('immediate');
$standby->promote;
ok($standby->poll_query_until('jobs', "SELECT attempt = 2 AND phase = 'EXECUTING' FROM sky.job_record WHERE id = '$runs'"),
	'promoted, it begins anew what ran');
is($standby->safe_psql('jobs', "SELECT sky.abort('$runs')"), 'ABORTED', 'which can be aborted');
my $new_one = submit($standby, 'SELECT 4 AS four', 'true');
ok(await($standby, $new_one, 'COMPLETED'), 'new jobs run');
is(lost($standby, 'true'), 2, 'the files of its predecessor are missed');
is(phase($standby, $after), 'ARCHIVED', 'and promised no more');
is(phase($standby, $done), 'COMPLETED', 'others stay');
# What a worker that was just stopped leaves, it removes itself.
ok($standby->poll_query_until('jobs', 'SELECT count(*) = 0 FROM sky.fsck(true, true)'), 'all is in order');
$standby->stop('fast');
done_testing();
