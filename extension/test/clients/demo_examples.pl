# The demo's archive loads, and its examples are ADQL that finds something.
use strict;
use warnings;
use Test::More;
use FindBin;

my $database = 'clients_demo';
my $demo = "$FindBin::RealBin/../../../demo";

sub psql
{
	my @options = @_;
	open(my $out, '-|', 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', @options) or die "psql: $!";
	my @lines = <$out>;
	chomp @lines;
	return close($out) ? @lines : ();
}

psql('-d', 'postgres', '-c', 'SET client_min_messages = warning', '-c', "DROP DATABASE IF EXISTS $database", '-c', "CREATE DATABASE $database");
ok(psql('-d', $database, '-v', "import=$demo/data", '-f', "$demo/load.sql"), 'the demo loads');
psql('-d', $database, '-c', <<'SQL');
CREATE FUNCTION public.rows(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE count bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM (%s) q', sky.adql_to_sql(query, 'strict')) INTO count;
	RETURN count;
END $$
SQL
my @examples = psql('-d', $database, '-c', 'SELECT name FROM sky.example ORDER BY example_index');
cmp_ok(scalar(@examples), '>=', 12, 'there are examples');
for my $name (@examples)
{
	my ($rows) = psql('-d', $database, '-c', "SELECT public.rows(query) FROM sky.example WHERE name = '$name'");
	cmp_ok($rows // 0, '>', 0, $name);
}
psql('-d', 'postgres', '-c', "DROP DATABASE $database");
done_testing();
