/* Settings from files and options, and addresses in lists. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "address.h"
#include "tap.h"

static char *said;
static size_t said_len;

/* Read options with what is said kept in said. */
static ConfigResult
read_options(Config *config, int argc, char **argv)
{
	FILE *file;
	ConfigResult result;

	free(said);
	file = open_memstream(&said, &said_len);
	result = config_read(config, argc, argv, file, file);
	fclose(file);
	return result;
}

#define READ(config, ...)                                                                \
	read_options(config,                                                                 \
				 (int) (sizeof((char *[]){"shim", __VA_ARGS__}) / sizeof(char *)),       \
				 (char *[]){"shim", __VA_ARGS__, NULL})

/* Options that are refused, and a part of what is said. */
static const struct
{
	char *option;
	char *value;
	const char *part;
} refused[] = {
	{"--nonsense", "1", "unknown option \"--nonsense\""},
	{"nonsense", "1", "unknown option \"nonsense\""},
	{"--connections", "0", "from 1 to 1000"},
	{"--connections", "many", "a whole number"},
	{"--connections", "3kB", "a whole number"},
	{"--queue", "-1", "from 0 to"},
	{"--max-body", "9999999999GB", "a size such as"},
	{"--max-body", "1 kb", "a size such as"},
	{"--idle-timeout", "5", "a time such as"},
	{"--idle-timeout", "0ms", "from 1 to"},
	{"--log-format", "xml", "logfmt, json or off"},
	{"--listen", "8080", "ADDRESS:PORT"},
	{"--base-url", "archive.example.org", "http:// or https://"},
	{"--config", "/nonexistent/file", "could not open configuration file"},
};

static const struct
{
	const char *address;
	const char *list;
	bool in;
} addresses[] = {
	{"10.1.2.3", "10.0.0.0/8", true},
	{"11.1.2.3", "10.0.0.0/8", false},
	{"10.1.2.3", "192.168.0.1, 10.1.2.3", true},
	{"10.1.2.4", "192.168.0.1,10.1.2.3", false},
	{"10.1.2.4", "10.1.2.4/31", true},
	{"10.1.2.6", "10.1.2.4/31", false},
	{"::1", "::1", true},
	{"::1", "127.0.0.1", false},
	{"2001:db8::5", "2001:db8::/32", true},
	{"2001:db9::5", "2001:db8::/32", false},
	{"::ffff:10.0.0.1", "10.0.0.1", true},
	{"1.2.3.4", "0.0.0.0/0", true},
	{"1.2.3.4", "", false},
	{"unknown", "::/0", false},
	{"1.2.3.4", "junk, 1.2.3.4/33, 1.2.3.4/-1", false},
};

int
main(void)
{
	Config config;
	char path[] = "/tmp/shim_config_XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");

	check(read_options(&config, 1, (char *[]){"shim", NULL}) == CONFIG_RUN, "no options");
	check(config.connections == 8 && config.max_body == 256 << 20 &&
			  config.idle_timeout == 60000,
		  "presets");
	config_free(&config);
	check(READ(&config, "--help") == CONFIG_DONE &&
			  strstr(said, "--stall-timeout") != NULL,
		  "help");
	config_free(&config);
	check(READ(&config, "--version") == CONFIG_DONE && strstr(said, SKY_VERSION) != NULL,
		  "version");
	config_free(&config);
	check(READ(&config, "--queue=7", "--max-body", "3MB", "--check") == CONFIG_RUN &&
			  config.queue == 7 && config.max_body == 3 << 20 && config.check_only,
		  "both forms of options");
	config_free(&config);
	check(READ(&config, "--base-url", "https://a.b/c//") == CONFIG_RUN &&
			  strcmp(config.base_url, "https://a.b/c") == 0,
		  "the base URL ends without a slash");
	config_free(&config);
	check(READ(&config, "--queue") == CONFIG_BAD && strstr(said, "needs a value") != NULL,
		  "a value is missing");
	config_free(&config);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
	{
		check(READ(&config, refused[i].option, refused[i].value) == CONFIG_BAD &&
				  strstr(said, refused[i].part) != NULL,
			  "%s %s is refused",
			  refused[i].option,
			  refused[i].value);
		config_free(&config);
	}

	fputs("# a comment\n[server]\n listen = [::1]:99 \nqueue=3\n\nhead-timeout = 2 s\n",
		  file);
	fflush(file);
	check(READ(&config, "--queue", "4", "--config", path) == CONFIG_RUN &&
			  strcmp(config.listen, "[::1]:99") == 0 && config.head_timeout == 2000,
		  "a file");
	check(config.queue == 4, "the command line wins");
	config_free(&config);
	fputs("colour = red\nno equals\nthreads = x\n", file);
	fflush(file);
	check(READ(&config, "--config", path) == CONFIG_BAD &&
			  strstr(said, ":7: unknown setting") && strstr(said, ":8: expected") &&
			  strstr(said, ":9: \"x\" is not a value"),
		  "each fault of a file with its line");
	config_free(&config);
	fclose(file);
	unlink(path);
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		check(address_in(addresses[i].address, addresses[i].list) == addresses[i].in,
			  "%s in \"%s\"",
			  addresses[i].address,
			  addresses[i].list);
	free(said);
	return tap_done();
}
