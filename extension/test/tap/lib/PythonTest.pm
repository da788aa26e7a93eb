# Tests that a Python script makes in a database of its own.  It prints "ok WHAT" or "not ok WHAT".
package PythonTest;
use strict;
use warnings;
use Test::More;
use FindBin;
use Exporter 'import';
our @EXPORT = qw(python_tests);

# Run a script beside the test with the database's name and more arguments.
sub python_tests
{
	my ($script, $database, @arguments) = @_;
	is(system('psql', '-X', '-q', '-d', 'postgres', '-c', "DROP DATABASE IF EXISTS $database", '-c', "CREATE DATABASE $database"),
		0, 'a database of its own');
	open(my $out, '-|', $ENV{PYTHON} // '/usr/bin/python3', "$FindBin::RealBin/$script", $database, @arguments)
	  or die "python: $!";
	while (my $line = <$out>)
	{
		chomp $line;
		next unless $line =~ /^(not )?ok (.*)/;
		my ($bad, $what) = ($1, $2);
		ok(!$bad, $what);
	}
	ok(close($out), "$script came to its end");
	system('psql', '-X', '-q', '-d', 'postgres', '-c', "DROP DATABASE $database");
	return;
}

1;
