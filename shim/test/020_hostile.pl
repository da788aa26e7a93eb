# Bytes that are no request, or more than one: refused with the right status, logged,
# and the connection closed where its next byte could mean anything.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use ShimTest;
use Test::More;

need_server();
my $shim = start_shim(connections => 2, 'head-timeout' => '3s', 'max-body' => '60MB');

my $host = "Host: h\r\n";
my $next = "GET /-/live HTTP/1.1\r\n$host\r\n";

# Name, expected status, bytes.
my @refused = (
	['length and coding', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
	['coding and length', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"],
	['two lengths', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"],
	['two equal lengths', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"],
	['a list of lengths', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length: 4, 4\r\n\r\nabcd"],
	['a method as long as a line of the log', 400, 'M' x 5000 . " / HTTP/1.1\r\n$host\r\n"],
	['a method as long as a head', 400, 'M' x 12000 . " / HTTP/1.1\r\n${host}User-Agent: " . 'x' x 300 . "\r\n\r\n"],
	['a signed length', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length: +4\r\n\r\nabcd"],
	['a negative length', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length: -4\r\n\r\nabcd"],
	['a hexadecimal length', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length: 0x4\r\n\r\nabcd"],
	['an empty length', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length:\r\n\r\nabcd"],
	['an endless length', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length: " . '9' x 30 . "\r\n\r\n"],
	['another coding', 501, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: gzip\r\n\r\n"],
	['two codings', 501, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"],
	['a disguised coding', 501, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
	['chunked twice', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
	['chunked in 1.0', 400, "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
	['blank before the colon', 400, "POST /echo HTTP/1.1\r\n${host}Content-Length : 4\r\n\r\nabcd"],
	['tab before the colon', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n"],
	['a folded line', 400, "GET /whole HTTP/1.1\r\n${host}X-A: b\r\n c\r\n\r\n"],
	['a folded first line', 400, "GET /whole HTTP/1.1\r\n X: y\r\n$host\r\n"],
	['a bare LF', 400, "GET /whole HTTP/1.1\n${host}\r\n"],
	['a bare LF in fields', 400, "GET /whole HTTP/1.1\r\nHost: h\nX: y\r\n\r\n"],
	['a bare CR', 400, "GET /whole HTTP/1.1\r\n${host}X: a\rb\r\n\r\n"],
	['NUL in a value', 400, "GET /whole HTTP/1.1\r\n${host}X: a\0b\r\n\r\n"],
	['NUL in a name', 400, "GET /whole HTTP/1.1\r\n${host}X\0: a\r\n\r\n"],
	['DEL in a value', 400, "GET /whole HTTP/1.1\r\n${host}X: a\x7fb\r\n\r\n"],
	['a nameless field', 400, "GET /whole HTTP/1.1\r\n$host: a\r\n\r\n"],
	['no colon', 400, "GET /whole HTTP/1.1\r\n${host}XX\r\n\r\n"],
	['NUL in the target', 400, "GET /wh\0ole HTTP/1.1\r\n$host\r\n"],
	['encoded NUL in the path', 400, "GET /wh%00ole HTTP/1.1\r\n$host\r\n"],
	['a control byte in the target', 400, "GET /wh\x01ole HTTP/1.1\r\n$host\r\n"],
	['a non-ASCII target', 400, "GET /Gr\xc3\xb6\xc3\x9fe HTTP/1.1\r\n$host\r\n"],
	['half an escape', 400, "GET /wh%4 HTTP/1.1\r\n$host\r\n"],
	['a wrong escape', 400, "GET /wh%zzole HTTP/1.1\r\n$host\r\n"],
	['a fragment', 400, "GET /whole#x HTTP/1.1\r\n$host\r\n"],
	['a relative target', 400, "GET whole HTTP/1.1\r\n$host\r\n"],
	['no target', 400, "GET HTTP/1.1\r\n$host\r\n"],
	['two blanks', 400, "GET  /whole HTTP/1.1\r\n$host\r\n"],
	['a tunnel', 400, "CONNECT h:443 HTTP/1.1\r\n$host\r\n"],
	['no version', 400, "GET /whole\r\n\r\n"],
	['a small version', 505, "GET /whole HTTP/0.9\r\n$host\r\n"],
	['HTTP/2', 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
	['HTTP/1.2', 505, "GET /whole HTTP/1.2\r\n$host\r\n"],
	['a version in words', 400, "GET /whole HTTP/1.x\r\n$host\r\n"],
	['lower case http', 400, "GET /whole http/1.1\r\n$host\r\n"],
	['no host', 400, "GET /whole HTTP/1.1\r\n\r\n"],
	['two hosts', 400, "GET /whole HTTP/1.1\r\n$host$host\r\n"],
	['a bad host', 400, "GET /whole HTTP/1.1\r\nHost: a/b\r\n\r\n"],
	['a host with a user', 400, "GET /whole HTTP/1.1\r\nHost: u\@h\r\n\r\n"],
	['a bad port', 400, "GET /whole HTTP/1.1\r\nHost: h:8x\r\n\r\n"],
	['another host in the target', 400, "GET http://other/whole HTTP/1.1\r\n$host\r\n"],
	['another expectation', 417, "POST /echo HTTP/1.1\r\n${host}Expect: tea\r\nContent-Length: 1\r\n\r\nx"],
	['TLS on a plain port', 400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" . 'x' x 100],
	['noise', 400, join('', map { chr(($_ * 73) % 256) } 1 .. 500)],
	['101 fields', 431, "GET /whole HTTP/1.1\r\n$host" . join('', map { "X-$_: y\r\n" } 1 .. 100) . "\r\n"],
	['40 kB of fields', 431, "GET /whole HTTP/1.1\r\n$host" . join('', map { "X-$_: " . 'y' x 1000 . "\r\n" } 1 .. 40) . "\r\n"],
	['a field without end', 431, "GET /whole HTTP/1.1\r\n${host}X: " . 'y' x 40000],
	['a long target', 414, 'GET /whole?' . 'q' x 17000 . " HTTP/1.1\r\n$host\r\n"],
	['a target without end', 414, 'GET /whole?' . 'q' x 40000],
	['a bad chunk size', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"],
	['a negative chunk size', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n-1\r\n"],
	['a huge chunk size', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"],
	['a chunk with LF only', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n"],
	['a chunk longer than told', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"],
	['endless extensions', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n3;" . 'x' x 9000],
	['endless trailers', 400, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n0\r\n" . "X: y\r\n" x 3000],
	['a body too large', 413, "POST /echo HTTP/1.1\r\n${host}Content-Length: 200001\r\n\r\n"],
	['chunks too large', 413, "POST /echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n" . sprintf("%x\r\n%s\r\n", 300000, 'x' x 300000)],
	['a body past the global limit', 413, "POST /large HTTP/1.1\r\n${host}Content-Length: 62914561\r\n\r\n"],
	['a body where none is taken', 413, "POST / HTTP/1.1\r\n${host}Content-Length: 1\r\n\r\nx"],
);
for my $case (@refused)
{
	my ($name, $status, $bytes) = @$case;
	my $r = raw_request($shim, $bytes . $next, rest => 1);
	is($r->{status}, $status, "$name: $status");
	is($r->{fields}{connection}, 'close', "$name: the connection closes");
	is($r->{rest} // '', '', "$name: nothing is answered behind it");
	like($r->{fields}{'x-request-id'} // '', qr/^[0-9a-f]{16}$/, "$name: it has an id");
}

# Strange, but right.
my @taken = (
	['an empty line first', "\r\n\r\nGET /whole HTTP/1.1\r\n$host\r\n"],
	['the absolute form', "GET http://h/whole HTTP/1.1\r\n$host\r\n"],
	['an empty value', "GET /whole HTTP/1.1\r\n${host}X:\r\n\r\n"],
	['an IPv6 host', "GET /whole HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"],
	['HTTP/1.0 without a host', "GET /whole HTTP/1.0\r\n\r\n"],
	['h2c asked for and ignored', "GET /whole HTTP/1.1\r\n${host}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"],
	['a target of 16000 bytes', 'GET /whole?' . 'q' x 15900 . " HTTP/1.1\r\n$host\r\n"],
	['100 fields', "GET /whole HTTP/1.1\r\n$host" . join('', map { "X-$_: y\r\n" } 1 .. 99) . "\r\n"],
	['a body of the very limit', "POST /echo HTTP/1.1\r\n${host}Content-Length: 200000\r\n\r\n" . 'x' x 200000],
);
for my $case (@taken)
{
	is(raw_request($shim, $case->[1])->{status}, 200, $case->[0]);
}

# The same bytes one by one mean the same.
for my $case ($taken[0], $refused[0], $refused[17], ['chunks', "POST /echo?do=echo HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n"])
{
	my $bytes = $case->[-1];
	my $whole = raw_request($shim, $bytes);
	my $socket = connect_to($shim);
	local $SIG{PIPE} = 'IGNORE';
	$socket->setsockopt(6, 1, 1);
	syswrite($socket, $_) // last for split(//, $bytes);
	my $split = read_response($socket);
	is("$split->{status}", "$whole->{status}", "$case->[0], byte by byte");
	is($split->{body}, $whole->{body}, 'with the same body') if $case->[0] eq 'chunks';
}

# Mutations of good requests, seeded: no crash, and the shim still answers.
srand(20261121);
my @seeds = map { $_->[-1] } grep { length $_->[-1] < 600 } @taken, @refused;
for my $turn (1 .. 400)
{
	my $bytes = $seeds[ rand @seeds ];
	for (1 .. 1 + rand 4)
	{
		my $at = int rand length $bytes;
		my $kind = int rand 4;
		if ($kind == 0) { substr($bytes, $at, 1) = chr int rand 256 }
		elsif ($kind == 1) { substr($bytes, $at, 1) = '' }
		elsif ($kind == 2) { substr($bytes, $at, 0) = substr($bytes, int rand length $bytes, int rand 40) }
		else { $bytes = substr($bytes, 0, $at) }
		last unless length $bytes;
	}
	my $socket = connect_to($shim);
	local $SIG{PIPE} = 'IGNORE';
	syswrite($socket, $bytes);
	read_some($socket, 65536, 0.02);
	close($socket);
}
is(get($shim, '/whole')->{status}, 200, 'the shim has survived 400 mutations');
is(get($shim, '/-/ready')->{status}, 200, 'and is ready');
unlike(log_of($shim), qr/[^\x0a\x20-\x7e]/, 'the log has printable lines only');
is(stop_shim($shim), 0, 'and stops with 0');
done_testing();
