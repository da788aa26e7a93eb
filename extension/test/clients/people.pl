# People with credentials, by the clients astronomers use: curl, STILTS and PyVO.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use People;
use ShimTest;
use Test::More;

need_server(fixture => 'services.sql', database => 'clients_people'); # which has jobs
END { system('dropdb', '--if-exists', '--force', 'clients_people') }
my $dir = tempdir(CLEANUP => 1);
my $shim = start_shim(issuers => make_people($dir));
my $tap = "http://127.0.0.1:$shim->{port}/tap";
my $adql = 'SELECT id FROM sample.mine';

# What a command prints, errors included.
sub run
{
	my @command = @_;
	my $pid = open(my $out, '-|') // die "fork: $!";
	if ($pid == 0)
	{
		open(STDERR, '>&', \*STDOUT);
		exec(@command) or die "$command[0]: $!";
	}
	local $/;
	my $text = <$out> // '';
	close($out);
	return $text;
}

# curl: each way that it has.
sub by_curl
{
	return run('curl', '-s', '-w', '%{http_code}', @_, '-d', 'FORMAT=csv', '--data-urlencode', "QUERY=$adql", "$tap/sync");
}
like(by_curl(), qr/^id\s+200$/, 'curl as nobody');
like(by_curl('-u', "ada:$password"), qr/^id\s+1\s+200$/, 'with a password');
like(by_curl('-u', "x-oauth-basic:$key"), qr/^id\s+2\s+200$/, 'with a key in the place of a password');
like(by_curl('--oauth2-bearer', token('cy')), qr/^id\s+3\s+200$/, 'with a token');
like(by_curl('-H', "X-API-Key: $key"), qr/^id\s+2\s+200$/, 'with a key in a field of its own');
like(by_curl('-u', 'ada:wrong'), qr/401$/, 'with a wrong password');

# Where nobody is let in, it is asked who it is.
stop_shim($shim);
$shim = start_shim(issuers => "$dir/issuers", 'anonymous-scopes' => '');
$tap = "http://127.0.0.1:$shim->{port}/tap";
like(by_curl(), qr/401$/, 'curl as nobody');
like(by_curl('--anyauth', '-u', "ada:$password"), qr/^id\s+1\s+200$/, 'with whatever is asked for');

# STILTS, which knows Basic alone: it waits for the challenge, and takes a token for a password.
sub by_stilts
{
	my ($user, $secret) = @_;
	return run('stilts', "-Dstar.basicauth.user=$user", "-Dstar.basicauth.password=$secret", 'tapquery', 'sync=true',
		"tapurl=$tap", 'ofmt=csv-noheader', "adql=$adql");
}
like(by_stilts('x-oauth-basic', $image_key), qr/403/, 'STILTS with a key for something else');
like(by_stilts('x-oauth-basic', token('cy')), qr/^3\s*$/m, 'STILTS with a token');
like(by_stilts('ada', $password), qr/^1\s*$/m, 'STILTS with a password');

# PyVO, with a session of requests.
print run($ENV{PYTHON} // '/usr/bin/python3', '-Wignore', "$FindBin::RealBin/pyvo_people.py", $tap, token('cy', ',"groups":["club"]'), $password)
  =~ s/^(ok|not ok) /    $1 - /gmr;
is($? >> 8, 0, 'PyVO');

done_testing();
