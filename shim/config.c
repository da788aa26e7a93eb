/* Settings from the file and the command line, and whether they fit together. */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "setting.h"

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
		setting = setting_find(text, strlen(text));
		if (setting == NULL)
			fprintf(err, "%s: unknown setting \"%s\"; see --help\n", where, text);
		good = setting != NULL &&
			   setting_set(setting, config, trim(equals + 1), where, err) && good;
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
	settings_print(out);
	fprintf(out,
			"\nSignals: SIGTERM and SIGINT finish running requests and stop; "
			"SIGHUP opens the log again and reads the issuers again.\n"
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
			is_quotable("login-page", config->login_page, err) &&
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

	if (!settings_preset(config, err))
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
			strncmp(option, "--", 2) == 0 ? setting_find(option + 2, len - 2) : NULL;
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
			   setting_set(setting, config, value, "command line", err) && good;
	}
	return check_config(config, err) && good ? CONFIG_RUN : CONFIG_BAD;
}

void
config_free(Config *config)
{
	settings_free(config);
}
