# People with rows of their own, before the extension: ada has a password, bob keys, and whoever
# has a token is let in as its subject.  ShimTest's need_server comes first.
package People;
use strict;
use warnings;
use Digest::SHA qw(hmac_sha256);
use Exporter 'import';
use MIME::Base64 qw(encode_base64url);
use ShimTest;

our @EXPORT = qw(make_people token $key $image_key $password $shared_secret);

our $shared_secret = 'shared-by-two-and-32-bytes-at-least';
our $key = 'psk-' . 'a' x 22 . '.the-secret-of-a-key';
our $image_key = 'psk-' . 'b' x 22 . '.for-images-alone';
our $password = 'correct-horse-battery';

# Fill the database; returns the file of issuers for a shim, below that folder.
sub make_people
{
	my ($dir) = @_;
	sql(<<~SQL);
		CREATE TABLE sample.mine (id int PRIMARY KEY, owner text);
		INSERT INTO sample.mine VALUES (1, 'ada'), (2, 'bob'), (3, 'cy'), (4, 'club');
		ALTER TABLE sample.mine ENABLE ROW LEVEL SECURITY;
		CREATE POLICY mine ON sample.mine FOR SELECT TO PUBLIC USING (owner = sky.subject() OR sky.has_group(owner));
		SELECT sky.publish('sample.mine');
		INSERT INTO sky.user_record (name, password) VALUES ('ada', sky.password_hash('$password')), ('bob', NULL);
		INSERT INTO sky.key_record (id, hash, kind, owner, scopes) VALUES
			('${\('a' x 22)}', sha256('$key'), 'key', 'bob', NULL),
			('${\('b' x 22)}', sha256('$image_key'), 'key', 'bob', '{read:image}');
		INSERT INTO sky.issuer (iss, shares_names) VALUES ('https://idp.test', true);
		SQL
	open(my $file, '>', "$dir/secret") or die $!;
	print $file $shared_secret;
	close($file);
	open($file, '>', "$dir/issuers") or die $!;
	print $file "[https://idp.test]\naudience = archive\nsecret-file = $dir/secret\n";
	close($file);
	return "$dir/issuers";
}

# A token; more: claims as JSON, with a comma before them.
sub token
{
	my ($sub, $more) = @_;
	my $claims = sprintf('{"iss":"https://idp.test","aud":"archive","sub":"%s","exp":%d%s}', $sub, time() + 600, $more // '');
	my $text = encode_base64url('{"alg":"HS256","typ":"JWT"}') . '.' . encode_base64url($claims);
	return "$text." . encode_base64url(hmac_sha256($text, $shared_secret));
}

1;
