# The pages for people in Chromium, as they see them.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use People;
use ShimTest;
use Test::More;

need_server(fixture => 'services.sql', database => 'clients_people');
END { system('dropdb', '--if-exists', '--force', 'clients_people') }
my $dir = tempdir(CLEANUP => 1);
my $shim = start_shim(issuers => make_people($dir));
my $python = $ENV{PYTHON} // '/usr/bin/python3';
open(my $said, '-|', $python, '-Wignore', "$FindBin::RealBin/browser_session.py", "http://127.0.0.1:$shim->{port}", $password, $dir) or die $!;
print s/^(ok|not ok) /    $1 - /r while <$said>;
close($said);
is($? >> 8, 0, 'a person with a browser');
done_testing();
