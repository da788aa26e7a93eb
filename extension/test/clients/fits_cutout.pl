# Cutouts of FITS files: pixels and coordinates as astropy sees them in the originals.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
use FindBin;
use PythonTest;

my $dir = tempdir(CLEANUP => 1);
chmod 0755, $dir;
python_tests('fits_cutout.py', 'clients_fits', $dir, "$FindBin::RealBin/../../../demo/data/fits");
done_testing();
