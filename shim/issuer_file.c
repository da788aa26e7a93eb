/*
 * The file of issuers: "[issuer]" lines, each followed by "name = value" lines.  One
 * table says the names; the file is read once, whole, with every fault told.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "issuer.h"

#define BLANKS " \t\r\n"
/* What the database calls the principals that it hands out; no token may. */
#define RESERVED_PREFIX "pgsky:"

/* Where reading is. */
typedef struct Place
{
	const char *path;
	int line;
	FILE *err;
	bool good;
} Place;

static const struct
{
	const char *name;
	KeySource source; /* KEYS_UNSET: not a place of keys */
} names[] = {
	{"algorithms", KEYS_UNSET},
	{"audience", KEYS_UNSET},
	{"ca-file", KEYS_UNSET},
	{"keys-file", KEYS_FILE},
	{"keys-url", KEYS_URL},
	{"loopback-http", KEYS_UNSET},
	{"pem-file", KEYS_PEM},
	{"secret-file", KEYS_SECRET},
	{"type", KEYS_UNSET},
};

static void
complain(Place *place, const char *what, const char *which)
{
	fprintf(place->err, "%s:%d: %s \"%s\"\n", place->path, place->line, what, which);
	place->good = false;
}

/* Cut blanks off both ends, in place. */
static char *
trim(char *text)
{
	char *end;

	text += strspn(text, BLANKS);
	end = text + strlen(text);
	while (end > text && strchr(BLANKS, end[-1]) != NULL)
		*--end = '\0';
	return text;
}

static unsigned
read_algorithms(Place *place, const char *list)
{
	unsigned bits = 0;

	while (*list != '\0')
	{
		size_t len = strcspn(list, ", \t");
		Algorithm algorithm = algorithm_of((Slice){list, len});

		if (len > 0 && algorithm == ALGORITHMS)
			complain(place, "no algorithm that is known here in", list);
		else if (len > 0)
			bits |= 1u << algorithm;
		list += len;
		list += strspn(list, ", \t");
	}
	return bits;
}

static void
set_text(Place *place, char **slot, const char *name, const char *value)
{
	if (*slot != NULL)
		complain(place, "there is a second", name);
	free(*slot);
	*slot = strdup(value);
}

/* One "name = value" line of an issuer. */
static void
set_value(Place *place, IssuerRule *rule, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
	{
		if (strcmp(names[i].name, name) != 0)
			continue;
		if (names[i].source != KEYS_UNSET)
		{
			rule->source = names[i].source;
			set_text(place, &rule->place, "place of keys", value);
		}
		else if (strcmp(name, "algorithms") == 0)
			rule->algorithms = read_algorithms(place, value);
		else if (strcmp(name, "loopback-http") == 0)
			rule->loopback_http = strcmp(value, "on") == 0;
		else
			set_text(place,
					 strcmp(name, "audience") == 0	? &rule->audience
					 : strcmp(name, "ca-file") == 0 ? &rule->ca_file
													: &rule->type,
					 name,
					 value);
		return;
	}
	complain(place, "unknown setting", name);
}

/* Is the last issuer whole? */
static void
check_rule(Place *place, IssuerRule *rule)
{
	unsigned shared = 1u << ALGORITHM_HS256;

	if (rule->audience == NULL || rule->audience[0] == '\0')
		complain(place, "\"audience\" is missing for", rule->name);
	if (rule->source == KEYS_UNSET)
		complain(place,
				 "keys-url, keys-file, pem-file or secret-file is missing for",
				 rule->name);
	if (rule->source == KEYS_URL && strncmp(rule->place, "https://", 8) != 0 &&
		!(rule->loopback_http && strncmp(rule->place, "http://", 7) == 0))
		complain(place, "keys-url must begin with https:// for", rule->name);
	if (rule->algorithms == 0)
		rule->algorithms = ~0u;
	/* A secret is for one algorithm, and that one for secrets alone. */
	rule->algorithms &= rule->source == KEYS_SECRET ? shared : ~shared;
	if (rule->algorithms == 0)
		complain(place, "the algorithms do not fit the keys of", rule->name);
}

/* A "[issuer]" line. */
static IssuerRule *
begin_rule(Place *place, IssuerRules *rules, char *text)
{
	size_t len = strlen(text);
	IssuerRule *rule = &rules->rules[rules->count];

	if (text[len - 1] != ']' || len < 3)
		complain(place, "expected \"[issuer]\", not", text);
	if (rules->count == ISSUERS_MAX - 1) /* the last place is the database's */
	{
		complain(place, "too many issuers at", text);
		return NULL;
	}
	text[len - 1] = '\0';
	if (strncmp(text + 1, RESERVED_PREFIX, strlen(RESERVED_PREFIX)) == 0)
		complain(place, "no issuer may be called", text + 1);
	for (int i = 0; i < rules->count; i++)
		if (strcmp(rules->rules[i].name, text + 1) == 0)
			complain(place, "there is a second", text + 1);
	*rule = (IssuerRule){.name = strdup(text + 1), .source = KEYS_UNSET};
	rules->count++;
	return rule;
}

static void
read_lines(Place *place, IssuerRules *rules, FILE *file)
{
	IssuerRule *rule = NULL;
	char *line = NULL;
	size_t capacity = 0;

	while (getline(&line, &capacity, file) >= 0)
	{
		char *text = trim(line);
		char *equals = strchr(text, '=');

		place->line++;
		if (*text == '\0' || *text == '#' || *text == ';')
			continue;
		if (*text == '[')
		{
			if (rule != NULL)
				check_rule(place, rule);
			rule = begin_rule(place, rules, text);
		}
		else if (equals == NULL || rule == NULL)
			complain(place, "expected \"name = value\" below an \"[issuer]\", not", text);
		else
		{
			*equals = '\0';
			set_value(place, rule, trim(text), trim(equals + 1));
		}
	}
	if (rule != NULL)
		check_rule(place, rule);
	free(line);
}

IssuerRules *
issuer_rules_read(const char *path, FILE *err)
{
	Place place = {.path = path, .err = err, .good = true};
	IssuerRules *rules = calloc(1, sizeof(*rules));

	if (rules == NULL)
		return NULL;
	rules->references = 1;
	if (path != NULL)
	{
		FILE *file = fopen(path, "r");

		place.good = file != NULL;
		if (file == NULL)
			fprintf(err, "could not open \"%s\": %s\n", path, strerror(errno));
		else
		{
			read_lines(&place, rules, file);
			fclose(file);
		}
	}
	rules->rules[rules->count++] =
		(IssuerRule){.source = KEYS_DATABASE, .algorithms = ~(1u << ALGORITHM_HS256)};
	if (place.good)
		return rules;
	issuer_rules_release(rules);
	return NULL;
}
