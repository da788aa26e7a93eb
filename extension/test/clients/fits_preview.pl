# Pictures of FITS files, beside what astropy makes of them.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
use PythonTest;

my $dir = tempdir(CLEANUP => 1);
chmod 0755, $dir;
python_tests('fits_preview.py', 'clients_preview', $dir);
done_testing();
