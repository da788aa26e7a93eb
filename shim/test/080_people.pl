# Who asks, the whole way: tokens, keys and passwords to rows that obey the person.
use strict;
use warnings;
use File::Temp qw(tempdir);
use MIME::Base64 qw(encode_base64);
use People;
use ShimTest;
use Test::More;

need_server(fixture => 'services.sql');
my $issuers = make_people(tempdir(CLEANUP => 1));
# Every statement of the program is logged.
sql("ALTER ROLE sky_shim IN DATABASE $ShimTest::database SET log_min_duration_statement = 0");
# The archive issues tokens of its own.
sql("ALTER DATABASE $ShimTest::database SET $_")
  for "pgsky.base_url = 'https://archive.test'", "pgsky.token_lifetime = '8h'";
my $shim = start_shim(threads => 1, connections => 2, issuers => $issuers);

# The rows that one sees.
sub rows
{
	my (%fields) = @_;
	my $r = get($shim, '/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=SELECT+id+FROM+sample.mine+ORDER+BY+id', fields => \%fields);
	return "$r->{status}" if $r->{status} != 200;
	return join(' ', $r->{body} =~ /^(\d+)/mg);
}

my $basic = 'Basic ' . encode_base64("ada:$password", '');
for my $time ('the first time', 'from memory')
{
	is(rows(), '', "nobody sees nothing, $time");
	is(rows(Authorization => $basic), '1', "a password, $time");
	is(rows(Authorization => "Bearer $key"), '2', "a key, $time");
	is(rows('X-API-Key' => $key), '2', "a key in another field, $time");
	is(rows(Authorization => 'Basic ' . encode_base64("x-oauth-basic:$key", '')), '2', "a key in the place of a password, $time");
	is(rows(Authorization => 'Basic ' . encode_base64("bob:$key", '')), '2', "a key beside his name, $time");
	is(rows(Authorization => 'Bearer ' . token('cy', ',"groups":["club"]')), '3 4', "a token, with a group, $time");
	is(rows(Authorization => 'Bearer ' . token('cy', ',"groups":"' . join(' ', 'club', 1 .. 2500) . '"')), '3 4', "one of many groups, $time");
	is(rows(Authorization => 'Basic ' . encode_base64(token('cy') . ':', '')), '3', "a token in the place of a name, $time");
	is(rows(Authorization => "Bearer $image_key"), '403', "a key for something else, $time");
	is(rows(Authorization => 'Bearer ' . $key . 'x'), '401', "a wrong key, $time");
	is(rows(Authorization => 'Basic ' . encode_base64("ada:$password!", '')), '401', "a wrong password, $time");
	is(rows(Authorization => 'Basic ' . encode_base64("ada:$key", '')), '401', "another's key, $time");
}

# Organisations: who joins is in their groups and sees their people at once, who leaves no more.
my %bob = ('X-Arcsecond-API-Authorization' => "Key $key");
sub profile { return get($shim, '/profiles/ada/', fields => \%bob)->{status} }
sql("INSERT INTO sample.mine VALUES (5, 'org:oma'), (6, 'org:oma:write')");
sql("SELECT sky.create_organisation('oma', 'Observatoire', 'ada')");
is(rows(%bob) . ' ' . profile(), '2 404', 'a stranger');
sql("SELECT sky.join_organisation('oma', 'bob', 'observer')");
ok(wait_for(10, sub { rows(%bob) eq '2 5' }), 'an observer');
is(profile(), 200, 'knows the members');
sql("SELECT sky.join_organisation('oma', 'bob', 'member')");
ok(wait_for(10, sub { rows(%bob) eq '2 5 6' }), 'a member');
sql("SELECT sky.leave_organisation('oma', 'bob')");
ok(wait_for(10, sub { rows(%bob) eq '2' }), 'who leaves');
is(profile(), 404, 'knows them no more');
is(get($shim, '/profiles/bob/')->{body}, '{"detail": "you are to log in"}', 'errors are JSON');
like(request($shim, 'POST', '/api/auth?key=psk-x', fields => { Authorization => 'Bearer: psk-x.y' })->{body},
	qr/"message": "API key could not be verified or has expired\."/, 'of each kind as its clients read it');
sql('DELETE FROM sample.mine WHERE id > 4');

# Many who guess passwords are served one after the other, and keep nobody else waiting.
my $stranger = '127.0.0.80'; # whose guesses count for nobody else
my @guesses = map {
	my $socket = connect_to($shim, from => $stranger);
	my $guess = encode_base64("ada:guess$_", '');
	print $socket "GET /tap/capabilities HTTP/1.1\r\nHost: x\r\nX-Request-Id: guess$_\r\nAuthorization: Basic $guess\r\n\r\n";
	$socket;
} 1 .. 20;
is(get($shim, '/tap/sync?LANG=ADQL&QUERY=SELECT+TOP+1+id+FROM+sample.mine', fields => { 'X-Request-Id' => 'between' })->{status},
	200, 'one among many who guess');
is_deeply([map { read_response($_)->{status} } @guesses], [(401) x 20], 'who are all wrong');
wait_for(10, sub { (() = log_of($shim) =~ /id=guess\d/g) == 20 });
cmp_ok((() = (split /id=between/, log_of($shim))[1] =~ /id=guess\d/g), '>', 10, 'and come after him');

# Capabilities are for all, tell how to be known, and whether one is.
my $r = get($shim, '/tap/capabilities');
is($r->{status}, 200, 'capabilities for all');
like($r->{head}, qr/^WWW-Authenticate: Bearer realm="pgsky"\r\nWWW-Authenticate: Basic /m, 'with challenges');
$r = request($shim, 'HEAD', '/tap/capabilities', fields => { Authorization => $basic });
is($r->{fields}{'x-vo-authenticated'}, 'ada', 'and for one who is known');
is(get($shim, '/tap/capabilities', fields => { Authorization => 'Bearer wrong' })->{status}, 401, 'not for one who is wrong');

# The archive's own tokens, also with a key made this moment.
sub own_token { return sql("SELECT sky.issue_token('ada') ->> 'access_token'"); }
is(rows(Authorization => 'Bearer ' . own_token()), '1', 'a token of the archive');
sql('SELECT sky.rotate_signing_key()');
is(rows(Authorization => 'Bearer ' . own_token()), '1', 'and one of a new key');

# The database takes back what it has said.
is(rows(Authorization => "Bearer $key"), '2', 'a key');
sql("DELETE FROM sky.key_record WHERE hash = sha256('$key')");
ok(wait_for(10, sub { rows(Authorization => "Bearer $key") eq '401' }), 'that is revoked');
is(rows(Authorization => $basic), '1', 'a user');
sql("UPDATE sky.user_record SET disabled = true WHERE name = 'ada'");
ok(wait_for(10, sub { rows(Authorization => $basic) eq '401' }), 'who is locked out');
my $token = token('cy');
is(rows(Authorization => "Bearer $token"), '3', 'a token');
sql('DELETE FROM sky.issuer');
ok(wait_for(10, sub { rows(Authorization => "Bearer $token") eq '401' }), 'whose issuer is dropped');

# Guesses at keys are limited.
my %json = (from => '127.0.0.81', fields => { 'Content-Type' => 'application/json' }, body => '{"username": "bob", "key": "psk-x.y", "organisation": "oma"}');
my @answers = map { request($shim, 'POST', '/auth/key/verify-organisation/', %json)->{status} } 1 .. 31;
is_deeply([ sort { $a <=> $b } keys %{ { map { $_ => 1 } @answers } } ], [ 401, 429 ], 'thirty a minute');

# Who guesses on is told to wait, wherever he asks; capabilities stay open to those who do not.
my $told;
for my $n (1 .. 60)
{
	$told = get($shim, '/tap/sync?LANG=ADQL&QUERY=SELECT+id+FROM+sample.mine', from => $stranger,
		fields => { Authorization => 'Basic ' . encode_base64("nobody:guess$n", '') });
	last if $told->{status} != 401;
}
is($told->{status}, 429, 'too many guesses');
ok($told->{fields}{'retry-after'}, 'with Retry-After');
like($told->{body}, qr/too many guesses from your address/, 'and why');
is(get($shim, '/tap/capabilities', from => $stranger)->{status}, 200, 'but served who shows nothing');
is(get($shim, '/tap/capabilities', fields => { Authorization => 'Basic ' . encode_base64('nobody:guess', '') })->{status},
	401, 'and others are heard');

# Limits of requests are told with every answer, errors too, by whichever program.
sql("SELECT sky.set_quota('requests', 3, role => 'sky_anon', route => '/tap/sync')");
my @told = map { get($shim, '/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=' . $_) } 'SELECT+1+AS+a', 'SELECT+nothing', 'SELECT+1+AS+a', 'SELECT+1+AS+a';
is(join(' ', map { "$_->{status}:$_->{fields}{'x-ratelimit-limit'}:$_->{fields}{'x-ratelimit-remaining'}" } @told),
	'200:3:2 400:3:1 200:3:0 429:3:0', 'a limit of three');
ok(!$told[2]{fields}{'retry-after'} && $told[3]{fields}{'retry-after'}, 'and when to come again');
$r = get($shim, '/limits', fields => { Accept => 'application/json' });
like($r->{body}, qr/"requests": null, .*"login_requests": 30\}/, 'all of them at /limits');
my $log = log_of($shim);
is(stop_shim($shim), 0, 'stops');

# Nothing of it in the logs, neither the program's nor the server's.
my @secrets = ($shared_secret, 'the-secret-of-a-key', 'for-images-alone', $password, encode_base64("ada:$password", ''), 'eyJ');
like($log, qr/user=bob/, 'the log of the program');
is_deeply([grep { index($log, $_) >= 0 } @secrets], [], 'holds no secret');
SKIP:
{
	skip('no log of the server', 2) unless -r ($ENV{PGSKY_SERVER_LOG} // '');
	open(my $server, '<', $ENV{PGSKY_SERVER_LOG}) or die $!;
	my @lines = grep { !/sky\.password_hash\('|sha256\('psk/ } <$server>; # of this test itself
	ok((grep { /duration: .*sky\.enter_with/ } @lines), 'the log of the server');
	my @found = grep { my $secret = $_; grep { index($_, $secret) >= 0 } @lines } @secrets;
	is_deeply(\@found, [], 'holds no secret');
}

# At its start it looks at the roles: that of its own must be a weak one, and so those of clients.
my $strong = "shim_strong_$$";
sql("CREATE ROLE $strong LOGIN BYPASSRLS IN ROLE sky_anon, sky_user, sky_staff, sky_admin, sky_shim");
$shim = start_shim(database => "user=$strong dbname=$ShimTest::database", wait => 'live');
is($shim->{exit} // stop_shim($shim, 0), 1, 'a login role that no policy holds ends it');
like(qx(cat $shim->{dir}/err), qr/the login role "$strong" has rights that no client may have; Run ALTER ROLE $strong NOSUPERUSER NOBYPASSRLS/,
	'and it says what to do');
sql("INSERT INTO sky.issuer (iss, prefix, default_role) VALUES ('https://idp.test', 'idp:', '$strong')");
$shim = start_shim(threads => 1, issuers => $issuers);
is(get($shim, '/-/ready')->{status}, 200, 'where that is a role of clients it starts');
like(log_of($shim), qr/level=warning msg="a role does not fit its purpose" detail="role \W*$strong\W*, which clients are mapped to, has rights/,
	'and warns');
is(rows(Authorization => 'Bearer ' . token('cy')), '403', 'such clients are not let in');
is(stop_shim($shim), 0, 'stops');
sql("DROP ROLE $strong");

done_testing();
