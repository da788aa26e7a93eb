# Nothing lost: clients, two shims and a nemesis that kills servers, shims and workers and
# fills the disk.  Longer, or another course of events, by hand:
#   PGSKY_NEMESIS_SECONDS=600 PGSKY_NEMESIS_SEED=7 .ci/check tap
use strict;
use warnings;
use File::Path qw(remove_tree);
use FindBin;
use Test::More;

my $seconds = $ENV{PGSKY_NEMESIS_SECONDS} // 60;
my $seed = $ENV{PGSKY_NEMESIS_SEED} // 1;
my $bindir = `$ENV{PG_CONFIG} --bindir`;
chomp $bindir;
# A short path, for the sake of the socket's name; it stays for a look where a test fails.
my $folder = "$ENV{TESTDIR}/crashes";
remove_tree($folder);
mkdir $folder or die "$folder: $!";

local $ENV{PYTHONDONTWRITEBYTECODE} = 1;
open(my $out, '-|', '/usr/bin/python3', "$FindBin::RealBin/job_crashes/main.py", $bindir, $folder, $seconds, $seed)
  or die "python3: $!";
while (my $line = <$out>)
{
	if ($line =~ /^(not )?ok (.*)/)
	{
		ok(!$1, $2);
	}
	else
	{
		$line =~ s/^# ?//;
		diag($line);
	}
}
close($out);
is($?, 0, 'the run came to its end');
remove_tree($folder) if Test::More->builder->is_passing;
done_testing();
