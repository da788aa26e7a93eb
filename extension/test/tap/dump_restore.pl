# What is published, and how it is described, survives pg_dump, pg_dumpall and pg_restore:
# the new server has other numbers for relations and columns.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $old = PostgreSQL::Test::Cluster->new('old');
$old->init;
$old->start;
$old->safe_psql('postgres', q{
	CREATE EXTENSION pgsky;
	CREATE SCHEMA cat;
	COMMENT ON SCHEMA cat IS 'Kataloge';
	CREATE TABLE cat.star (gone int, id int PRIMARY KEY, ra float8, dec float8, "Größe" real);
	ALTER TABLE cat.star DROP gone;
	CREATE TABLE cat.obs (id int REFERENCES cat.star, t timestamp);
	CREATE TABLE cat.parted (id int PRIMARY KEY) PARTITION BY RANGE (id);
	CREATE TABLE cat.part1 PARTITION OF cat.parted DEFAULT;
	CREATE VIEW cat.bright AS SELECT * FROM cat.star WHERE "Größe" < 3;
	CREATE MATERIALIZED VIEW cat.mat AS SELECT count(*) FROM cat.star;
	CREATE TABLE cat.hidden (id int);
	CREATE TABLE cat."Described" (x int);
	SELECT sky.publish(r) FROM unnest('{cat.star,cat.obs,cat.parted,cat.bright,cat.mat}'::regclass[]) r;
	SELECT sky.describe('cat.star', 'Größe', 'mag', 'phot.mag', 'x:m', 'x', 'wie hell', true, true, 9);
	SELECT sky.describe('cat.star', description => 'Sterne', utype => 'x:star', table_index => 4);
	SELECT sky.describe('cat."Described"', 'x', unit => 'm');
	SELECT sky.describe_schema('cat', utype => 'x:cat', schema_index => 2);
	REVOKE SELECT ON cat.bright FROM sky_anon;
	INSERT INTO cat.star VALUES (1, 2, 3, 4);
	CREATE ROLE alice;
	CREATE ROLE bob;
	GRANT sky_user TO alice, bob;
	SET ROLE alice;
	SELECT sky.user_table_put('kept', 'ra,dec
1.5,2
');
	SELECT sky.user_table_grant('kept', 'bob');
	RESET ROLE;
	SELECT sky.create_user('ann', 'correct horse', groups => '{team}');
	SELECT sky.create_client('portal', 'client secret', 'ann');
	SELECT sky.create_organisation('oma', 'Observatoire', 'ann');
	INSERT INTO sky.issuer (iss, prefix, roles) VALUES ('https://idp.example.org', 'idp:', '{"staff": "sky_user"}');
	INSERT INTO sky.quota (kind, client, value) VALUES ('rows', 'ann', 5);
	CREATE TABLE cat.private (id int, run text, released date);
	INSERT INTO cat.private VALUES (1, 'a', '2001-01-01'), (2, 'b', '2999-01-01');
	SELECT sky.protect('cat.private', release_date => 'released', proposal => 'run', private_metadata => 'true');
	GRANT SELECT ON cat.private TO sky_anon;
	INSERT INTO sky.data_grant (kind, value, grantee, is_group) VALUES ('proposal', 'b', 'team', true);
	INSERT INTO sky.delegate VALUES ('ann', 'bob', NULL);
	ALTER DATABASE postgres SET pgsky.token_lifetime = '8h';
});
my $key = $old->safe_psql('postgres', q{SELECT sky.new_key('ann')});
$old->safe_psql('postgres', 'SELECT sky.rotate_signing_key()');
my $private_key = $old->safe_psql('postgres', q{SELECT split_part(private_key, E'\\n', 3) FROM sky.signing_key});

# Everything that a client may learn, as an administrator and as anybody; of column_index
# only the order it gives, because columns without one are counted by PostgreSQL's numbers.
sub shown
{
	my ($server, $database) = @_;
	my $all = '';
	foreach my $role ('sky_anon', 'alice', 'bob', $server->safe_psql($database, 'SELECT current_user'))
	{
		foreach my $table (qw(schemas tables columns keys key_columns))
		{
			$all .= "-- $table of $role\n"
			  . $server->safe_psql($database,
				qq{SET ROLE "$role"; SELECT to_jsonb(t) - 'column_index' FROM tap_schema.$table t
				   ORDER BY to_jsonb(t) ->> 'table_name', (to_jsonb(t) -> 'column_index')::int, t::text})
			  . "\n";
		}
	}
	foreach my $reader ([ 'alice', 'tap_user.kept' ], [ 'bob', 'tap_user_alice.kept' ])
	{
		my ($role, $table) = @$reader;
		my $sql = $server->safe_psql($database, "SET ROLE $role; SELECT sky.adql_to_sql('SELECT * FROM $table')");
		$all .= "$sql: " . $server->safe_psql($database, "SET ROLE $role; $sql") . "\n";
		$all .= 'others: ' . $server->safe_psql($database, "SET ROLE sky_user; $sql") . "\n";
	}
	foreach my $credential ("'key', NULL, '$key'", q{'password', 'ann', 'correct horse'})
	{
		$all .= $server->safe_psql($database,
			qq{BEGIN; SELECT sky.enter_with($credential)::jsonb - 'exp'; SELECT * FROM cat.private; COMMIT})
		  . "\n";
	}
	foreach my $table (qw(issuer oauth_client organisation_record membership_record quota data_grant delegate protection))
	{
		$all .= $server->safe_psql($database, "SELECT t FROM sky.$table t ORDER BY t::text") . "\n";
	}
	return $all . $server->safe_psql($database,
		q{SELECT relid, column_name, published, unit FROM sky.column_metadata
		  WHERE relid = 'cat."Described"'::regclass});
}
my $before = shown($old, 'postgres');
like($before, qr/phot\.mag/, 'there is something to keep');
like($before, qr/1\.5\|2\nothers: \n.*1\.5\|2\nothers: \n/s, 'of users too, which others do not see');

my $dump = "$PostgreSQL::Test::Utils::tmp_check/dump";
$old->command_ok([ 'pg_dumpall', '-f', "$dump.sql", '-d', $old->connstr('postgres'), '--no-sync' ],
	'pg_dumpall');
$old->command_ok([ 'pg_dump', '-Fd', '-j2', '-f', "$dump.dir", $old->connstr('postgres') ],
	'pg_dump in parallel');
$old->command_ok([ 'pg_dump', '-Fc', '-f', "$dump.custom", $old->connstr('postgres') ], 'pg_dump');

is(length($private_key), 64, 'a key that signs tokens is there');
# No secret is in a dump: not a key, a password, or what signs tokens.
my $text = slurp_file("$dump.sql");
like($text, qr/\$scrypt\$/, 'passwords are hashed');
unlike($text, qr/correct horse|client secret|\Q$key\E|\Q$private_key\E/, 'and no secret is there');

my $new = PostgreSQL::Test::Cluster->new('new');
$new->init;
$new->start;
# Other numbers for everything, also before the roles are there.
$new->safe_psql('postgres', 'CREATE TABLE filler (a int); DROP TABLE filler');
$new->command_ok([ 'psql', '-X', '-q', '-f', "$dump.sql", $new->connstr('postgres') ],
	'restore of pg_dumpall');
is(shown($new, 'postgres'), $before, 'the same after pg_dumpall');
my ($number) = $new->safe_psql('postgres',
	q{SELECT attnum FROM sky.column_metadata WHERE relid = 'cat.star'::regclass AND unit = 'mag'});
is($number, 4, 'columns are counted anew');

# In parallel more than once: which table is filled first is left to chance.
foreach my $how ([ 'custom', "$dump.custom" ], (map { [ "parallel$_", '-j2', "$dump.dir" ] } 1 .. 4),
	[ 'disabled', '--disable-triggers', "$dump.custom" ])
{
	my ($name, @options) = @$how;
	$new->safe_psql('postgres', "CREATE DATABASE $name TEMPLATE template0");
	$new->command_ok([ 'pg_restore', '-e', '-d', $new->connstr($name), @options ],
		"pg_restore, $name");
	is(shown($new, $name), $before, "the same after pg_restore, $name");
}

# The restored records live on, and new ones have numbers of their own.
$new->safe_psql('custom', q{SELECT sky.create_user('zoe'), sky.create_organisation('saao', 'South African', 'zoe')});
is( $new->safe_psql('custom', q{SELECT array_agg(u.pk ORDER BY u.pk), (SELECT array_agg(o.pk ORDER BY o.pk) FROM sky.organisation_record o),
		(SELECT array_agg(m.pk ORDER BY m.pk) FROM sky.membership_record m) FROM sky.user_record u}),
	'{1,2}|{1,2}|{1,2}',
	'numbers go on after a restore');
$new->safe_psql('custom', q{ALTER TABLE cat.star RENAME "Größe" TO mag; DROP TABLE cat.obs});
is( $new->safe_psql('custom',
		q{SELECT column_name FROM tap_schema.columns WHERE ucd = 'phot.mag' AND table_name = 'cat.star'}),
	'mag',
	'renames are followed after a restore');
is($new->safe_psql('custom', q{SELECT count(*) FROM tap_schema.tables WHERE table_name = 'cat.obs'}),
	0, 'drops are followed after a restore');

# A second dump is as good as the first.
$new->command_ok([ 'pg_dump', '-Fc', '-f', "$dump.again", $new->connstr('parallel1') ], 'pg_dump again');
$new->safe_psql('postgres', 'CREATE DATABASE again TEMPLATE template0');
$new->command_ok([ 'pg_restore', '-e', '-d', $new->connstr('again'), "$dump.again" ], 'pg_restore again');
is(shown($new, 'again'), $before, 'the same after a second round');

$new->stop('immediate');
$old->stop('immediate');
done_testing();
