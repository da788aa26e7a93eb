# OpenID Connect by a library that others use (Authlib): a person lets a program in.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use People;
use ShimTest;
use Test::More;

need_server(fixture => 'services.sql', database => 'clients_oidc');
END { system('dropdb', '--if-exists', '--force', 'clients_oidc') }
my $issuers = make_people(tempdir(CLEANUP => 1));
my $shim = start_shim(issuers => $issuers);
my $url = "http://127.0.0.1:$shim->{port}";
sql("ALTER DATABASE clients_oidc SET $_") for "pgsky.base_url = '$url'", "pgsky.token_lifetime = '8h'";
sql("SELECT sky.create_client('portal', 'a-secret-of-its-own', redirect_uris => '{https://portal.test/back}'), "
	  . "sky.create_client('app', redirect_uris => '{http://127.0.0.1:9/back}'); SELECT sky.rotate_signing_key()");
# Connections of the pool have the settings from their start.
is(stop_shim($shim), 0, 'stops');
$shim = start_shim(issuers => $issuers, listen => "127.0.0.1:$shim->{port}");
my $python = $ENV{PYTHON} // '/usr/bin/python3';
open(my $said, '-|', $python, '-Wignore', "$FindBin::RealBin/oidc_session.py", $url, $password) or die $!;
print s/^(ok|not ok) /    $1 - /r while <$said>;
close($said);
is($? >> 8, 0, 'a program that knows OpenID Connect');
my $log = log_of($shim);
unlike($log, qr/psc-|eyJ|a-secret|code_verifier=/, 'the log holds no code');
done_testing();
