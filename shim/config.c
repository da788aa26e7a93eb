/*
 * Settings: one table says each setting's name, kind, default and meaning; the file, the
 * command line and --help are all made from it.
 */
#include "config.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef enum SettingKind
{
	SETTING_TEXT,
	SETTING_COUNT,
	SETTING_BYTES,
	SETTING_TIME, /* ms */
} SettingKind;

typedef struct Setting
{
	const char *name;
	SettingKind kind;
	size_t offset;
	const char *preset; /* NULL: unset */
	int64_t min;
	int64_t max;
	const char *help;
} Setting;

#define AT(field) offsetof(Config, field)

/* In the order of --help. */
static const Setting settings[] = {
	{"listen",
	 SETTING_TEXT,
	 AT(listen),
	 "127.0.0.1:8080",
	 0,
	 0,
	 "ADDRESS:PORT to serve; port 0 takes a free one"},
	{"database",
	 SETTING_TEXT,
	 AT(database),
	 "user=sky_shim dbname=postgres",
	 0,
	 0,
	 "libpq connection string of the database"},
	{"role",
	 SETTING_TEXT,
	 AT(role),
	 "sky_anon",
	 0,
	 0,
	 "database role of requests without credentials"},
	{"base-url",
	 SETTING_TEXT,
	 AT(base_url),
	 NULL,
	 0,
	 0,
	 "public URL, such as https://archive.example.org; unset: from the Host field"},
	{"trusted-proxy",
	 SETTING_TEXT,
	 AT(trusted_proxy),
	 "",
	 0,
	 0,
	 "addresses and networks whose X-Forwarded-* fields are believed"},
	{"cors-origin",
	 SETTING_TEXT,
	 AT(cors_origin),
	 "*",
	 0,
	 0,
	 "Access-Control-Allow-Origin of every answer; empty: no CORS"},
	{"issuers",
	 SETTING_TEXT,
	 AT(issuers),
	 NULL,
	 0,
	 0,
	 "file of the issuers whose tokens (JWT) are taken; unset: the database's own alone"},
	{"keys-refresh",
	 SETTING_TIME,
	 AT(keys_refresh),
	 "5min",
	 100,
	 86400000,
	 "how often the keys of issuers are read again"},
	{"credential-ttl",
	 SETTING_TIME,
	 AT(credential_ttl),
	 "60s",
	 0,
	 60000,
	 "how long the database's word about a credential holds, unless it takes it back"},
	{"credential-memory",
	 SETTING_BYTES,
	 AT(credential_memory),
	 "16MB",
	 0,
	 INT64_C(1) << 40,
	 "memory for credentials that were found good"},
	{"anonymous-scopes",
	 SETTING_TEXT,
	 AT(anonymous_scopes),
	 "*",
	 0,
	 0,
	 "scopes of requests without credentials, such as \"read:image\"; *: all"},
	{"challenges",
	 SETTING_TEXT,
	 AT(challenges),
	 "ivoa_bearer, bearer, basic",
	 0,
	 0,
	 "what WWW-Authenticate offers, in this order; basic never to browsers"},
	{"realm", SETTING_TEXT, AT(realm), "pgsky", 0, 0, "the realm that it names"},
	{"login-url",
	 SETTING_TEXT,
	 AT(login_url),
	 NULL,
	 0,
	 0,
	 "where ivoa_bearer gives tokens for names and passwords: an URL, or a path below "
	 "base-url; unset: it is not offered"},
	{"threads", SETTING_COUNT, AT(threads), "0", 0, 256, "threads; 0: one per processor"},
	{"connections",
	 SETTING_COUNT,
	 AT(connections),
	 "8",
	 1,
	 1000,
	 "database connections of each thread"},
	{"queue",
	 SETTING_COUNT,
	 AT(queue),
	 "256",
	 0,
	 100000,
	 "requests of each thread that may wait for a connection; more get 503"},
	{"queue-timeout",
	 SETTING_TIME,
	 AT(queue_timeout),
	 "10s",
	 1,
	 3600000,
	 "how long they may wait; then 503"},
	{"connect-timeout",
	 SETTING_TIME,
	 AT(connect_timeout),
	 "5s",
	 100,
	 600000,
	 "how long opening a database connection may take"},
	{"max-clients",
	 SETTING_COUNT,
	 AT(max_clients),
	 "20000",
	 1,
	 1000000,
	 "client connections in all; more are closed at once"},
	{"max-body",
	 SETTING_BYTES,
	 AT(max_body),
	 "256MB",
	 0,
	 INT64_C(1) << 30,
	 "largest request body, whatever the route allows"},
	{"body-memory",
	 SETTING_BYTES,
	 AT(body_memory),
	 "512MB",
	 0,
	 INT64_C(1) << 40,
	 "memory for all request bodies together; past it 503"},
	{"body-disk",
	 SETTING_BYTES,
	 AT(body_disk),
	 "4GB",
	 0,
	 INT64_C(1) << 50,
	 "files for all request bodies of more than 1 MB together; past it 503"},
	{"body-folder",
	 SETTING_TEXT,
	 AT(body_folder),
	 "/var/tmp",
	 0,
	 0,
	 "folder of these files, which have no names there"},
	{"min-rate",
	 SETTING_BYTES,
	 AT(min_rate),
	 "1kB",
	 0,
	 INT64_C(1) << 30,
	 "bytes per second a body must arrive with, after head-timeout (slower gets 408), and "
	 "an answer be taken with, after stall-timeout (slower is dropped)"},
	{"busy-rate",
	 SETTING_BYTES,
	 AT(busy_rate),
	 "64kB",
	 0,
	 INT64_C(1) << 30,
	 "bytes per second a streamed answer must be taken with while requests wait for a "
	 "connection; slower is dropped"},
	{"head-timeout",
	 SETTING_TIME,
	 AT(head_timeout),
	 "10s",
	 1,
	 3600000,
	 "time from the first byte of a request to the end of its head; slower gets 408"},
	{"idle-timeout",
	 SETTING_TIME,
	 AT(idle_timeout),
	 "60s",
	 1,
	 86400000,
	 "how long a connection may stay open between requests"},
	{"stall-timeout",
	 SETTING_TIME,
	 AT(stall_timeout),
	 "60s",
	 1,
	 86400000,
	 "a client that takes nothing of its answer for so long is dropped"},
	{"stop-timeout",
	 SETTING_TIME,
	 AT(stop_timeout),
	 "30s",
	 0,
	 3600000,
	 "how long running requests may go on after SIGTERM"},
	{"log-file",
	 SETTING_TEXT,
	 AT(log_file),
	 NULL,
	 0,
	 0,
	 "log to this file, opened again at SIGHUP; unset: standard error"},
	{"log-format", SETTING_TEXT, AT(log_format), "logfmt", 0, 0, "logfmt, json or off"},
};

#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

typedef struct Unit
{
	const char *name;
	int64_t factor;
} Unit;

static const Unit time_units[] = {
	{"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}, {NULL, 0}};
static const Unit byte_units[] = {
	{"", 1}, {"B", 1}, {"kB", 1024}, {"MB", 1048576}, {"GB", 1073741824}, {NULL, 0}};
static const Unit count_units[] = {{"", 1}, {NULL, 0}};

static const Unit *const setting_units[] = {
	[SETTING_TEXT] = NULL,
	[SETTING_COUNT] = count_units,
	[SETTING_BYTES] = byte_units,
	[SETTING_TIME] = time_units,
};

static const char *const unit_hints[] = {
	[SETTING_TEXT] = "",
	[SETTING_COUNT] = "a whole number",
	[SETTING_BYTES] = "a size such as 512kB or 64MB",
	[SETTING_TIME] = "a time such as 500ms, 10s or 1min",
};

static const Setting *
find_setting(const char *name, size_t len)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (strlen(settings[i].name) == len && strncmp(settings[i].name, name, len) == 0)
			return &settings[i];
	return NULL;
}

/* Store a value given as text; false after a message on err. */
static bool
set_value(Config *config,
		  const Setting *setting,
		  const char *value,
		  const char *where,
		  FILE *err)
{
	void *slot = (char *) config + setting->offset;
	char *end = NULL;
	long long number;

	if (setting->kind == SETTING_TEXT)
	{
		char *copy = strdup(value);

		free(*(char **) slot);
		*(char **) slot = copy;
		return copy != NULL;
	}
	errno = 0;
	number = strtoll(value, &end, 10);
	if (end != value && errno == 0 && number >= 0)
	{
		while (*end == ' ')
			end++;
		for (const Unit *unit = setting_units[setting->kind]; unit->name != NULL; unit++)
		{
			if (strcmp(unit->name, end) != 0 || number > INT64_MAX / unit->factor)
				continue;
			number *= unit->factor;
			if (number < setting->min || number > setting->max)
				break;
			*(int64_t *) slot = number;
			return true;
		}
	}
	fprintf(err,
			"%s: \"%s\" is not a value for \"%s\"; it takes %s from %lld to %lld%s\n",
			where,
			value,
			setting->name,
			unit_hints[setting->kind],
			(long long) setting->min,
			(long long) setting->max,
			setting->kind == SETTING_TIME	 ? " ms"
			: setting->kind == SETTING_BYTES ? " bytes"
											 : "");
	return false;
}

/* Cut blanks off both ends, in place. */
static char *
trim(char *text)
{
	char *end = text + strlen(text);

	while (end > text && isspace((unsigned char) end[-1]))
		*--end = '\0';
	while (isspace((unsigned char) *text))
		text++;
	return text;
}

/* "name = value" lines; "#" and ";" begin comments, "[section]" lines are only for the
 * eye. */
static bool
read_file(Config *config, const char *path, FILE *err)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t capacity = 0;
	bool good = true;

	if (file == NULL)
	{
		fprintf(
			err, "could not open configuration file \"%s\": %s\n", path, strerror(errno));
		return false;
	}
	for (int number = 1; getline(&line, &capacity, file) >= 0; number++)
	{
		char *text = trim(line);
		char *equals = strchr(text, '=');
		const Setting *setting;
		char where[512];

		if (*text == '\0' || *text == '#' || *text == ';' || *text == '[')
			continue;
		snprintf(where, sizeof(where), "%s:%d", path, number);
		if (equals == NULL)
		{
			fprintf(err, "%s: expected \"name = value\"\n", where);
			good = false;
			continue;
		}
		*equals = '\0';
		text = trim(text);
		setting = find_setting(text, strlen(text));
		if (setting == NULL)
			fprintf(err, "%s: unknown setting \"%s\"; see --help\n", where, text);
		good = setting != NULL &&
			   set_value(config, setting, trim(equals + 1), where, err) && good;
	}
	free(line);
	fclose(file);
	return good;
}

static void
print_help(FILE *out)
{
	fprintf(
		out,
		"pgsky-shim carries the services of a pgsky database to the web.\n\n"
		"Usage: pgsky-shim [--config FILE] [--SETTING VALUE]...\n\n"
		"  --config FILE          read settings from FILE, one \"setting = value\" a line;\n"
		"                         the command line wins\n"
		"  --check                read the settings, say what is wrong with them, and exit\n"
		"  --help                 show this text and exit\n"
		"  --version              show the version and exit\n\n"
		"Settings (defaults in brackets):\n");
	for (size_t i = 0; i < SETTINGS; i++)
		fprintf(out,
				"  --%-20s %s [%s]\n",
				settings[i].name,
				settings[i].help,
				settings[i].preset != NULL ? settings[i].preset : "unset");
	fprintf(out,
			"\nSignals: SIGTERM and SIGINT finish running requests and stop; "
			"SIGHUP opens the log again.\n"
			"GET /-/live and /-/ready tell whether the program runs and can serve.\n");
}

/* May it stand between quotes in a field of an answer? */
static bool
is_quotable(const char *name, const char *value, FILE *err)
{
	for (const char *at = value != NULL ? value : ""; *at != '\0'; at++)
		if ((unsigned char) *at < ' ' || strchr("\"\\\x7f", *at) != NULL)
		{
			fprintf(err, "\"%s\" must be without quotes and backslashes\n", name);
			return false;
		}
	return true;
}

/* The whole is sound, not only each value. */
static bool
check_config(Config *config, FILE *err)
{
	const char *formats[] = {"logfmt", "json", "off"};
	size_t len = config->base_url != NULL ? strlen(config->base_url) : 0;
	bool known = false;

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		known = known || strcmp(config->log_format, formats[i]) == 0;
	if (!known)
		fprintf(err,
				"\"log-format\" is \"%s\", but must be logfmt, json or off\n",
				config->log_format);
	if (strrchr(config->listen, ':') == NULL)
	{
		fprintf(err, "\"listen\" is \"%s\", but must be ADDRESS:PORT\n", config->listen);
		known = false;
	}
	known = is_quotable("realm", config->realm, err) &&
			is_quotable("login-url", config->login_url, err) && known;
	if (len == 0)
	{
		free(config->base_url);
		config->base_url = NULL;
		return known;
	}
	if (strncmp(config->base_url, "http://", 7) != 0 &&
		strncmp(config->base_url, "https://", 8) != 0)
	{
		fprintf(err,
				"\"base-url\" is \"%s\", but must begin with http:// or https://\n",
				config->base_url);
		return false;
	}
	while (config->base_url[len - 1] == '/')
		config->base_url[--len] = '\0';
	return known;
}

/* The value of option argv[*at], in the same or in the next argument; NULL if it has
 * none. */
static const char *
option_value(int argc, char **argv, int *at)
{
	const char *equals = strchr(argv[*at], '=');

	if (equals != NULL)
		return equals + 1;
	return *at + 1 < argc ? argv[++*at] : NULL;
}

ConfigResult
config_read(Config *config, int argc, char **argv, FILE *out, FILE *err)
{
	bool good = true;

	*config = (Config){0};
	for (size_t i = 0; i < SETTINGS; i++)
		if (settings[i].preset != NULL &&
			!set_value(config, &settings[i], settings[i].preset, "preset", err))
			return CONFIG_BAD;
	/* The file first, wherever the command line names it. */
	for (int i = 1; i < argc; i++)
	{
		if (strcmp(argv[i], "--help") == 0)
			return print_help(out), CONFIG_DONE;
		if (strcmp(argv[i], "--version") == 0)
			return fprintf(out, "pgsky-shim %s\n", SKY_VERSION), CONFIG_DONE;
		if (strcmp(argv[i], "--config") == 0 || strncmp(argv[i], "--config=", 9) == 0)
		{
			const char *path = option_value(argc, argv, &i);

			if (path == NULL || !read_file(config, path, err))
				good = false;
		}
	}
	for (int i = 1; i < argc; i++)
	{
		const char *option = argv[i];
		size_t len = strcspn(option, "=");
		const Setting *setting =
			strncmp(option, "--", 2) == 0 ? find_setting(option + 2, len - 2) : NULL;
		const char *value;

		if (strcmp(option, "--check") == 0)
		{
			config->check_only = true;
			continue;
		}
		value = option_value(argc, argv, &i);
		if (len == 8 && strncmp(option, "--config", len) == 0 && value != NULL)
			continue;
		if (setting == NULL)
			fprintf(err, "unknown option \"%s\"; see pgsky-shim --help\n", option);
		else if (value == NULL)
			fprintf(err, "option \"%s\" needs a value\n", option);
		good = setting != NULL && value != NULL &&
			   set_value(config, setting, value, "command line", err) && good;
	}
	return check_config(config, err) && good ? CONFIG_RUN : CONFIG_BAD;
}

void
config_free(Config *config)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (settings[i].kind == SETTING_TEXT)
			free(*(char **) ((char *) config + settings[i].offset));
	*config = (Config){0};
}

/* The bytes of a numeric address: 16, IPv4 as ::ffff:a.b.c.d; false if it is none. */
static bool
address_bytes(const char *text, unsigned char bytes[16])
{
	static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};

	if (inet_pton(AF_INET6, text, bytes) == 1)
		return true;
	memcpy(bytes, mapped, sizeof(mapped));
	return inet_pton(AF_INET, text, bytes + 12) == 1;
}

bool
config_address_in(const char *address, const char *list)
{
	unsigned char who[16];

	if (!address_bytes(address, who))
		return false;
	while (*list != '\0')
	{
		char item[64];
		unsigned char net[16];
		size_t len = strcspn(list, ", ");
		char *slash;
		int bits = 128;

		if (len > 0 && len < sizeof(item))
		{
			memcpy(item, list, len);
			item[len] = '\0';
			int widest = strchr(item, ':') == NULL ? 32 : 128;

			slash = strchr(item, '/');
			if (slash != NULL)
			{
				char *end = NULL;
				long given = strtol(slash + 1, &end, 10);

				*slash = '\0';
				bits = *end == '\0' && given >= 0 && given <= widest
						   ? (int) given + 128 - widest
						   : -1;
			}
			if (bits >= 0 && address_bytes(item, net))
			{
				int whole = bits / 8;
				int mask = 0xff00 >> (bits % 8);

				if (memcmp(who, net, (size_t) whole) == 0 &&
					(bits % 8 == 0 || ((who[whole] ^ net[whole]) & mask & 0xff) == 0))
					return true;
			}
		}
		list += len;
		list += strspn(list, ", ");
	}
	return false;
}
