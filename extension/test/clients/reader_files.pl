# Files that astropy and STILTS write, read by sky.load: the same table from each.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
use FindBin;

my $dir = tempdir(CLEANUP => 1);
my $database = 'clients_reader';
chmod 0755, $dir;

sub psql
{
	my ($db, @commands) = @_;
	my $pid = open(my $out, '-|') // die "fork: $!";
	if ($pid == 0)
	{
		open(STDERR, '>&', \*STDOUT);
		exec 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', $db,
		  map { ('-c', $_) } @commands;
	}
	local $/;
	my $text = <$out> // '';
	close $out;
	return $text;
}

psql('postgres', "DROP DATABASE IF EXISTS $database", "CREATE DATABASE $database");
is(psql($database, 'CREATE EXTENSION pgsky', 'CREATE SCHEMA cat'), '', 'the extension is there');

is(system($ENV{PYTHON} // '/usr/bin/python3', "$FindBin::RealBin/reader_files.py", $dir), 0, 'astropy writes');
my %stilts = (
	'votable-tabledata' => 'vot', 'votable-binary-inline' => 'vot', 'votable-binary2-inline' => 'vot',
	'votable-fits-inline' => 'vot', 'fits-basic' => 'fits', 'fits-plus' => 'fits', 'fits-var' => 'fits');
for my $format (sort keys %stilts)
{
	is(system('stilts', 'tpipe', "in=$dir/astropy.fits", "ofmt=$format",
			"out=$dir/stilts-$format.$stilts{$format}"), 0, "STILTS writes $format");
}

my $expected = join "\n",
  '1|-9223372036854775808|-32768|0.1|0.1|a"b\c|{1.5,2,3}',
  '2|9223372036854775807|32767|359.99999999999994|Infinity|x,{y}|{4,5,6}',
  '3|0|0|5e-324|-Infinity|N/A|{7,8,1e+300}', '';
for my $file (sort glob "$dir/*")
{
	my ($name) = $file =~ m{([^/]+)$};

	is(psql($database, "SELECT sky.load('$file', 'cat.t')", 'TABLE cat.t ORDER BY id', 'DROP TABLE cat.t'),
		"3\n$expected", "$name is read as it was meant");
	my $format = $name =~ /ecsv/ ? 'ecsv' : $name =~ /fits\b(?!-inline)/ && $name !~ /vot$/ ? 'fits' : 'votable';
	is(psql($database, "LOAD 'pgsky'",
			'CREATE TABLE cat.c (id int, ra numeric, name varchar(9), triple real[])',
			"\\copy cat.c (name, id) from '$file' (format $format)",
			'SELECT id, ra, name FROM cat.c ORDER BY id', 'DROP TABLE cat.c'),
		"1||a\"b\\c\n2||x,{y}\n3||N/A\n", "two of its columns go to another table");
}

is(psql($database, "SELECT sky.load('$dir/astropy-tabledata.vot', 'cat.t')", "SELECT sky.publish('cat.t')",
		"SELECT unit, ucd, description FROM tap_schema.columns WHERE table_name = 'cat.t' AND column_name = 'ra'"),
	"3\ncat.t\ndeg|pos.eq.ra|where\n", 'unit, UCD and description come along');

done_testing();
