# The corpus of real users' queries: a server with the tables that they ask, all published.
package PgskyCorpus;
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# A started server; skips the test where there is no corpus.
sub start
{
	my ($name) = @_;

	plan skip_all => 'PGSKY_CORPUS is not set' unless $ENV{PGSKY_CORPUS};
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init;
	$node->append_conf('postgresql.conf',
		"max_parallel_workers_per_gather = 0\nclient_min_messages = warning\nfsync = off");
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION pgsky');

	# The types of points and regions are ours.
	my $schema = slurp_file("$ENV{PGSKY_CORPUS}/schema.sql");
	my %types = (point => 'sky.point', region => 'sky.polygon');
	$schema =~ s/^CREATE DOMAIN adql_$_ AS \w+;/CREATE DOMAIN adql_$_ AS $types{$_};/m
	  or die "no domain adql_$_" for keys %types;
	$node->safe_psql('postgres', $schema);
	$node->safe_psql('postgres', q{
		SELECT sky.publish_schema(nspname) FROM pg_namespace
		WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'sky', 'tap_schema')
		ORDER BY nspname});
	return $node;
}

# All queries by their id.
sub queries
{
	my %queries;

	foreach my $line (split /\n/, slurp_file("$ENV{PGSKY_CORPUS}/real_queries.tsv"))
	{
		my @fields = split /\t/, $line;
		$queries{$fields[0]} =
		  $fields[4] =~ s/\\([ntr\\])/{n => "\n", t => "\t", r => "\r", '\\' => '\\'}->{$1}/ger
		  unless $fields[0] eq 'id';
	}
	return %queries;
}

1;
