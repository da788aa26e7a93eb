# The roles of the services: made once per cluster, with no more rights than they need.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('roles');
$node->init;
$node->start;

# A role of that name with more rights is not taken for ours.
$node->safe_psql('postgres', 'CREATE ROLE sky_anon SUPERUSER');
my ($status, $out, $err) = $node->psql('postgres', 'CREATE EXTENSION pgsky');
isnt($status, 0, 'a superuser is refused as sky_anon');
like($err, qr/role "sky_anon" has more rights than a client of pgsky may have/, 'it says why');
like($err, qr/HINT:.*ALTER ROLE sky_anon NOSUPERUSER/, 'and what to do');
$node->safe_psql('postgres', 'DROP ROLE sky_anon');

# Nor is a schema that somebody has laid ready.
$node->safe_psql('postgres', 'CREATE ROLE mallory; CREATE SCHEMA sky AUTHORIZATION mallory');
($status, $out, $err) = $node->psql('postgres', 'CREATE EXTENSION pgsky');
isnt($status, 0, 'a schema of somebody else is refused');
like($err, qr/schema "sky" belongs to a role that is no superuser/, 'it says why');
$node->safe_psql('postgres', 'DROP SCHEMA sky');
$node->safe_psql('postgres', 'CREATE SCHEMA tap_schema');
($status, $out, $err) = $node->psql('postgres', 'CREATE EXTENSION pgsky');
like($err, qr/schema "tap_schema" already exists/, 'an existing tap_schema is left alone');
$node->safe_psql('postgres', 'DROP SCHEMA tap_schema');

# Two databases share one set of roles.
$node->safe_psql('postgres', 'CREATE DATABASE second');
$node->safe_psql($_, 'CREATE EXTENSION pgsky') for 'postgres', 'second';

$node->safe_psql('postgres', q{
	CREATE SCHEMA cat;
	CREATE TABLE cat.t AS SELECT 1 AS a;
	CREATE TABLE cat.secret AS SELECT 2 AS b;
	SELECT sky.publish('cat.t');
	CREATE ROLE ann LOGIN IN ROLE sky_user;
});

# sky_shim alone may do nothing; as sky_anon it reads what is published.
sub as
{
	my ($user, $sql) = @_;
	my ($rc, $stdout, $stderr) =
	  $node->psql('postgres', $sql, extra_params => [ '-U', $user, '-v', 'ON_ERROR_STOP=1' ]);
	return $rc == 0 ? $stdout : $stderr;
}
like(as('sky_shim', 'SELECT * FROM cat.t'), qr/permission denied/, 'sky_shim has no rights of its own');
is(as('sky_shim', 'SET ROLE sky_anon; SELECT * FROM cat.t'), '1', 'sky_anon reads what is published');
is(as('sky_shim', 'SET ROLE sky_user; SELECT * FROM cat.t'), '1', 'so does sky_user');
like(as('sky_shim', 'SET ROLE sky_anon; SELECT * FROM cat.secret'), qr/permission denied/, 'and nothing else');
like(as('sky_shim', 'SET ROLE ann'), qr/permission denied/, 'other roles are out of reach');
is(as('ann', 'SELECT * FROM cat.t'), '1', 'members of sky_user read what is published');
like(as('sky_anon', 'SELECT 1'), qr/not permitted to log in/, 'sky_anon cannot log in');
like(as('sky_worker', 'SELECT 1'), qr/too many connections/, 'nor can a client as sky_worker');

# The roles outlive the extension and serve the next one.
$node->safe_psql('postgres', 'DROP EXTENSION pgsky');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_roles WHERE rolname LIKE 'sky\_%'}), 6, 'roles stay');
is($node->safe_psql('second', 'SELECT count(*) FROM tap_schema.tables'), 5, 'the other database goes on');
$node->safe_psql('postgres', 'CREATE EXTENSION pgsky');
is($node->safe_psql('postgres', 'SELECT count(*) FROM tap_schema.tables'), 5, 'created again');
$node->stop('immediate');
done_testing();
