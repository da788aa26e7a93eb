# Keys and passwords in every spelling, what is remembered of them and for how long,
# challenges, and that no secret is written anywhere.
use strict;
use warnings;
use MIME::Base64;
use ShimTest;
use Test::More;
use Time::HiRes qw(sleep);

need_server();
my $shim = start_shim(threads => 1, connections => 2, 'login-url' => '/login', 'login-page' => '');
my $key = 'psk-0001.anything';

sub basic { return { Authorization => 'Basic ' . encode_base64($_[0], '') }; }
sub asked { return sql("SELECT last_value FROM sky.asked"); }

# Spellings: fields, status, who.
my @spellings = (
	[{ Authorization => "Bearer $key" }, 200, 'ada'],
	[{ Authorization => "bearer $key" }, 200, 'ada'],
	[{ Authorization => "Bearer: $key" }, 200, 'ada'],
	[{ Authorization => "Token $key" }, 200, 'ada'],
	[{ Authorization => "Key $key" }, 200, 'ada'],
	[{ Authorization => "ApiKey $key" }, 200, 'ada'],
	[{ Bearer => $key }, 200, 'ada'],
	[{ 'X-API-Key' => $key }, 200, 'ada'],
	[{ 'X-Auth-Token' => $key }, 200, 'ada'],
	[{ 'X-DL-AuthToken' => $key }, 200, 'ada'],
	[{ 'X-Arcsecond-API-Authorization' => "Key $key" }, 200, 'ada'],
	[basic("x-oauth-basic:$key"), 200, 'ada'],
	[basic("$key:x-oauth-basic"), 200, 'ada'],
	[basic("$key:"), 200, 'ada'],
	[basic('ada:correct horse'), 200, 'ada'],
	[basic('ada:wrong horse'), 401, ''],
	[basic('eve:correct horse'), 401, ''],
	[{ Authorization => 'Bearer psk-0001.other' }, 401, ''],
	[{ Authorization => 'Bearer nothing' }, 401, ''],
	[{ Authorization => 'Negotiate abc' }, 401, ''],
	[{ 'X-Arcsecond-API-Authorization' => $key }, 401, ''],
	[{ 'X-API-Key' => 'a.b.c' }, 401, ''],
	[{ Authorization => 'Bearer' }, 400, ''],
	[{ Authorization => 'Basic !' }, 400, ''],
	[{ Authorization => "Bearer $key", 'X-API-Key' => $key }, 400, ''],
	[{}, 200, 'nobody'],
);
for my $case (@spellings)
{
	my ($fields, $status, $who) = @$case;
	my $name = join(' ', %$fields) || 'nothing';
	my $r = get($shim, '/whole?do=name', fields => $fields);
	is($r->{status}, $status, "$name: $status");
	is($r->{body}, $who, '  is he') if $status == 200;
	is($r->{fields}{'x-vo-authenticated'} // 'nobody', $who, '  and says so') if $status == 200;
}
my $r = raw_request($shim, "GET /whole HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer $key\r\nAuthorization: Bearer $key\r\nConnection: close\r\n\r\n");
is($r->{status}, 400, 'twice the same is one too many');
$r = get($shim, '/whole', fields => { 'X-API-Key' => $key, Bearer => '' });
is($r->{status}, 400, 'even if one is empty');
$r = get($shim, '/whole', fields => { Authorization => "Bearer $key" });
unlike($r->{body}, qr/psk-|authorization/i, 'credentials go no further');
is($r->{fields}{'cache-control'}, 'private', 'an answer for one is for no shared cache');
is(get($shim, '/whole')->{fields}{'cache-control'}, undef, 'one for all may be');

# Remembered: the database hashes a password once, not for each request.
my $before = asked();
is(get($shim, '/whole?do=name', fields => basic('ada:correct horse'))->{body}, 'ada', 'again') for 1 .. 5;
is(asked(), $before, 'what it said is remembered');
get($shim, '/whole', fields => basic('ada:wrong horse')) for 1 .. 3;
is(asked(), $before + 3, 'what it denied is asked again');

# Taken back.
my $fields = { Authorization => 'Bearer psk-0003.for-revocation' };
is(get($shim, '/whole?do=name', fields => $fields)->{body}, 'eve', 'a key that is good');
my $other = start_shim(connections => 2);
is(get($other, '/whole?do=name', fields => $fields)->{body}, 'eve', 'at another shim, too');
sql("DELETE FROM sky.credential WHERE name = 'eve'; NOTIFY sky_credential");
ok(wait_for(10, sub { get($shim, '/whole', fields => $fields)->{status} == 401 }), 'is taken back');
ok(wait_for(10, sub { get($other, '/whole', fields => $fields)->{status} == 401 }), 'there as well');
is(stop_shim($other), 0, 'which stops');
$before = asked();
is(get($shim, '/whole?do=name', fields => basic('ada:correct horse'))->{body}, 'ada', 'the others stay');
is(asked(), $before + 1, 'but are asked for again');

# While the database could not tell, what it said holds a second; 60 if it could.
sql("INSERT INTO sky.credential VALUES ('psk-0004.deaf', 'dora', NULL)");
$fields = { Authorization => 'Bearer psk-0004.deaf' };
is(get($shim, '/whole?do=name', fields => $fields)->{body}, 'dora', 'a key that is good');
sql("ALTER DATABASE $ShimTest::database CONNECTION LIMIT 0", 'postgres'); # the pool has its own already
sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$ShimTest::database' "
	  . "AND application_name = 'pgsky-shim control'", 'postgres');
ok(wait_for(10, sub { log_of($shim) =~ /could not connect to the database/ }), 'nothing is heard any more');
sql("DELETE FROM sky.credential WHERE name = 'dora'");
ok(wait_for(20, sub { get($shim, '/whole', fields => $fields)->{status} == 401 }), 'a key that is revoked then');
sql("ALTER DATABASE $ShimTest::database CONNECTION LIMIT -1", 'postgres');
ok(wait_for(20, sub { log_of($shim) =~ /services of the database are back/ }), 'all is heard again');

# Scopes of keys.
$fields = { 'X-API-Key' => 'psk-0002.only-whole' };
is(get($shim, '/whole?do=name', fields => $fields)->{body}, 'bob', 'where the scope is good');
for my $method ('GET', 'POST')
{
	my $before = sql('SELECT count(*) FROM sky.number');
	$r = request($shim, $method, '/change?do=write', fields => $fields);
	is($r->{status}, 403, "$method where it is not");
	is(sql('SELECT count(*) FROM sky.number'), $before, 'changes nothing');
	like($r->{head}, qr/error="insufficient_scope".*scope="change"/, 'the scope is named');
}
is(request($shim, 'POST', '/large', fields => { 'X-API-Key' => $key }, body => 'x' x 3000000)->{status}, 200,
	'a large body of one who was known');
is(request($shim, 'POST', '/large', fields => { Authorization => 'Token psk-0001.anything' }, body => 'x' x 3000000)->{status},
	200, 'and of one who was not yet');

# Challenges.
sub challenges { return [$_[0]{head} =~ /^WWW-Authenticate: (.*?)\r?$/mg]; }
my $ivoa = qr{^ivoa_bearer standard_id="ivo://ivoa.net/sso#tls-with-password", access_url="http://127.0.0.1:\d+/login"$};
$r = get($shim, '/whole?do=raise&code=SK401');
is($r->{status}, 401, 'the database wants to know who it is');
is_deeply([@{ challenges($r) }[1, 2]], ['Bearer realm="pgsky"', 'Basic realm="pgsky", charset="UTF-8"'],
	'each scheme in a line, without a fault');
like(challenges($r)->[0], $ivoa, 'where a token is to be had');
$r = get($shim, '/whole?do=offer');
is($r->{status}, 200, 'an answer that offers');
is(scalar @{ challenges($r) }, 3, 'has them all');
is($r->{fields}{'x-vo-authenticated'}, undef, 'nobody is called another');
is_deeply(challenges(get($shim, '/whole')), [], 'others have none');
$r = get($shim, '/whole', fields => { Authorization => 'Bearer psk-0009.x' });
is(challenges($r)->[1], 'Bearer realm="pgsky", error="invalid_token"', 'what the database denied');
$r = get($shim, '/whole', fields => { Authorization => 'Bearer' });
like(challenges($r)->[1], qr/^Bearer realm="pgsky", error="invalid_request", error_description="[^"]+"$/, 'what is malformed');
$r = get($shim, '/whole', fields => { Authorization => 'Bearer a.b.c' });
like(challenges($r)->[1], qr/^Bearer realm="pgsky", error="invalid_token", error_description="[^"]+"$/, 'what is wrong');
for my $browser (
	{ Accept => 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
	{ 'Sec-Fetch-Mode' => 'navigate' },
	{ 'Sec-Fetch-Mode' => 'cors', Accept => '*/*' },
	{ 'X-Requested-With' => 'XMLHttpRequest' },
	{ Accept => 'text/html' })
{
	$r = get($shim, '/whole?do=raise&code=SK401', fields => $browser);
	is_deeply([map { /^(\S+)/ } @{ challenges($r) }], ['ivoa_bearer', 'Bearer'],
		'no dialog for ' . join(' ', %$browser));
}
$r = get($shim, '/whole?do=raise&code=SK401', fields => { Accept => 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2' });
is(scalar @{ challenges($r) }, 3, 'Java is no browser');
my $log = log_of($shim);
is(stop_shim($shim), 0, 'stops');

# Other settings.
$shim = start_shim(threads => 1, 'anonymous-scopes' => 'whole tree/*', challenges => 'bearer', realm => 'Archive');
is(get($shim, '/whole')->{status}, 200, 'open to all');
$r = get($shim, '/stream');
is($r->{status}, 401, 'not open to all');
is_deeply(challenges($r), ['Bearer realm="Archive"'], 'one challenge');
is(get($shim, '/stream', fields => { 'X-API-Key' => $key })->{status}, 200, 'open to those who are known');
$log .= log_of($shim);
is(stop_shim($shim), 0, 'stops');

# Sessions: a cookie, where a page is asked for, or a page of this service asks.
$shim = start_shim(threads => 1, 'base-url' => 'https://archive.test');
my $cookie = '__Host-pgsky-session=pss-0005.session';
sub session_name { return get($shim, "$_[0]?do=name", fields => { Cookie => $cookie, %{ $_[1] // {} } })->{body}; }
is(session_name('/page'), 'ada', 'a page');
is(session_name('/page', { 'Sec-Fetch-Site' => 'cross-site' }), 'ada', 'that another site led to');
is(session_name('/whole'), 'nobody', 'no page');
is(session_name('/whole', { 'Sec-Fetch-Site' => $_ }), 'ada', "$_ asks") for 'same-origin', 'none';
is(session_name('/whole', { 'Sec-Fetch-Site' => $_ }), 'nobody', "$_ asks") for 'cross-site', 'same-site';
is(session_name('/whole', { Origin => 'https://archive.test' }), 'ada', 'its own page asks');
is(session_name('/whole', { Origin => $_ }), 'nobody', "$_ asks") for 'https://archive.test.evil', 'http://archive.test', 'null';
is(session_name('/whole', { Origin => 'https://evil.test', 'X-CSRF-Token' => 'x' }), 'nobody', 'another, with a token');
is(session_name('/whole', { 'X-CSRF-Token' => 'x' }), 'ada', 'a script of its own');
is(session_name('/page', { Authorization => 'Bearer psk-0002.only-whole' }), '403 Forbidden: what you have shown is not good for this' . "\n",
	'what is shown on purpose counts');
$cookie = '__Host-pgsky-session=pss-0006.over';
is(session_name('/page'), 'nobody', 'a session that is over is nobody');
$cookie = 'pgsky-session=pss-0005.session';
is(session_name('/page'), 'nobody', 'nor is one that anybody on the way could have set');
$cookie = "__Host-pgsky-session=$key";
is(session_name('/page'), 'nobody', 'a key is no session');
for my $field ('Authorization: Bearer', 'Authorization: Key', 'X-API-Key:', 'Bearer:', 'X-Auth-Token:')
{
	my ($name, $scheme) = $field =~ /^(.*): ?(.*)/;
	is(get($shim, '/whole', fields => { $name => "$scheme pss-0005.session" =~ s/^ //r })->{status}, 401, "a session is no key: $field");
}
is(get($shim, '/whole', fields => basic('x-oauth-basic:pss-0005.session'))->{status}, 401, 'nor a password');
$r = request($shim, 'POST', '/own', fields => { Authorization => 'Basic Y2xpZW50OnNlY3JldA==', Cookie => $cookie, 'X-API-Key' => 'x' });
is($r->{status}, 200, 'what a service reads itself');
like($r->{body}, qr/^authorization: Basic Y2xpZW50OnNlY3JldA==$/m, 'it gets');
unlike($r->{body}, qr/cookie|x-api-key/i, 'and nothing else');
is(get($shim, '/page', fields => { Cookie => '__Host-pgsky-session=pss-0005.session' })->{fields}{'cache-control'}, 'private',
	'a page for one is for no shared cache');
is($r->{fields}{'access-control-allow-credentials'}, undef, 'and for no other site');

# People are sent to the login page, programs are not.
$r = get($shim, '/page?do=raise&code=SK401&x=%26', fields => { 'Sec-Fetch-Mode' => 'navigate' });
is($r->{status}, 303, 'a person is sent');
is($r->{fields}{location}, 'https://archive.test/login?next=/page%3Fdo%3Draise%26code%3DSK401%26x%3D%2526', 'to log in and come back');
is($r->{fields}{'www-authenticate'}, undef, 'without a dialog');
is(get($shim, '/page?do=raise&code=SK401', fields => { Accept => 'text/html' })->{status}, 303, 'in any browser');
is(get($shim, '/page?do=raise&code=SK401', fields => { 'Sec-Fetch-Mode' => 'cors' })->{status}, 401, 'not a script');
is(get($shim, '/page?do=raise&code=SK401')->{status}, 401, 'not a program');
is(request($shim, 'POST', '/page?do=raise&code=SK401', fields => { 'Sec-Fetch-Mode' => 'navigate' })->{status}, 401, 'not a form');
is(get($shim, '/page', fields => { Accept => 'text/html', Authorization => 'Bearer nothing' })->{status}, 401, 'not one who shows something');
$log .= log_of($shim);
is(stop_shim($shim), 0, 'stops');

# A memory of nothing: everything is asked for, and answered.
$shim = start_shim(threads => 1, 'credential-memory' => '0');
is(get($shim, '/whole?do=name', fields => { 'X-API-Key' => $key })->{body}, 'ada', 'without memory') for 1 .. 2;
$log .= log_of($shim);
is(stop_shim($shim), 0, 'stops');

# Sessions that never were take no memory, which good credentials would have to leave.
$shim = start_shim(threads => 1, 'credential-memory' => '10000');
is(get($shim, '/whole?do=name', fields => { 'X-API-Key' => $key })->{body}, 'ada', 'a good one');
is(join(' ', grep { get($shim, '/page?do=name', fields => { Cookie => "pgsky-session=pss-none.$_" })->{body} ne 'nobody' } 1 .. 200),
	'', 'sessions that never were');
is(get($shim, '/whole?do=name', fields => { 'X-API-Key' => 'psk-0002.only-whole' })->{body}, 'bob', 'another good one');
$before = asked();
is(get($shim, '/whole?do=name', fields => { 'X-API-Key' => $key })->{body}, 'ada', 'the first');
is(asked(), $before, 'is remembered');
$log .= log_of($shim);
is(stop_shim($shim), 0, 'stops');

# The log knows who, not by what. (Identifiers of requests have "deaf" in them now and then.)
like($log, qr/user=ada/, 'the log knows who it was');
unlike($log, qr/pss-|anything|correct|horse|only-whole|for-revocation|\.deaf|psk-/, 'and no secret');
unlike($log, qr/\Q${\encode_base64('ada:correct horse', '')}\E/, 'in no spelling');

done_testing();
