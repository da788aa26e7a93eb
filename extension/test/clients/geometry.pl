# Positions in shapes, distances and areas, against references that were not computed here.
use strict;
use warnings;
use Test::More;
use PythonTest;

python_tests('geometry.py', 'clients_geometry');
done_testing();
