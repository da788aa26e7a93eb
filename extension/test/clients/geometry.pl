# Positions in shapes, distances and areas, against references that were not computed here.
use strict;
use warnings;
use Test::More;
use FindBin;

my $database = 'clients_geometry';
my $python = $ENV{PYTHON} // '/usr/bin/python3';

is(system('psql', '-X', '-q', '-d', 'postgres', '-c', "DROP DATABASE IF EXISTS $database", '-c', "CREATE DATABASE $database"),
	0, 'a database of its own');
open(my $out, '-|', $python, "$FindBin::RealBin/geometry.py", $database) or die "$python: $!";
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
