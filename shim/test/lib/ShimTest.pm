# A shim on a free port before a database of its own, and a raw HTTP client.
# Every wait is bounded; everything stays on loopback.
package ShimTest;
use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter 'import';
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use IO::Select;
use IO::Socket::INET;
use POSIX qw(WNOHANG);
use Socket qw(SOL_SOCKET SO_RCVBUF);
use Test::More;
use Time::HiRes qw(sleep time);

our @EXPORT = qw(need_server sql wait_for start_shim stop_shim connect_to request get raw_request
  read_response read_some busy_backends log_of rss_kb);

my $here = abs_path(dirname(__FILE__) . '/..');
our $program = $ENV{PGSKY_SHIM} // abs_path("$here/../pgsky-shim");
our $database;
my %running;

# Skip all tests without a server; else make a database with the fixture (or none).
sub need_server
{
	my (%opt) = @_;
	plan(skip_all => 'no server: PGHOST and PGPORT are not set')
	  unless $ENV{PGHOST} && $ENV{PGPORT};
	plan(skip_all => "no program $program") unless -x $program;
	$database = $opt{database} // "shim_$$";
	return if $opt{empty};
	system('createdb', $database) == 0 or die 'createdb failed';
	system('psql', '-Xq', '-d', $database, '-f', "$here/" . ($opt{fixture} // 'fixture.sql')) == 0
	  or die 'the fixture failed';
}

# The result of one statement as text.
sub sql
{
	my ($statement, $db) = @_;
	open(my $psql, '-|', 'psql', '-XAtq', '-d', $db // $database, '-c', $statement) or die $!;
	my $out = join('', <$psql>);
	close($psql);
	chomp $out;
	return $out;
}

# Ask until the answer is true, for so many seconds.
sub wait_for
{
	my ($seconds, $question) = @_;
	my $end = time() + $seconds;
	while (1)
	{
		my $answer = $question->();
		return $answer if $answer;
		return $answer if time() > $end;
		sleep(0.05);
	}
}

# Statements of the shim's role that are running or wait for the client.
sub busy_backends
{
	return sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'sky_shim' "
		  . "AND datname = '$database' AND state <> 'idle'", 'postgres');
}

# Start a shim; options are command line settings.  Waits until it is ready (or live).
sub start_shim
{
	my (%set) = @_;
	my $wait = delete $set{wait} // 'ready';
	my $wrapper = delete $set{wrapper};
	my $dir = tempdir(CLEANUP => 1);
	my %all = (
		listen => '127.0.0.1:0',
		database => "user=sky_shim dbname=$database",
		threads => 1,
		'log-file' => "$dir/log",
		%set);
	my $pid = fork() // die $!;
	if ($pid == 0)
	{
		open(STDERR, '>', "$dir/err");
		exec($wrapper ? @$wrapper : (), $program, map { ("--$_", $all{$_}) } sort keys %all);
		die $!;
	}
	my $shim = { pid => $pid, dir => $dir, log => $all{'log-file'} };
	$running{$pid} = $shim;
	$shim->{port} = wait_for(10, sub {
		return -1 if waitpid($pid, WNOHANG) == $pid;
		return log_of($shim) =~ /msg\W+listening\W+detail\S+:(\d+)/ ? $1 : 0;
	});
	if ($shim->{port} == -1)
	{
		$shim->{exit} = $? >> 8;
		delete $running{$pid};
		return $shim;
	}
	wait_for(10, sub { get($shim, '/-/ready')->{status} == 200 }) if $wait eq 'ready';
	return $shim;
}

# Send a signal and wait for the end; returns the exit code, or -1 after the time is over.
sub stop_shim
{
	my ($shim, $signal, $seconds) = @_;
	kill($signal // 'TERM', $shim->{pid});
	my $done = wait_for($seconds // 10, sub { waitpid($shim->{pid}, WNOHANG) == $shim->{pid} });
	return -1 unless $done;
	delete $running{ $shim->{pid} };
	return $? & 127 ? 1000 + ($? & 127) : $? >> 8;
}

sub log_of
{
	my ($shim) = @_;
	open(my $file, '<', $shim->{log}) or return '';
	local $/;
	return <$file> // '';
}

# Memory of its own: a large body is a mapped file.
sub rss_kb
{
	my ($shim) = @_;
	open(my $file, '<', "/proc/$shim->{pid}/status") or return 0;
	return (join('', <$file>) =~ /RssAnon:\s+(\d+)/)[0];
}

sub connect_to
{
	my ($shim, %opt) = @_;
	my $socket = IO::Socket::INET->new(Proto => 'tcp');
	setsockopt($socket, SOL_SOCKET, SO_RCVBUF, $opt{receive_buffer}) if $opt{receive_buffer};
	bind($socket, Socket::pack_sockaddr_in(0, Socket::inet_aton($opt{from}))) or die "bind: $!" if $opt{from};
	IO::Socket::connect($socket, Socket::pack_sockaddr_in($shim->{port}, Socket::inet_aton('127.0.0.1')))
	  or die "connect: $!";
	return $socket;
}

# Up to $max bytes within $seconds; '' at the end, undef when nothing came.
sub read_some
{
	my ($socket, $max, $seconds) = @_;
	return undef unless IO::Select->new($socket)->can_read($seconds // 10);
	my $n = sysread($socket, my $data, $max // 65536);
	return defined $n ? $data : '';
}

# One response: {status, head, fields{}, body, whole}; status 0 when none came.
sub read_response
{
	my ($socket, %opt) = @_;
	my $seconds = $opt{seconds} // 10;
	my $in = $opt{buffer} // \(my $own = '');
	my %r = (status => 0, head => '', body => '', fields => {}, whole => 0);
	my $more = sub {
		my $data = read_some($socket, 65536, $seconds);
		return 0 unless defined $data && length $data;
		$$in .= $data;
		return 1;
	};
	while ($$in !~ /\r\n\r\n/)
	{
		return \%r unless $more->();
	}
	($r{head}, $$in) = split(/\r\n\r\n/, $$in, 2);
	$r{status} = $1 if $r{head} =~ m{^HTTP/1\.1 (\d{3}) };
	return read_response($socket, %opt, buffer => $in) if $r{status} == 100 && !$opt{continue};
	while ($r{head} =~ /^([^:\r\n]+): *(.*?)\r?$/mg)
	{
		$r{fields}{ lc $1 } = $2;
	}
	if ($opt{head} || $r{status} == 204 || $r{status} == 304 || $r{status} == 100)
	{
		$r{whole} = 1;
	}
	elsif (($r{fields}{'transfer-encoding'} // '') eq 'chunked')
	{
		while (1)
		{
			while ($$in !~ /^[0-9a-f]+\r\n/)
			{
				return \%r unless $more->();
			}
			my ($digits) = $$in =~ /^([0-9a-f]+)/;
			my ($size, $skip) = (hex($digits), length($digits) + 2);
			while (length($$in) < $skip + $size + 2)
			{
				unless ($more->())
				{
					$r{body} .= substr($$in, $skip);
					return \%r;
				}
			}
			$r{body} .= substr($$in, $skip, $size);
			$$in = substr($$in, $skip + $size + 2);
			if ($size == 0)
			{
				$r{whole} = 1;
				last;
			}
		}
	}
	elsif (defined $r{fields}{'content-length'})
	{
		my $length = $r{fields}{'content-length'};
		while (length($$in) < $length)
		{
			last unless $more->();
		}
		$r{body} = substr($$in, 0, $length, '');
		$r{whole} = length($r{body}) == $length;
	}
	else
	{
		1 while $more->();
		$r{body} = $$in;
		$$in = '';
		$r{whole} = 1;
	}
	return \%r;
}

# Send bytes as they are on a connection of their own; read one response.
sub raw_request
{
	my ($shim, $bytes, %opt) = @_;
	my $socket = connect_to($shim, from => $opt{from});
	local $SIG{PIPE} = 'IGNORE';
	syswrite($socket, $bytes);
	my $response = read_response($socket, %opt);
	$response->{rest} = read_some($socket, 65536, 2) if $opt{rest};
	return $response;
}

sub request
{
	my ($shim, $method, $target, %opt) = @_;
	my %fields = (Host => "127.0.0.1:$shim->{port}", Connection => 'close', %{ $opt{fields} // {} });
	$fields{'Content-Length'} //= length($opt{body}) if defined $opt{body};
	my $bytes = "$method $target HTTP/1.1\r\n"
	  . join('', map { "$_: $fields{$_}\r\n" } sort keys %fields) . "\r\n" . ($opt{body} // '');
	my $socket = connect_to($shim, from => $opt{from});
	local $SIG{PIPE} = 'IGNORE';
	my $sent = 0;
	while ($sent < length $bytes)
	{
		my $n = syswrite($socket, $bytes, length($bytes) - $sent, $sent);
		last unless defined $n;
		$sent += $n;
	}
	return read_response($socket, head => $method eq 'HEAD', seconds => $opt{seconds});
}

sub get
{
	my ($shim, $target, %opt) = @_;
	return request($shim, 'GET', $target, %opt);
}

END
{
	my $status = $?;
	kill('KILL', keys %running) if %running;
	waitpid($_, 0) for keys %running;
	if (defined $database && $database eq "shim_$$")
	{
		system("dropdb --if-exists --force $database");
	}
	$? = $status;
}

1;
