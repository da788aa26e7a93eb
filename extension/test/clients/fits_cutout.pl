# Cutouts of FITS files: pixels and coordinates as astropy sees them in the originals.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
use FindBin;

my $dir = tempdir(CLEANUP => 1);
my $database = 'clients_fits';
chmod 0755, $dir;

is(system('psql', '-X', '-q', '-d', 'postgres', '-c', "DROP DATABASE IF EXISTS $database", '-c', "CREATE DATABASE $database"),
	0, 'a database of its own');
open(my $out, '-|', $ENV{PYTHON} // '/usr/bin/python3', "$FindBin::RealBin/fits_cutout.py", $database, $dir,
	"$FindBin::RealBin/../../../demo/data/fits") or die "python: $!";
while (my $line = <$out>)
{
	chomp $line;
	next unless $line =~ /^(not )?ok (.*)/;
	my ($bad, $what) = ($1, $2);
	ok(!$bad, $what);
}
ok(close($out), 'the comparison came to its end');
system('psql', '-X', '-q', '-d', 'postgres', '-c', "DROP DATABASE $database");
done_testing();
