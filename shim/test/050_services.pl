# The whole way: HTTP, shim, extension, tables.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use ShimTest;
use Test::More;
use Time::HiRes qw(sleep time);

need_server(fixture => 'services.sql');
my $shim = start_shim(connections => 2);
my ($r, $socket);

sub query
{
	my ($adql, $more) = @_;
	$adql =~ s/([^A-Za-z0-9])/sprintf('%%%02X', ord $1)/ge;
	return "/tap/sync?LANG=ADQL&QUERY=$adql" . ($more // '');
}

for my $path ('/', '/tap/capabilities', '/tap/availability', '/tap/tables', '/tap/tables/sample.star', '/tap/examples')
{
	$r = get($shim, $path);
	is($r->{status}, 200, $path);
	my $head = request($shim, 'HEAD', $path);
	is($head->{status}, 200, "HEAD $path");
	is($head->{fields}{'content-type'}, $r->{fields}{'content-type'}, 'with the same type');
	is($head->{fields}{'content-length'}, length $r->{body}, 'and the length');
}
like(get($shim, '/tap/capabilities')->{body}, qr{http://127\.0\.0\.1:$shim->{port}/tap}, 'capabilities name the address that was asked');
is(get($shim, '/tap/tables/sample.secret')->{status}, 404, 'what is not published is not there');

$r = get($shim, query('SELECT TOP 3 id, name FROM sample.star ORDER BY id'));
is($r->{status}, 200, 'a query');
like($r->{body}, qr{QUERY_STATUS" value="OK".*</VOTABLE>}s, 'gets a whole VOTable');
$r = request($shim, 'POST', '/tap/sync', fields => { 'Content-Type' => 'application/x-www-form-urlencoded' },
	body => 'LANG=ADQL&QUERY=SELECT+id+FROM+sample.star+WHERE+id%3D5');
is($r->{status}, 200, 'by a form');
$r = request($shim, 'POST', '/tap/sync', fields => { 'Content-Type' => 'multipart/form-data; boundary=b' },
	body => join("\r\n", '--b', 'Content-Disposition: form-data; name="LANG"', '', 'ADQL', '--b',
		'Content-Disposition: form-data; name="QUERY"', '', 'SELECT id FROM sample.star WHERE id=5', '--b--', ''));
is($r->{status}, 200, 'by multipart');
is(request($shim, 'HEAD', query('SELECT * FROM sample.star'))->{status}, 200, 'HEAD of a query');
$r = get($shim, query('SELECT * FROM sample.star', '&MAXREC=10'));
like($r->{body}, qr/OVERFLOW/, 'MAXREC');
$r = get($shim, query('SELECT id FROM sample.star', '&MAXREC=1000000'), seconds => 30);
is($r->{whole}, 1, 'all rows');
ok(length $r->{body} > 500_000, 'really');

# Faults.
for my $bad ('SELEC 1', 'SELECT nothing FROM sample.star', 'SELECT * FROM sample.secret', 'SELECT * FROM pg_catalog.pg_authid',
	"SELECT * FROM sample.star; DROP TABLE sample.star", 'SELECT pg_sleep(10) FROM sample.star')
{
	$r = get($shim, query($bad));
	is($r->{status}, 400, "$bad: 400");
	like($r->{body}, qr/QUERY_STATUS" value="ERROR"/, 'with an error document');
	unlike($r->{body}, qr/pg_temp|sky\.serve|\.c:\d|sky_anon/, 'that tells nothing of the inside');
}
is(get($shim, '/tap/sync')->{status}, 400, 'no query');
is(get($shim, '/tap/sync?LANG=ADQL&QUERY=%00')->{status}, 400, 'NUL in a parameter');
is(get($shim, '/tap/sync?LANG=ADQL&QUERY=%ff%fe')->{status}, 400, 'no UTF-8 in a parameter');
$r = get($shim, query('SELECT 1/(id - 40000) FROM sample.star', '&MAXREC=1000000'), seconds => 30);
ok($r->{status} == 200 && !$r->{whole} || $r->{status} == 400, 'a fault among the rows is never a good answer');
is(request($shim, 'DELETE', '/tap/sync')->{status}, 405, 'a wrong method');
is(request($shim, 'POST', '/tap/sync', fields => { 'Content-Length' => 300_000_000 })->{status}, 413, 'too large a body');
is(request($shim, 'POST', '/tap/sync', fields => { 'Content-Type' => 'application/x-www-form-urlencoded' }, body => 'a=' . 'x' x 17_000_000)->{status},
	413, 'too large a form');

# A table of the client's own, too large for the memory of bodies.
my $lines = join('', map { "$_,0.5,a name for $_\n" } 1 .. 1_000_000);
my $parts = join('', map { "--b\r\nContent-Disposition: form-data; name=$_->[0]\r\n\r\n$_->[1]\r\n" }
	['QUERY', 'SELECT COUNT(*) AS n, SUM(x) AS s, MAX(id) AS m FROM TAP_UPLOAD.mine'], ['UPLOAD', 'mine,param:f'], ['FORMAT', 'csv']);
my %fields = ('Content-Type' => 'multipart/form-data; boundary=b');
$parts .= "--b\r\nContent-Disposition: form-data; name=f; filename=f.csv\r\n\r\nid,x,note\n";
$r = request($shim, 'POST', '/tap/sync', fields => \%fields, body => $parts . $lines . "\r\n--b--\r\n", seconds => 60);
is($r->{body}, "n,s,m\r\n1000000,500000,1000000\r\n", 'an uploaded table of a million rows');
cmp_ok(rss_kb($shim), '<', 32768, 'takes little memory of the program');
$r = request($shim, 'POST', '/tap/sync', fields => \%fields, body => $parts . $lines . "x\n\r\n--b--\r\n", seconds => 60);
is($r->{status}, 400, 'a bad row');
like($r->{body}, qr/uploaded table "mine".*line 1000002/, 'is named');
is(get($shim, query('SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine'))->{status}, 400, 'nothing of it stays');

# A client that leaves.
$socket = connect_to($shim);
syswrite($socket, 'GET ' . query('SELECT COUNT(*) FROM sample.star a, sample.star b WHERE a.id <= 20000 AND a.id <> b.id') . " HTTP/1.1\r\nHost: h\r\n\r\n");
ok(wait_for(5, sub { busy_backends() > 0 }), 'a long query runs');
close($socket);
ok(wait_for(3, sub { busy_backends() eq '0' }), 'and ends with its client');

# Many answers on one connection: none waits for an event that has passed.
$socket = connect_to($shim);
my $buffer = '';
my $slowest = 0;
for my $n (1 .. 1500)
{
	my $began = time();
	syswrite($socket, 'GET ' . query("SELECT id FROM sample.star WHERE id = $n") . " HTTP/1.1\r\nHost: h\r\n\r\n");
	$r = read_response($socket, buffer => \$buffer, seconds => 3);
	last if $r->{status} != 200;
	$slowest = time() - $began if time() - $began > $slowest;
}
is($r->{status}, 200, '1500 queries on one connection');
cmp_ok($slowest, '<', 1.5, 'none of them waits');
is(stop_shim($shim), 0, 'stopped');
done_testing();
