# People with browsers: login, the session on two programs, logout.
use strict;
use warnings;
use File::Temp qw(tempdir);
use People;
use ShimTest;
use Test::More;

need_server(fixture => 'services.sql');
my $issuers = make_people(tempdir(CLEANUP => 1));
my @shims = map { start_shim(threads => 1, connections => 2, issuers => $issuers) } 1, 2;
my $adql = '/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=SELECT+id+FROM+sample.mine+ORDER+BY+id';
my %page = (Accept => 'text/html', 'Sec-Fetch-Mode' => 'navigate', 'Sec-Fetch-Site' => 'same-origin');

sub post
{
	my ($path, $form, %fields) = @_;
	return request($shims[0], 'POST', $path, body => $form,
		fields => { %page, 'Content-Type' => 'application/x-www-form-urlencoded', %fields });
}
sub rows { return join(' ', get($_[0], $adql, fields => $_[1])->{body} =~ /^(\d+)/mg); }

my $r = get($shims[0], '/account', fields => \%page);
is($r->{status}, 303, 'nobody has an account');
like($r->{fields}{location}, qr{^http://127\.0\.0\.1:\d+/login\?next=/account$}, 'and is sent to log in');
is(get($shims[0], '/account')->{status}, 401, 'a program is told so');
is(get($shims[0], '/login?next=/account', fields => \%page)->{status}, 200, 'the form');
$r = post('/login', "username=ada&password=wrong&next=/account");
is($r->{status}, 401, 'a wrong password, however many were tried at other databases');
unlike($r->{head}, qr/^Set-Cookie|^WWW-Authenticate: Basic/mi, 'gives no session and no dialog');
is(post('/login', "username=ada&password=$password", 'Sec-Fetch-Site' => 'cross-site')->{status}, 403, "a foreign page's form");
$r = post('/login', "username=ada&password=$password&next=/account");
is($r->{status}, 303, 'a password');
my ($cookie) = $r->{fields}{'set-cookie'} =~ /^(pgsky-session=pss-[\w-]{43}); Path=\/; HttpOnly; SameSite=Lax$/;
ok($cookie, 'gives a session');
%page = (%page, Cookie => "other=1; $cookie");

for my $shim (@shims)
{
	$r = get($shim, '/account', fields => \%page);
	is($r->{status}, 200, 'his account');
	like($r->{body}, qr{<th>Called</th><td>ada</td>}, 'is his');
	is($r->{fields}{'x-vo-authenticated'}, 'ada', 'who is told');
	is(rows($shim, { Cookie => $cookie, 'Sec-Fetch-Site' => 'same-origin' }), '1', 'his rows, where a page asks for them');
	is(rows($shim, { Cookie => $cookie, 'Sec-Fetch-Site' => 'cross-site' }), '', 'nobody\'s, where another does');
	is(rows($shim, { Cookie => $cookie }), '', 'or nobody knows who');
	is(get($shim, $adql, fields => { Authorization => 'Bearer ' . $cookie =~ s/.*=//r })->{status}, 401, 'a session is no key');
}
my ($csrf) = $r->{body} =~ /name="csrf" value="([\w-]{22})"/;
is(post('/account', 'action=create&token_name=laptop')->{status}, 403, 'a form without what pages hold');
$r = post('/account', "action=create&token_name=laptop&csrf=$csrf");
my ($made) = $r->{body} =~ /<code id="new_key">(psk-[\w-]{22}\.[\w-]{22})</;
ok($made, 'a new key');
is(rows($shims[1], { Authorization => "Bearer $made" }), '1', 'is good');
unlike(get($shims[0], '/account', fields => \%page)->{body}, qr/\Q$made/, 'and shown once');
$r = request($shims[0], 'DELETE', '/auth/api/v1/users/ada/tokens/' . substr($made, 4, 22),
	fields => { Cookie => $cookie, 'Sec-Fetch-Site' => 'same-origin', 'X-CSRF-Token' => $csrf });
is($r->{status}, 204, 'a script of a page revokes it');
ok(wait_for(10, sub { get($shims[1], $adql, fields => { Authorization => "Bearer $made" })->{status} == 401 }), 'everywhere');
# Requests of a form run as the person; the query form of the start page changes nothing.
$r = request($shims[0], 'POST', '/tap/sync', body => 'LANG=ADQL&FORMAT=csv&QUERY=SELECT+id+FROM+sample.mine',
	fields => { Cookie => $cookie, Origin => "http://127.0.0.1:$shims[0]{port}", 'Content-Type' => 'application/x-www-form-urlencoded' });
like($r->{body}, qr/^1\s*$/m, 'a query of the start page');

is(post('/logout', '')->{status}, 403, 'a foreign form logs nobody out');
$r = post('/logout', "csrf=$csrf");
is($r->{status}, 303, 'logout');
like($r->{fields}{'set-cookie'}, qr/^pgsky-session=; .*Max-Age=0$/, 'takes the cookie');
for my $shim (@shims)
{
	ok(wait_for(10, sub { get($shim, '/account', fields => \%page)->{status} == 303 }), 'and the session, everywhere');
	is(get($shim, '/', fields => \%page)->{status}, 200, 'whose cookie is in nobody\'s way');
}
my $log = join('', map { log_of($_) } @shims);
is(stop_shim($_), 0, 'stops') for @shims;
like($log, qr/path=\/account .*user=ada/, 'the log knows who');
my $secret = $cookie =~ s/.*=//r;
unlike($log, qr/\Q$secret\E|\Q$made\E|\Q$password\E/, 'and no secret');
SKIP:
{
	skip('no log of the server', 1) unless -r ($ENV{PGSKY_SERVER_LOG} // '');
	open(my $server, '<', $ENV{PGSKY_SERVER_LOG}) or die $!;
	is(scalar(grep { index($_, $secret) >= 0 } <$server>), 0, 'nor does the server');
}
done_testing();
