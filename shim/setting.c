/* The settings: one table says each one's name, kind, default and meaning. */
#include "setting.h"

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
	 "file of the issuers whose tokens (JWT) are taken, read again at SIGHUP; unset: the database's own alone"},
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
	{"login-page",
	 SETTING_TEXT,
	 AT(login_page),
	 "/login",
	 0,
	 0,
	 "page below base-url that people are sent to where a 401 would be; empty: none"},
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

const Setting *
setting_find(const char *name, size_t len)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (strlen(settings[i].name) == len && strncmp(settings[i].name, name, len) == 0)
			return &settings[i];
	return NULL;
}

bool
setting_set(const Setting *setting,
			Config *config,
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

bool
settings_preset(Config *config, FILE *err)
{
	*config = (Config){0};
	for (size_t i = 0; i < SETTINGS; i++)
		if (settings[i].preset != NULL &&
			!setting_set(&settings[i], config, settings[i].preset, "preset", err))
			return false;
	return true;
}

void
settings_print(FILE *out)
{
	for (size_t i = 0; i < SETTINGS; i++)
		fprintf(out,
				"  --%-20s %s [%s]\n",
				settings[i].name,
				settings[i].help,
				settings[i].preset != NULL ? settings[i].preset : "unset");
}

void
settings_free(Config *config)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (settings[i].kind == SETTING_TEXT)
			free(*(char **) ((char *) config + settings[i].offset));
	*config = (Config){0};
}
