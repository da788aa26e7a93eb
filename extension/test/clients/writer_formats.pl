# What COPY ... TO writes, read by astropy, STILTS and fitsverify; and how it ends when it
# cannot go on.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
use FindBin;

my $dir = tempdir(CLEANUP => 1);
my $database = 'clients_writer';
chmod 0777, $dir;

# psql with commands; what it says, and its exit status in $?.
sub psql
{
	my ($db, @commands) = @_;
	my $pid = open(my $out, '-|') // die "fork: $!";
	if ($pid == 0)
	{
		open(STDERR, '>&', \*STDOUT);
		exec 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', $db,
		  map { ('-c', $_) } "LOAD 'pgsky'", @commands;
	}
	local $/;
	my $text = <$out> // '';
	close $out;
	return $text;
}

sub output_of
{
	my $text = `@_ 2>&1`;
	return $text;
}

psql('postgres', "DROP DATABASE IF EXISTS $database", "CREATE DATABASE $database");
is(psql($database, 'CREATE EXTENSION pgsky', "\\i $FindBin::RealBin/writer_types.sql"), '', 'the tables are there');

my %extension = (votable => 'vot', votable_binary => 'vot', votable_td => 'vot', fits => 'fits', ecsv => 'ecsv',
	ipac => 'tbl', tap_csv => 'csv', tap_tsv => 'tsv', json => 'json', ndjson => 'ndjson', html => 'html', tap_text => 'txt');
for my $format (sort keys %extension)
{
	for my $table (qw(types ascii empty))
	{
		is(psql($database, "\\copy $table TO '$dir/$table.$format.$extension{$format}' (FORMAT $format)"),
			'', "$table as $format");
	}
}

# Validators.
for my $format (qw(votable votable_binary votable_td))
{
	# Of a NULL polygon as an empty cell it complains, though VOTable 1.5 wants that.
	is(output_of("stilts votlint $dir/$_.$format.vot") =~ s/^ERROR \(l.*, c.*\): Bad double string ''\n//r,
		'', "votlint accepts $_ as $format")
	  for qw(types ascii empty);
}
is(output_of("fitsverify -q $dir/$_.fits.fits"), "verification OK: $dir/$_.fits.fits\n", "fitsverify accepts $_")
  for qw(ascii empty);
is(output_of("xmllint --noout $dir/types.votable_td.vot"), '', 'TABLEDATA is well-formed');

# The same cells for STILTS, however they were written.
sub stilts_reads
{
	my ($file, $commands) = @_;
	my $text = output_of("stilts tpipe in=$dir/$file", $commands // '', 'ofmt=csv out=-');
	return $text =~ s/"\(NaN(, NaN)*\)"//gr;	# a NULL array of fixed size
}
my $reference = stilts_reads('types.votable.vot');
like($reference, qr/Größe/, 'STILTS reads letters beyond ASCII');
is(stilts_reads('types.votable_binary.vot'), $reference, 'STILTS: BINARY as BINARY2');
is(stilts_reads('types.votable_td.vot') =~ s/\x{EF}\x{BF}\x{BD}/\x01/gr, $reference,
	'STILTS: TABLEDATA as BINARY2, but for a control character');
is(stilts_reads('ascii.fits.fits'), stilts_reads('ascii.votable.vot'), 'STILTS: FITS as BINARY2');

# astropy compares each format with what was put in.
open(my $python, '-|', $ENV{PYTHON} // '/usr/bin/python3', "$FindBin::RealBin/writer_formats.py", $dir)
  or die "python: $!";
while (<$python>)
{
	chomp;
	my ($outcome, $what) = /^(ok|not ok) (.*)/ or do { diag($_); next };
	ok($outcome eq 'ok', "astropy: $what");
}
ok(close($python), 'astropy is through');

# gzip is what gzip reads.
is(psql($database, "\\copy types TO '$dir/types.csv.gz' (FORMAT tap_csv, COMPRESSION gzip)"), '', 'compressed');
is(output_of("gzip -dc $dir/types.csv.gz | cmp - $dir/types.tap_csv.csv"), '', 'and back');

# An error after rows have left: a whole document that says so, then the error.
my $failing = 'SELECT g, 1 / (g - 100000) AS x FROM generate_series(1, 200000) g';
for my $format (qw(votable votable_td votable_binary))
{
	my $said = psql($database, "\\copy ($failing) TO '$dir/failed.vot' (FORMAT $format)");
	like($said, qr/division by zero/, "$format: the error is told");
	is(output_of("xmllint --huge --noout $dir/failed.vot"), '', 'the document is well-formed');
	like(output_of("tail -n 4 $dir/failed.vot"), qr/QUERY_STATUS" value="ERROR">division by zero</, 'and says the error');
	unlike(output_of("stilts votlint $dir/failed.vot"), qr/ERROR \(/, 'votlint accepts it');
}
my $cancelled = psql($database, 'SET statement_timeout = 700',
	"\\copy (SELECT g, CASE WHEN g > 50000 THEN pg_sleep(0.1)::text END FROM generate_series(1, 100000) g) TO '$dir/late.vot' (FORMAT votable_td)");
like($cancelled, qr/statement timeout/, 'a timeout is told');
like(output_of("tail -n 4 $dir/late.vot"), qr/value="ERROR">canceling statement due to statement timeout</, 'in the document, too');

# Slow rows come through before the end; a parallel plan stays parallel.
my $slow = 'SELECT g, pg_sleep(0.2) IS NULL FROM generate_series(1, 10) g';
my $began = time;
psql($database, "COPY ($slow) TO PROGRAM 'head -c 1 >/dev/null && date +%s >$dir/first && cat >/dev/null' (FORMAT tap_csv)");
my $first = output_of("cat $dir/first");
ok(time - $began >= 2 && $first - $began < 2, 'the first bytes do not wait for the last row');
like(psql($database, 'SET parallel_setup_cost = 0', 'SET parallel_tuple_cost = 0', 'SET min_parallel_table_scan_size = 0',
	"LOAD 'auto_explain'", 'SET auto_explain.log_min_duration = 0', 'SET auto_explain.log_analyze = on',
	'SET client_min_messages = log',
	"COPY (SELECT id FROM wide WHERE id % 7 = 0) TO '$dir/none' (FORMAT votable, MAXREC 1000000)"),
	qr/Workers Launched: [1-9]/, 'workers are launched below the writer');
done_testing();
