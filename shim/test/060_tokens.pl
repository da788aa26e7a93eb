# Tokens: the table of those that are taken and those that are not, keys that change, and
# nothing of them in the log.
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Socket::INET;
use ShimTest;
use Test::More;
use Time::HiRes qw(sleep);

need_server();
my $dir = tempdir(CLEANUP => 1);
my $python = $ENV{PYTHON} // '/usr/bin/python3';
system($python, ($INC{'ShimTest.pm'} =~ s/ShimTest\.pm$/tokens.py/r), $dir) == 0 or die 'no tokens';
sql("UPDATE sky.key_text SET jwks = '" . slurp('own.json') . "'");

sub slurp
{
	my ($name) = @_;
	open(my $file, '<', "$dir/$name") or die "$name: $!";
	local $/;
	return <$file>;
}

sub lines { return split(/\n/, slurp($_[0])); }

# A server of keys: serves the file keys.json, and notes each request in hits.
my $keys = IO::Socket::INET->new(Listen => 10, LocalAddr => '127.0.0.1', Proto => 'tcp') or die $!;
my $keys_pid;
sub serve_keys
{
	$keys_pid = fork() // die $!;
	return if $keys_pid;
	$SIG{TERM} = sub { POSIX::_exit(0) };
	while (my $client = $keys->accept)
	{
		sysread($client, my $request, 4096);
		open(my $hits, '>>', "$dir/hits");
		print $hits "hit\n";
		close($hits);
		my $body = slurp('keys.json');
		print $client "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
		close($client);
	}
	POSIX::_exit(0);
}
sub hits { return -e "$dir/hits" ? scalar(lines('hits')) : 0; }
END { my $status = $?; kill('KILL', $keys_pid) if $keys_pid; $? = $status; }

# Put a file in the place of the keys, whole.
sub put_keys
{
	my ($name) = @_;
	system('cp', "$dir/$name", "$dir/keys.new") == 0 or die;
	rename("$dir/keys.new", "$dir/keys.json") or die $!;
}

put_keys('jwks.json');
serve_keys();
open(my $issuers, '>', "$dir/issuers") or die $!;
print $issuers <<~"FILE";
	[https://idp.test]
	audience = archive, https://archive.test
	keys-url = http://127.0.0.1:${\$keys->sockport}/keys
	loopback-http = on

	[https://file.test]
	audience = archive
	pem-file = $dir/key.pem

	[https://secret.test]
	audience = archive
	secret-file = $dir/secret
	algorithms = HS256

	[https://strict.test]
	audience = archive
	keys-file = $dir/jwks.json
	algorithms = ES256
	type = at+jwt

	[https://away.test]
	audience = archive
	keys-file = $dir/missing.json
	FILE
close($issuers);
my $shim = start_shim(threads => 2, connections => 4, issuers => "$dir/issuers");

sub with_token
{
	my ($token, $target) = @_;
	return get($shim, $target // '/whole?do=name', fields => { Authorization => "Bearer $token" });
}

# The table.
my @cases = map { [split(/\t/, $_, -1)] } lines('cases.tsv');
cmp_ok(scalar(@cases), '>=', 80, 'enough cases');
for my $case (@cases)
{
	my ($name, $token, $status, $part) = @$case;
	my $r = with_token($token);
	my $challenge = join("\n", $r->{head} =~ /^WWW-Authenticate: (.*?)\r?$/mg);
	my $good = $r->{status} == $status;
	if ($status == 200)
	{
		$good &&= $r->{body} eq 'ada' && $r->{fields}{'x-vo-authenticated'} eq 'ada' && $challenge eq '';
	}
	elsif ($status == 401)
	{
		$good &&= $challenge =~ /^Bearer realm="pgsky", error="invalid_token"/m && $challenge =~ /\Q$part\E/
		  && !exists $r->{fields}{'x-vo-authenticated'};
	}
	ok($good, "$name: $status") or diag("$r->{status} $r->{body}\n$challenge");
	# The same again: what was remembered changes nothing.
	my $again = with_token($token);
	is($again->{status}, $status, "$name, again");
}
my $log = log_of($shim);
unlike($log, qr/eyJ|\Q${\($cases[0][1] =~ s{.*\.}{}r)}\E/, 'no token in the log');
unlike($log, qr/a secret that/, 'no secret either');
my ($good) = map { $_->[1] } grep { $_->[0] eq 'RS256' } @cases;

# Not in URLs.
my $r = get($shim, "/whole?do=name&access_token=$good");
is($r->{body}, 'nobody', 'a token in the query is none');
$r = with_token($good, "/whole?do=name&access_token=$good");
is($r->{body}, 'ada', 'nor is it a second one');
unlike(log_of($shim), qr/access_token|eyJ/, 'nor is it in the log');

# Scopes, checked before anything is asked of the database.
my ($scoped) = lines('scoped.txt');
is(with_token($scoped)->{status}, 200, 'the scope is there');
for my $time ('at first', 'from memory')
{
	$r = with_token($scoped, '/tree/leaf');
	is($r->{status}, 403, "the scope is not there, $time");
	like($r->{head}, qr{^WWW-Authenticate: Bearer realm="pgsky", error="insufficient_scope", error_description="[^"]+", scope="tree/leaf"\r}m, 'and is named');
}
$r = request($shim, 'POST', '/echo', fields => { Authorization => "Bearer $scoped" }, body => 'x' x 1000);
is($r->{status}, 403, 'a body does not matter');

# An issuer whose keys were never there: not the token's fault.
my $away = $good;
{
	my ($head, $body, $signature) = split(/\./, $good);
	require MIME::Base64;
	my $claims = MIME::Base64::decode_base64url($body);
	$claims =~ s/idp\.test/away.test/;
	$away = "$head." . MIME::Base64::encode_base64url($claims) . ".$signature";
}
is(with_token($away)->{status}, 503, 'no keys yet');

# Names of keys that do not exist: one look, not more.  The table has had it.
my $before = hits();
with_token($_) for lines('flood.txt');
is(hits(), $before, 'unknown keys cause no flood at the issuer');
cmp_ok($before, '<=', 2, 'one look at the start, one for all unknown keys');
is(stop_shim($shim), 0, 'stops');

# A key that is new: who comes with it waits until it is there.
unlink("$dir/hits");
$shim = start_shim(threads => 2, connections => 4, issuers => "$dir/issuers");
my @old = lines('old.txt');
my @new = lines('new.txt');
my %seen;
my $socket = connect_to($shim);
my $buffer = '';
for my $i (0 .. 599)
{
	put_keys('next.json') if $i == 100;
	my $token = $i < 100 || $i % 2 ? shift(@old) : shift(@new);
	last unless defined $token;
	syswrite($socket, "GET /whole?do=name HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer $token\r\n\r\n");
	$seen{ read_response($socket, buffer => \$buffer)->{status} }++;
}
is_deeply([keys %seen], [200], 'no token is refused while keys change') or diag(explain(\%seen));
cmp_ok($seen{200}, '>=', 300, 'enough of them');
is(hits(), 2, 'for one more look at the keys');
is(stop_shim($shim), 0, 'stops');

# The server of keys goes away: the keys stay.
$shim = start_shim(threads => 1, issuers => "$dir/issuers", 'keys-refresh' => '200ms');
is(with_token($good)->{status}, 200, 'before');
my $asked = sql('SELECT last_value FROM sky.asked');
is(with_token($good)->{body}, 'ada', 'whose bearer is known') for 1 .. 2;
is(sql('SELECT last_value FROM sky.asked'), $asked, 'and not asked for again');
kill('KILL', $keys_pid);
waitpid($keys_pid, 0);
undef $keys_pid;
close($keys);
ok(wait_for(10, sub { log_of($shim) =~ /could not read the keys.*idp\.test/ }), 'it is noticed');
is(with_token($new[0])->{status}, 200, 'a token never seen before is taken');

# The keys of the database change.
my $own = (map { $_->[1] } grep { $_->[0] =~ /database's key/ } @cases)[0];
is(with_token($own)->{status}, 200, 'a key of the database');
sql(q(UPDATE sky.key_text SET jwks = '{"keys":[]}'; NOTIFY sky_jwks));
ok(wait_for(10, sub { with_token($own)->{status} == 401 }), 'is not taken any more, from memory either');
sql("UPDATE sky.key_text SET jwks = '" . slurp('own.json') . "'; NOTIFY sky_jwks");
ok(wait_for(10, sub { with_token($own)->{status} == 200 }), 'and taken again');
sql(q(UPDATE sky.key_text SET jwks = NULL; NOTIFY sky_jwks));
ok(wait_for(10, sub { with_token($own)->{status} == 401 }), 'nor is one where the database has no keys');
is(stop_shim($shim), 0, 'stops');

# Keys by https: of one who is trusted, not of others, and not more than keys can be.
my $tls_pid = open(my $tls, '-|') // die $!;
if ($tls_pid == 0)
{
	open(STDERR, '>', "$dir/tls.log");
	exec('timeout', '100', $python, ($INC{'ShimTest.pm'} =~ s/ShimTest\.pm$/tls_server.py/r), $dir) or die $!;
}
END { my $status = $?; kill('TERM', $tls_pid) if $tls_pid; $? = $status; }
chomp(my $tls_port = <$tls>);
open($issuers, '>', "$dir/tls") or die $!;
print $issuers <<~"FILE";
	[https://idp.test]
	audience = archive
	keys-url = https://127.0.0.1:$tls_port/jwks.json
	ca-file = $dir/tls.pem

	[https://file.test]
	audience = archive
	keys-url = https://127.0.0.1:$tls_port/jwks.json

	[https://strict.test]
	audience = archive
	keys-url = https://127.0.0.1:$tls_port/large.json
	ca-file = $dir/tls.pem
	FILE
close($issuers);
$shim = start_shim(threads => 1, issuers => "$dir/tls");
is(with_token($good)->{status}, 200, 'keys by https');
my %by_name = map { $_->[0] => $_->[1] } @cases;
is(with_token($by_name{'RS256 with a PEM key'})->{status}, 503, 'not of a server that nobody vouches for');
is(with_token($by_name{'typ as it is wanted'})->{status}, 503, 'nor a document that is too large');
like(log_of($shim), qr/could not read the keys.*file\.test.*certificate/, 'the log says why');
like(log_of($shim), qr/could not read the keys.*strict\.test/, 'of both');
kill('TERM', $tls_pid);
close($tls);
undef $tls_pid;
is(stop_shim($shim), 0, 'stops');

# SIGHUP has the file read again: issuers come and go, requests go on, faults change nothing.
my %rule = (
	file => "pem-file = $dir/key.pem",
	secret => "secret-file = $dir/secret\nalgorithms = HS256",
	strict => "keys-file = $dir/jwks.json\nalgorithms = ES256\ntype = at+jwt");
sub reload
{
	my ($told, @lines) = @_;
	open(my $file, '>', "$dir/changing") or die $!;
	print $file "$_\n" for @lines;
	close($file);
	return unless $told;
	my $seen = () = log_of($shim) =~ /$told/g;
	kill('HUP', $shim->{pid});
	return wait_for(10, sub { (() = log_of($shim) =~ /$told/g) > $seen });
}
sub rules { return map { ("[https://$_.test]", 'audience = archive', $rule{$_}) } @_ }
sub answers { return join(' ', map { with_token($by_name{$_})->{status} } 'RS256 with a PEM key', 'HS256 with the shared secret', 'typ as it is wanted') }
reload(undef, rules('file', 'secret'));
$shim = start_shim(threads => 1, issuers => "$dir/changing");
is(answers(), '200 200 401', 'two issuers');
$socket = connect_to($shim);
syswrite($socket, "GET /stream?do=rows&n=200000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer $by_name{'HS256 with the shared secret'}\r\n\r\n");
$buffer = read_some($socket, 1000);
ok(reload('issuers read again', rules('strict', 'file')), 'the file is read again');
is(answers(), '200 401 200', 'one goes, also from memory, one comes, one stays');
is(read_response($socket, buffer => \$buffer)->{whole}, 1, 'what runs runs to its end');
ok(reload('the issuers stay as they are.{1,100}changing:3: unknown setting', '[https://file.test]', 'audience = archive', 'colour = red'),
	'a fault is told');
is(answers(), '200 401 200', 'and changes nothing');
unlink("$dir/changing");
kill('HUP', $shim->{pid});
ok(wait_for(10, sub { log_of($shim) =~ /the issuers stay as they are.*could not open/ }), 'so does a file that is not there');
is(answers(), '200 401 200', 'and changes nothing');
for (1 .. 20)
{
	reload('issuers read again', rules('secret'));
	reload('issuers read again', rules('file', 'secret', 'strict'));
}
is(answers(), '200 200 200', 'all three, after many changes');
is(stop_shim($shim), 0, 'stops');

# What is wrong with the file is said.
open($issuers, '>', "$dir/bad") or die $!;
print $issuers "[https://x]\nkeys-url = http://x/\n";
close($issuers);
$shim = start_shim(issuers => "$dir/bad", wait => 'none');
is($shim->{exit}, 2, 'a bad file of issuers');

done_testing();
