# What every function of ADQL returns, against values that were not computed here.
use strict;
use warnings;
use Test::More;
use PythonTest;

python_tests('adql_functions.py', 'clients_functions');
done_testing();
