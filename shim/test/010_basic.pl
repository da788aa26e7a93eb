# Routes, methods, fields, whole answers and streams.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use ShimTest;
use Test::More;

need_server();
my $shim = start_shim(threads => 2, connections => 2);
ok($shim->{port} > 0, 'the shim listens on a free port');

my $r = get($shim, '/-/live');
is($r->{status}, 200, 'live');
$r = get($shim, '/-/ready');
is($r->{status}, 200, 'ready');

$r = get($shim, '/whole?a=1&b=%20x', fields => { 'X-Colour' => "gr\xc3\xbcn", 'X-Latin' => "gr\xfcn",
	'sky-remote' => 'evil', Authorization => 'Bearer psk-0001.anything', Cookie => 'c=1', 'User-Agent' => 'test/1' });
is($r->{status}, 200, 'a whole answer');
like($r->{fields}{server}, qr{^pgsky/\d+\.\d+\.\d+$}, 'Server names the product');
is($r->{fields}{'x-content-type-options'}, 'nosniff', 'nosniff');
is($r->{fields}{'access-control-allow-origin'}, '*', 'CORS');
like($r->{fields}{'access-control-expose-headers'}, qr/Location/, 'exposed fields');
like($r->{fields}{'x-request-id'}, qr/^[0-9a-f]{16}$/, 'an id is drawn');
is($r->{fields}{'content-length'}, length $r->{body}, 'the length is told');
like($r->{fields}{date}, qr/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/, 'Date');
like($r->{fields}{'server-timing'}, qr/db;dur=/, 'Server-Timing');
like($r->{body}, qr{^GET /whole \?a=1&b=%20x$}m, 'path and query arrive as they were sent');
like($r->{body}, qr{^sky-base-url: http://127\.0\.0\.1:\d+$}m, 'base URL from Host');
like($r->{body}, qr{^sky-remote: 127\.0\.0\.1$}m, 'remote address');
unlike($r->{body}, qr/evil|Zm9v|c=1/, 'forged and secret fields are dropped');
like($r->{body}, qr/^x-colour: gr\xc3\xbcn$/m, 'UTF-8 field values pass');
unlike($r->{body}, qr/x-latin/, 'others are left out');
like($r->{body}, qr/^user-agent: test\/1$/m, 'names are lower case');

for my $id ('abc-DEF_1.2', 'x' x 64)
{
	$r = get($shim, '/whole', fields => { 'X-Request-Id' => $id });
	is($r->{fields}{'x-request-id'}, $id, 'a valid id is echoed');
}
for my $id ('a b', 'x' x 65, '"', "a\tb")
{
	$r = get($shim, '/whole', fields => { 'X-Request-Id' => $id });
	like($r->{fields}{'x-request-id'}, qr/^[0-9a-f]{16}$/, 'another is replaced');
}
$r = get($shim, '/whole?do=who', fields => { 'X-Request-Id' => 'me-1' });
is($r->{body}, 'sky_anon sky_shim me-1', 'role and application_name');
$r = get($shim, '/whole?do=who');
like($r->{body}, qr/^sky_anon sky_shim [0-9a-f]{16}$/, 'nothing sticks to the connection');

$r = get($shim, '/missing');
is($r->{status}, 404, 'unknown path');
like($r->{fields}{'content-type'}, qr/text\/plain/, 'refused in plain text');
is($r->{fields}{'access-control-allow-origin'}, '*', 'refused with CORS');
is(get($shim, '/whole/')->{status}, 404, 'exact paths are exact');
is(get($shim, '/%77hole')->{status}, 200, 'unreserved characters may be encoded');
is(get($shim, '/tree/a/b')->{status}, 200, 'prefix');
is(get($shim, '/tree')->{status}, 404, 'prefix needs its slash');
is(get($shim, '/tree/leaf')->{status}, 200, 'exact beside prefix');
$r = request($shim, 'DELETE', '/whole');
is($r->{status}, 405, 'unknown method');
is($r->{fields}{allow}, 'GET, HEAD, OPTIONS', 'Allow');
$r = request($shim, 'FROB', '/echo');
is($r->{fields}{allow}, 'POST, OPTIONS', 'Allow of another');
$r = request($shim, 'OPTIONS', '/echo', fields => { Origin => 'https://a', 'Access-Control-Request-Method' => 'POST' });
is($r->{status}, 204, 'preflight');
like($r->{fields}{'access-control-allow-methods'}, qr/POST/, 'preflight methods');
like($r->{fields}{'access-control-allow-headers'}, qr/Authorization, Content-Type, X-Requested-With/, 'preflight fields');
is(request($shim, 'OPTIONS', '*')->{status}, 204, 'OPTIONS *');

# HEAD: the same head, nothing behind it, and the stream is not run.
$r = request($shim, 'HEAD', '/whole?do=bytes&n=1234');
is($r->{status}, 200, 'HEAD');
is($r->{fields}{'content-length'}, 1234, 'HEAD tells the length');
$r = request($shim, 'HEAD', '/stream?do=spin');
is($r->{status}, 200, 'HEAD of a stream');
is($r->{fields}{'content-length'}, undef, 'whose length is not known');

# Streams.
$r = get($shim, '/stream?do=rows&n=3');
is($r->{fields}{'content-length'}, 300, 'a short stream has a length');
is($r->{body}, join('', map { ('.' x (99 - length $_)) . "$_\n" } 1 .. 3), 'and the right bytes');
$r = get($shim, '/stream?do=none');
is($r->{status}, 200, 'an empty stream');
is($r->{body}, '', 'is empty');
$r = get($shim, '/stream?do=rows&n=200000', seconds => 30);
is($r->{fields}{'transfer-encoding'}, 'chunked', 'a long stream is chunked');
is(length $r->{body}, 20_000_000, 'and whole');
is(substr($r->{body}, -8), "\.200000\n", 'to its end');
$r = get($shim, '/stream?do=rows&n=20&status=203');
is($r->{status}, 203, 'the status is the extension\'s');
$r = raw_request($shim, "GET /stream?do=rows&n=5000 HTTP/1.0\r\n\r\n");
is(length $r->{body}, 500_000, 'HTTP/1.0 gets it without chunks');
is($r->{fields}{'transfer-encoding'}, undef, 'really');
is($r->{fields}{connection}, 'close', 'and says that it closes');

# Bodies.
my $body = join('', map { chr($_ % 256) } 1 .. 150_000);
$r = request($shim, 'POST', '/echo?do=echo', body => $body);
is($r->{body}, $body, 'a binary body comes back');
$r = request($shim, 'POST', '/echo?do=echo', body => '');
is($r->{status}, 200, 'an empty body');
my $chunks = join('', map { sprintf("%x;x=\"y\"\r\n%s\r\n", length $_, $_) } unpack('(a700)*', $body));
$r = raw_request($shim, "POST /echo?do=echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n$chunks" . "0\r\nX-T: 1\r\n\r\n");
is($r->{body}, $body, 'a chunked body comes back');
$r = request($shim, 'POST', '/large?do=x', body => 'z' x 50_000_000, seconds => 30);
like($r->{body}, qr/\n50000000$/, '50 MB arrive');
$r = request($shim, 'POST', '/large?do=echo', body => $body x 20, seconds => 30);
ok($r->{body} eq $body x 20, 'a body past the memory of bodies comes back');
$chunks = join('', map { sprintf("%x\r\n%s\r\n", length $_, $_) } unpack('(a9999)*', $body x 9));
$r = raw_request($shim, "POST /large?do=echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n$chunks" . "0\r\n\r\n");
ok($r->{body} eq $body x 9, 'a chunked one too');
my $socket = connect_to($shim);
syswrite($socket, "POST /echo?do=echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
$r = read_response($socket, continue => 1);
is($r->{status}, 100, '100 Continue');
syswrite($socket, 'hello');
$r = read_response($socket);
is($r->{body}, 'hello', 'and the answer');

# One connection, many requests; pipelined too.
syswrite($socket, "GET /whole?do=bytes&n=$_ HTTP/1.1\r\nHost: h\r\n\r\n") for 1 .. 3;
my $buffer = '';
for my $n (1 .. 3)
{
	$r = read_response($socket, buffer => \$buffer);
	is($r->{body}, 'b' x $n, "pipelined answer $n");
}
syswrite($socket, "\r\nGET /stream?do=rows&n=3000 HTTP/1.1\r\nHost: h\r\n\r\nGET /whole?do=bytes HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
$r = read_response($socket, buffer => \$buffer);
is(length $r->{body}, 300_000, 'a chunked answer on the same connection');
$r = read_response($socket, buffer => \$buffer);
is($r->{fields}{connection}, 'close', 'the last one closes');

# Fields of the extension are checked.
$r = get($shim, '/whole?do=fields');
is($r->{fields}{'x-good'}, 'yes', 'a good field passes');
is($r->{fields}{'content-security-policy'}, "default-src 'none'", 'and another');
unlike($r->{head}, qr/X-Evil|gzip|Server: other|no name|no colon|X Y/, 'bad ones do not');
is($r->{body}, 'fields', 'the body is whole');

# Routes change while it runs.
is(get($shim, '/fresh')->{status}, 404, 'not there yet');
sql("INSERT INTO sky.route VALUES ('GET', '/fresh', 'test', '', 0, 0, 'none', false, 'fields', ''); NOTIFY sky_route");
ok(wait_for(5, sub { get($shim, '/fresh')->{status} == 200 }), 'a new route after NOTIFY');

# The log.
my $log = log_of($shim);
like($log, qr/^time=\S+ level=info msg=request id=me-1 remote=127\.0\.0\.1 method=GET path=\/whole status=200 received=0 sent=\d+ queue_ms=\S+ db_ms=\S+ total_ms=\S+$/m, 'a line per request');
unlike($log, qr/Zm9v/, 'without secrets');
is(stop_shim($shim), 0, 'stops with 0');
done_testing();
