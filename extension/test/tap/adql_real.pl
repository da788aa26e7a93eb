# Queries of real users (PGSKY_CORPUS names the folder with real_queries.tsv and the tables
# that they ask, schema.sql): in lenient mode each becomes SQL that PostgreSQL plans for an
# anonymous client, but for those listed here.
use strict;
use warnings;

use PgskyCorpus;
use Test::More;

# Why a query is refused.
my %refused = (
	'real-astroquery-028' => 'asks columns that tap_schema has at ESO alone',
	'real-eso-002' => 'asks columns that tap_schema has at ESO alone',
	'real-rubin-246' => 'selects a column that the grouped key does not determine',
);

my $node = PgskyCorpus::start('real');

# The file is what COPY reads.
$node->safe_psql('postgres', qq{
	CREATE TABLE public.query (id text, origin text, version text, verdict text, query text);
	\\copy public.query FROM '$ENV{PGSKY_CORPUS}/real_queries.tsv'
	DELETE FROM public.query WHERE id = 'id';
	CREATE FUNCTION public.outcome(query text) RETURNS text LANGUAGE plpgsql AS \$\$
	DECLARE
		sql text;
		hint text;
	BEGIN
		SET LOCAL ROLE sky_anon;
		sql := sky.adql_to_sql(query);
		EXECUTE 'EXPLAIN ' || sql;
		RETURN 'planned';
	EXCEPTION WHEN OTHERS THEN
		RETURN CASE WHEN sql IS NULL THEN 'refused' ELSE 'failed' END || ': ' || SQLERRM;
	END \$\$});

my $total = 0;
my $planned = 0;
foreach my $line (split /\n/, $node->safe_psql('postgres',
		q{SELECT id, public.outcome(query) FROM public.query ORDER BY id}))
{
	my ($id, $outcome) = split /\|/, $line, 2;
	my $good = $outcome eq 'planned';

	$total++;
	$planned += $good;
	unlike($outcome, qr/^failed/, "$id makes no SQL that PostgreSQL refuses");
	next if $good && !exists $refused{$id};
	ok(!$good && exists $refused{$id}, "$id is planned, or listed")
	  or diag($good ? 'it is planned now' : $outcome);
	note("$id $outcome: $refused{$id}") if exists $refused{$id};
}
cmp_ok($total, '>', 400, 'the corpus was read');
cmp_ok($planned, '>=', 0.98 * $total, "$planned of $total queries are planned");

$node->stop('immediate');
done_testing();
