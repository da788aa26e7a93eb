# Start, settings, databases that come and go, and the end.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Temp qw(tempdir);
use IO::Select;
use IO::Socket::INET;
use ShimTest;
use Test::More;
use Time::HiRes qw(sleep time);

need_server(empty => 1);
my $dir = tempdir(CLEANUP => 1);
my ($shim, $r);

# Command line.
my $out = qx($ShimTest::program --help 2>&1);
is($?, 0, '--help');
open(my $conf, '<', "$FindBin::Bin/../pgsky-shim.conf") or die $!;
my $sample = join('', <$conf>);
like($sample, qr/^#?\Q$_\E = /m, "the sample file explains $_") for $out =~ /^  --(\S+) +.*\[/mg;
like(qx($ShimTest::program --version), qr/^pgsky-shim \d+\.\d+\.\d+$/, '--version');
is(system("$ShimTest::program --config $FindBin::Bin/../pgsky-shim.conf --check"), 0, 'the sample file is sound');
(my $uncommented = $sample) =~ s/^#(\S+ =)/$1/mg;
$uncommented =~ s{/etc/pgsky/(issuers\.conf)}{$FindBin::Bin/../$1} or die 'no file of issuers';
open(my $full, '>', "$dir/full.conf") or die $!;
print $full $uncommented;
close($full);
is(system("$ShimTest::program --config $dir/full.conf --check"), 0, 'and so are the values it shows');
open(my $issuers, '<', "$FindBin::Bin/../issuers.conf") or die $!;
open($full, '>', "$dir/issuers.conf") or die $!;
print $full map { s/^#(\[|\S+ =)/$1/r } <$issuers>;
close($full);
is(system("$ShimTest::program --issuers $dir/issuers.conf --check"), 0, 'and those of the file of issuers');
$out = qx($ShimTest::program --colour red 2>&1);
is($? >> 8, 2, 'an unknown option ends with 2');
like($out, qr/unknown option "--colour"/, 'and says so');

# No database yet.
$shim = start_shim(wait => 'live', connections => 2);
is(get($shim, '/-/live')->{status}, 200, 'live without a database');
$r = get($shim, '/-/ready');
is($r->{status}, 503, 'but not ready');
$r = get($shim, '/whole');
is($r->{status}, 503, 'requests get 503');
ok($r->{fields}{'retry-after'}, 'with Retry-After');
is(system('createdb', $ShimTest::database), 0, 'the database comes');
ok(wait_for(15, sub { log_of($shim) =~ /CREATE EXTENSION pgsky/ }), 'still without the services: the log says what to do');
system('psql', '-Xq', '-d', $ShimTest::database, '-f', "$FindBin::Bin/fixture.sql");
ok(wait_for(20, sub { get($shim, '/-/ready')->{status} == 200 }), 'the services come: ready');
is(get($shim, '/whole')->{status}, 200, 'and served');
my $log = log_of($shim);
ok((() = $log =~ /msg="could not open a database connection"/g) <= 2, 'the log does not repeat itself');

# All connections are killed; streams break, the next requests are served.
my $socket = connect_to($shim);
syswrite($socket, "GET /stream?do=slow&n=20 HTTP/1.1\r\nHost: h\r\n\r\n");
read_some($socket, 1000);
sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'sky_shim' AND datname = '$ShimTest::database'", 'postgres');
$r = read_response($socket);
is($r->{whole}, 0, 'a stream whose backend was killed is not whole');
ok(wait_for(10, sub { get($shim, '/whole')->{status} == 200 }), 'the pool is back');
sql('CREATE TABLE fresh (); NOTIFY sky_route');
sql("INSERT INTO sky.route VALUES ('GET', '/fresh', 'test', '', 0, 0, 'none', false, 'fields', ''); NOTIFY sky_route");
ok(wait_for(10, sub { sql('NOTIFY sky_route'); get($shim, '/fresh')->{status} == 200 }), 'and so is the control connection');

# SIGHUP.
rename($shim->{log}, "$shim->{log}.1");
kill('HUP', $shim->{pid});
ok(wait_for(5, sub { log_of($shim) =~ /log opened again/ }), 'SIGHUP opens the log again');
get($shim, '/whole', fields => { 'X-Request-Id' => 'after-rotation' });
ok(wait_for(2, sub { log_of($shim) =~ /id=after-rotation/ }), 'requests go to the new file');

# A second program on the same port takes over without a lost request.
my $second = start_shim(listen => "127.0.0.1:$shim->{port}", connections => 2);
is($second->{port}, $shim->{port}, 'two programs share a port');
# That the port is ready may have been said by the first: both must have read the routes.
ok(wait_for(10, sub { sql("SELECT count(*) FROM pg_stat_activity WHERE datname = '$ShimTest::database' "
		  . "AND application_name = 'pgsky-shim control' AND state = 'idle' AND query LIKE '%sky.route%'", 'postgres') == 2 }),
	'and both are ready');
my $failed = 0;
my $pid = $shim->{pid};
kill('TERM', $pid);
for (1 .. 200)
{
	$failed++ unless get($second, '/whole?do=bytes')->{status} == 200;
}
is($failed, 0, 'no request is lost while the old one stops');
is(stop_shim($shim), 0, 'which ends with 0');
$shim = $second;

# SIGTERM with running requests.
$socket = connect_to($shim);
syswrite($socket, "GET /whole?do=sleep&n=1500 HTTP/1.1\r\nHost: h\r\n\r\n");
my $idle = connect_to($shim);
sleep(0.3);
kill('TERM', $shim->{pid});
is(read_some($idle, 10, 3), '', 'idle connections are closed');
ok(!IO::Socket::INET->new(PeerAddr => "127.0.0.1:$shim->{port}"), 'no new ones are taken');
$r = read_response($socket);
is($r->{body}, 'slept', 'the running request ends well');
is($r->{fields}{connection}, 'close', 'and its connection closes');
is(stop_shim($shim), 0, 'exit 0');
$shim = start_shim('stop-timeout' => '500ms');
$socket = connect_to($shim);
syswrite($socket, "GET /stream?do=spin HTTP/1.1\r\nHost: h\r\n\r\n");
wait_for(3, sub { busy_backends() > 0 });
my $began = time();
is(stop_shim($shim, 'INT'), 0, 'SIGINT too');
ok(time() - $began < 3, 'after the stop timeout, whatever runs');
ok(wait_for(4, sub { busy_backends() eq '0' }), 'and the backend notices');

# Behind a proxy.
my %forwarded = ('X-Forwarded-For' => '8.8.8.8, 203.0.113.7, 127.0.0.1', 'X-Forwarded-Host' => 'archive.example.org', 'X-Forwarded-Proto' => 'https');
$shim = start_shim();
$r = get($shim, '/whole', fields => \%forwarded);
like($r->{body}, qr{^sky-base-url: http://127\.0\.0\.1:\d+$}m, 'nobody is believed by default');
like($r->{body}, qr/^sky-remote: 127\.0\.0\.1$/m, 'about the address neither');
stop_shim($shim);
$shim = start_shim('trusted-proxy' => '127.0.0.0/8', 'log-format' => 'json', 'cors-origin' => '');
$r = get($shim, '/whole', fields => \%forwarded);
like($r->{body}, qr{^sky-base-url: https://archive\.example\.org$}m, 'a trusted proxy tells the URL');
like($r->{body}, qr/^sky-remote: 203\.0\.113\.7$/m, 'and the client behind it, not what that one claims');
is($r->{fields}{'access-control-allow-origin'}, undef, 'CORS can be off');
ok(wait_for(2, sub { log_of($shim) =~ /^\{"time":"[^"]+","level":"info","msg":"request",.*"status":200,.*\}$/m }), 'JSON in the log');
$r = get($shim, '/whole', fields => { %forwarded, 'X-Forwarded-Host' => 'a/b', 'X-Forwarded-For' => "evil\x00", });
is($r->{status}, 400, 'bad bytes stay bad behind a proxy');
$r = get($shim, '/whole', fields => { 'X-Forwarded-Host' => 'a/b', 'X-Forwarded-For' => 'unknown' });
like($r->{body}, qr{^sky-remote: 127\.0\.0\.1$}m, 'nonsense is not believed');
stop_shim($shim);
$shim = start_shim('base-url' => 'https://a.example/x/');
like(get($shim, '/whole')->{body}, qr{^sky-base-url: https://a\.example/x$}m, 'base-url');
stop_shim($shim);

# More clients than descriptors: the rest is turned away, not left waiting.
$shim = start_shim(connections => 2, wrapper => ['prlimit', '--nofile=100:100']);
like(log_of($shim), qr/fewer clients than max-clients/, 'a low limit of open files is told');
my @crowd = map { connect_to($shim) } 1 .. 150;
my $waiting = IO::Select->new(@crowd);
my $turned_away = 0;
wait_for(5, sub {
	for my $client ($waiting->can_read(0))
	{
		$turned_away++ if sysread($client, my $byte, 1) == 0;
		$waiting->remove($client);
	}
	return $turned_away > 50;
});
ok($turned_away > 50, 'clients beyond the open files are turned away');
close($_) for @crowd;
is(wait_for(5, sub { get($shim, '/-/live')->{status} }), 200, 'and it serves when they have gone');
is(stop_shim($shim), 0, 'stopped');

# Roles that do not fit their purpose are told, each time there is something new.
sql("INSERT INTO sky.role_fault VALUES (false, 'one role is too strong', 'weaken it')");
$shim = start_shim();
sub faults { return join(' ', log_of($shim) =~ /msg="a role does not fit its purpose" detail="(\w+) role is too strong; weaken it"/g) }
is(faults(), 'one', 'a role that is not fit is told');
sql("INSERT INTO sky.role_fault VALUES (false, 'other role is too strong', 'weaken it'); NOTIFY sky_route");
ok(wait_for(5, sub { faults() eq 'one one other' }), 'again, when there is one more');
sql("INSERT INTO sky.route SELECT method, '/more', handler, scope, max_body, timeout_ms, body, writes, credentials, description
	FROM sky.route WHERE path = '/whole'; NOTIFY sky_route");
ok(wait_for(5, sub { get($shim, '/more')->{status} == 200 }), 'it serves on');
is(faults(), 'one one other', 'what is known already is not told again');
sql('DELETE FROM sky.role_fault');
stop_shim($shim);

# What it must not start with.
my $taken = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1', LocalPort => 0);
$shim = start_shim(listen => '127.0.0.1:' . $taken->sockport);
is($shim->{exit}, 1, 'a busy port ends it');
like(qx(cat $shim->{dir}/err), qr/could not listen on 127\.0\.0\.1:\d+: Address already in use/, 'and says so');
sql("INSERT INTO sky.role_fault VALUES (true, 'the login role is too strong', 'weaken it')");
$shim = start_shim(wait => 'live');
wait_for(5, sub { !kill(0, $shim->{pid}) || waitpid($shim->{pid}, 1) > 0 });
is($? >> 8, 1, 'a login role with too many rights ends it');
like(qx(cat $shim->{dir}/err), qr/^pgsky-shim: the login role is too strong; weaken it$/m, 'and says so');
sql('CREATE OR REPLACE FUNCTION sky.api_version() RETURNS int LANGUAGE sql AS $$SELECT 6$$');
$shim = start_shim(wait => 'live');
wait_for(5, sub { !kill(0, $shim->{pid}) || waitpid($shim->{pid}, 1) > 0 });
is($? >> 8, 1, 'another version of the contract ends it');
like(qx(cat $shim->{dir}/err), qr/speaks version 6 of the contract, this program version 5/, 'and says so');
done_testing();
