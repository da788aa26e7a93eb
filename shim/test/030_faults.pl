# Faults of the database and of clients, at every moment of an exchange.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use IO::Select;
use ShimTest;
use Test::More;
use Time::HiRes qw(sleep time);

need_server();
my %timing = ('head-timeout' => '1s', 'stall-timeout' => '2s', 'idle-timeout' => '2s', 'queue-timeout' => '1s');
my $shim = start_shim(connections => 2, queue => 3, %timing);
my $r;

# Read a little from each socket, again and again, until the condition holds.
sub drip
{
	my ($seconds, $condition, @sockets) = @_;
	my $end = time() + $seconds;
	while (time() < $end)
	{
		return 1 if $condition->();
		IO::Select->new($_)->can_read(0) && sysread($_, my $buffer, 2000) for @sockets;
		sleep(0.05);
	}
	return 0;
}

# Errors before the first byte keep their status and get the extension's document.
my %expected = (SK404 => 404, SK303 => 303, SK413 => 413, 22023 => 400, 42601 => 400, 42501 => 403, XX000 => 500, 53100 => 503);
for my $code (sort keys %expected)
{
	$r = get($shim, "/whole?do=raise&code=$code");
	is($r->{status}, $expected{$code}, "$code has its status");
	like($r->{body}, qr/^$code\|/, 'and its document');
	like($r->{body}, $code =~ /^(XX|53)/ ? qr/^.{5}\|[A-Z][^|]*$/ : qr/raised on purpose "10"\|The detail\.\|The hint\.$/,
		$code =~ /^(XX|53)/ ? 'without inner words' : 'with message, detail and hint');
}
is(get($shim, '/whole?do=raise&code=53100')->{fields}{'retry-after'}, 5, '503 comes with Retry-After');
$r = get($shim, '/whole?do=raise&code=22023&document=418');
is($r->{status}, 418, 'the document has the last word on the status');
$r = get($shim, '/whole?do=raise&code=22023&document=fails');
is($r->{status}, 400, 'without a document a plain text with the status of the table');
like($r->{body}, qr/^400 Bad Request: raised on purpose "10"$/, 'and the message');
$r = get($shim, '/whole?do=raise&code=XX000&document=fails');
like($r->{body}, qr/tell the operator/, 'which stays inside for inner faults');
$r = get($shim, '/stream?do=wrong');
is($r->{status}, 400, 'a stream that cannot begin');
like($r->{body}, qr/^42P01\|/, 'gets a document');
$r = get($shim, '/stream?do=two');
is($r->{status}, 400, 'two statements are refused');
$r = get($shim, '/stream?do=other');
is($r->{status}, 500, 'a stream that is no COPY');
$r = get($shim, '/stream?do=break&n=0');
is($r->{status}, 400, 'a fault in the first row is in time');
like($r->{body}, qr/^22012\|division by zero$/, 'for a document');
$r = get($shim, '/whole?do=nothing');
is($r->{status}, 200, 'neither body nor stream: an empty answer');
$r = get($shim, '/whole?do=bytes&status=999');
is($r->{status}, 500, 'a status out of range');
$r = get($shim, '/whole?do=write');
is($r->{status}, 500, 'writing in a read-only transaction');
like($r->{body}, qr/^25006\|/, 'is refused by the database');
$r = get($shim, '/short-limit?do=sleep&n=5000');
is($r->{status}, 504, 'the time limit of the route');
is(sql('SELECT count(*) FROM sky.number'), 20, 'nothing was written');

# Errors after the first byte break the answer for all to see.
$r = get($shim, '/stream?do=break&n=50000');
is($r->{status}, 200, 'a fault in mid-stream: the status was sent');
is($r->{whole}, 0, 'but the answer is not whole');
ok(length $r->{body} > 0, 'its beginning has come');
$r = get($shim, '/stream?do=die&n=50000');
is($r->{whole}, 0, 'a backend that goes in mid-stream: not whole');
my $socket = connect_to($shim);
syswrite($socket, "GET /stream?do=break&n=50000 HTTP/1.0\r\n\r\n");
my ($got, $reset) = ('', 0);
while (defined(my $data = sysread($socket, my $buffer, 65536)) || ($reset = $!{ECONNRESET}) && 0)
{
	last unless $data;
	$got .= $buffer;
}
ok($reset, 'HTTP/1.0 sees a reset instead of an end');
like(log_of($shim), qr/status=200 .*sqlstate=22012 error="division by zero"/, 'and the log says why');
$r = get($shim, '/whole?do=suicide');
is($r->{status}, 503, 'a backend that goes before the answer: 503');
ok($r->{fields}{'retry-after'}, 'with Retry-After');
is(wait_for(5, sub { get($shim, '/whole')->{status} }), 200, 'and the pool recovers');

# Clients that go: their backend is idle within 3 s, whatever it was doing.
for my $case (['stream', '/stream?do=slow&n=20', 1], ['before the first byte', '/stream?do=spin', 0],
	['in a function', '/whole?do=sleep&n=60000', 0], ['full pipe', '/stream?do=rows&n=10000000', 1])
{
	my ($name, $target, $reads) = @$case;
	is(wait_for(5, sub { busy_backends() eq '0' }) ? 0 : 1, 0, "$name: idle before");
	my $client = connect_to($shim);
	syswrite($client, "GET $target HTTP/1.1\r\nHost: h\r\n\r\n");
	read_some($client, 4096, 5) if $reads;
	ok(wait_for(3, sub { busy_backends() > 0 }), "$name: a backend works");
	my $left = time();
	close($client);
	ok(wait_for(3, sub { busy_backends() eq '0' }), "$name: idle within 3 s of the client's leaving");
	note sprintf('%.2f s', time() - $left);
}
my $pids = sql("SELECT string_agg(pid::text, ',' ORDER BY pid) FROM pg_stat_activity WHERE datname = '$ShimTest::database' AND usename = 'sky_shim'");
is(get($shim, '/whole?do=who')->{body} =~ /^sky_anon sky_shim/ ? 1 : 0, 1, 'connections came back clean') for 1 .. 4;
is(sql("SELECT string_agg(pid::text, ',' ORDER BY pid) FROM pg_stat_activity WHERE datname = '$ShimTest::database' AND usename = 'sky_shim'"), $pids, 'and are used again');

# Slow senders.
$socket = connect_to($shim);
my $began = time();
syswrite($socket, "GET /whole HT");
$r = read_response($socket, seconds => 5);
is($r->{status}, 408, 'a slow head gets 408');
ok(time() - $began < 3, 'in time');
$socket = connect_to($shim);
syswrite($socket, "POST /large HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" . 'x' x 5000);
$r = undef;
for (1 .. 40)
{
	last if IO::Select->new($socket)->can_read(0.1);
	syswrite($socket, 'x' x 20);
}
$r = read_response($socket, seconds => 5);
is($r->{status}, 408, 'a body that drips gets 408');
$socket = connect_to($shim);
syswrite($socket, "POST /large HTTP/1.1\r\nHost: h\r\nContent-Length: 24000\r\n\r\n");
for (1 .. 12)
{
	sleep(0.2);
	syswrite($socket, 'x' x 2000);
}
is(read_response($socket)->{status}, 200, 'a body that is merely slow is taken, past head-timeout');
$socket = connect_to($shim);
is(read_some($socket, 10, 5), '', 'an idle connection is closed without a word');

# Slow readers.
my $reader = connect_to($shim, receive_buffer => 4096);
$began = time();
syswrite($reader, "GET /stream?do=rows&n=3000000 HTTP/1.1\r\nHost: h\r\n\r\n");
ok(wait_for(3, sub { busy_backends() > 0 }), 'a reader that does not read holds a backend');
ok(wait_for(8, sub { busy_backends() eq '0' }), 'but is dropped after the stall timeout');
ok(time() - $began >= 1.5, 'not before');
ok(wait_for(2, sub { log_of($shim) =~ /status=499 .*error="the client reads too slowly"/ }), 'and the log tells');
close($reader);
$reader = connect_to($shim, receive_buffer => 4096);
syswrite($reader, "GET /stream?do=rows&n=40000 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
my $bytes = 0;
$began = time();
while (time() - $began < 5)
{
	my $data = read_some($reader, 2000, 1);
	last unless length($data // '');
	$bytes += length $data;
	sleep(0.02);
}
ok(time() - $began >= 4.5, 'a slow reader that goes on reading is kept');
while (length(my $data = read_some($reader, 65536, 5) // ''))
{
	$bytes += length $data;
}
ok($bytes > 4_000_000, 'and gets everything');

# Readers that drip: each takes something in every stall-timeout, and holds a backend.
my $dripped = start_shim(connections => 2, 'stall-timeout' => '2s', 'min-rate' => '200kB');
$reader = connect_to($dripped, receive_buffer => 4096);
syswrite($reader, "GET /stream?do=rows&n=3000000 HTTP/1.1\r\nHost: h\r\n\r\n");
ok(drip(8, sub { busy_backends() eq '0' }, $reader), 'a reader slower than min-rate is dropped');
ok(log_of($dripped) =~ /error="the client reads too slowly"/, 'and the log tells');
is(stop_shim($dripped), 0, 'stopped');
$dripped = start_shim(connections => 2, 'queue-timeout' => '4s', 'busy-rate' => '1MB');
my @drips = map { connect_to($dripped, receive_buffer => 4096) } 1 .. 2;
syswrite($_, "GET /stream?do=rows&n=3000000 HTTP/1.1\r\nHost: h\r\n\r\n") for @drips;
ok(!drip(5, sub { busy_backends() ne '2' }, @drips), 'slow readers are kept while no one waits');
my $waiter = connect_to($dripped);
syswrite($waiter, "GET /whole HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
drip(5, sub { IO::Select->new($waiter)->can_read(0) }, @drips);
is(read_response($waiter)->{status}, 200, 'and make room for one who waits');
close($_) for @drips;
is(stop_shim($dripped), 0, 'stopped');

# More requests than connections: they wait, then 503.
my @waiting = map { connect_to($shim) } 1 .. 6;
syswrite($_, "GET /whole?do=sleep&n=1600 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n") && sleep(0.05) for @waiting;
is(get($shim, '/-/live')->{status}, 200, 'the shim still answers for itself');
my @status = map { read_response($_)->{status} } @waiting;
is(join(' ', @status[0, 1]), '200 200', 'the first have connections');
is(join(' ', @status[2 .. 5]), '503 503 503 503', 'the queue is bounded in time and length');
is(get($shim, '/whole')->{status}, 200, 'and all is well afterwards');
is(stop_shim($shim), 0, 'stopped');
done_testing();
