/* Matching of paths and methods against what the database offers. */
#include "route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROUTE_PATH_MAX 1024 /* longer paths match by their beginning */

RouteTable *
route_table_create(int capacity)
{
	RouteTable *table = calloc(1, sizeof(*table));

	if (table == NULL)
		return NULL;
	table->routes = calloc((size_t) capacity + 1, sizeof(Route));
	table->references = 1;
	if (table->routes != NULL)
		return table;
	free(table);
	return NULL;
}

/* Of what the database calls it. */
static RouteCredentials
read_credentials(const char *word)
{
	if (word != NULL && strcmp(word, "page") == 0)
		return ROUTE_PAGE;
	return word != NULL && strcmp(word, "own") == 0 ? ROUTE_OWN : ROUTE_FIELDS;
}

bool
route_table_add(RouteTable *table, const RouteRow *row)
{
	Route *route = &table->routes[table->count];
	const char *star;

	if (row->path == NULL || row->path[0] != '/' || row->methods == NULL ||
		row->methods[0] == '\0' || strlen(row->path) >= ROUTE_PATH_MAX)
		return false;
	star = strchr(row->path, '*');
	if (star != NULL && (star[1] != '\0' || star[-1] != '/'))
		return false;
	*route = (Route){
		.path = strdup(row->path),
		.methods = strdup(row->methods),
		.scope = strdup(row->scope != NULL ? row->scope : ""),
		.length = star != NULL ? (size_t) (star - row->path) : strlen(row->path),
		.prefix = star != NULL,
		.takes_body = row->body != NULL && strcmp(row->body, "none") != 0,
		.writes = row->writes != NULL && row->writes[0] == 't',
		.credentials = read_credentials(row->credentials),
		.max_body = row->max_body != NULL ? strtoll(row->max_body, NULL, 10) : 0,
		.timeout_ms = row->timeout_ms != NULL ? atoi(row->timeout_ms) : 0,
	};
	table->count++;
	return route->path != NULL && route->methods != NULL && route->scope != NULL;
}

RouteTable *
route_table_share(RouteTable *table)
{
	__atomic_add_fetch(&table->references, 1, __ATOMIC_RELAXED);
	return table;
}

void
route_table_release(RouteTable *table)
{
	if (table == NULL || __atomic_sub_fetch(&table->references, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	for (int i = 0; i < table->count; i++)
	{
		free(table->routes[i].path);
		free(table->routes[i].methods);
		free(table->routes[i].scope);
	}
	free(table->routes);
	free(table);
}

/* Is method one of a comma-separated list? */
static bool
lists_method(const char *list, const char *method, size_t len)
{
	while (*list != '\0')
	{
		size_t n = strcspn(list, ",");

		if (n == len && strncmp(list, method, n) == 0)
			return true;
		list += n + (list[n] == ',');
		list += strspn(list, " ");
	}
	return false;
}

/* HEAD goes wherever GET goes. */
static bool
takes_method(const char *list, const char *method, size_t len)
{
	return lists_method(list, method, len) ||
		   (len == 4 && memcmp(method, "HEAD", 4) == 0 && lists_method(list, "GET", 3));
}

/* Append the methods of list that allow does not hold yet. */
static void
merge_methods(char *allow, size_t size, const char *list)
{
	while (*list != '\0')
	{
		size_t n = strcspn(list, ",");
		size_t have = strlen(allow);

		if (n > 0 && !lists_method(allow, list, n) && have + n + 3 < size)
			snprintf(
				allow + have, size - have, "%s%.*s", have > 0 ? ", " : "", (int) n, list);
		list += n + (list[n] == ',');
		list += strspn(list, " ");
	}
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* Decode %XX of unreserved characters (RFC 3986 section 2.3); returns the length. */
static size_t
normalise(const char *path, size_t len, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < len && n < ROUTE_PATH_MAX; i++)
	{
		char c = path[i];

		if (c == '%' && i + 2 < len)
		{
			int value = hex_digit(path[i + 1]) * 16 + hex_digit(path[i + 2]);

			if ((value >= '0' && value <= '9') || (value >= 'A' && value <= 'Z') ||
				(value >= 'a' && value <= 'z') ||
				(value > 0 && value < 128 && strchr("-._~", value) != NULL))
			{
				c = (char) value;
				i += 2;
			}
		}
		out[n++] = c;
	}
	return n;
}

RouteMatch
route_find(const RouteTable *table,
		   const char *path,
		   size_t path_len,
		   const char *method,
		   size_t method_len)
{
	char plain[ROUTE_PATH_MAX];
	size_t len = normalise(path, path_len, plain);
	RouteMatch match = {.allow = ""};
	size_t best_rank = 0;

	for (int i = 0; i < table->count; i++)
	{
		const Route *route = &table->routes[i];
		size_t rank = route->prefix ? route->length : SIZE_MAX;

		if (len < route->length || memcmp(plain, route->path, route->length) != 0 ||
			(!route->prefix && len != route->length))
			continue;
		merge_methods(match.allow, sizeof(match.allow), route->methods);
		if (rank > best_rank && takes_method(route->methods, method, method_len))
		{
			match.route = route;
			best_rank = rank;
		}
	}
	if (match.allow[0] == '\0')
	{
		match.status = 404;
		return match;
	}
	match.status = match.route == NULL ? 405 : 0;
	if (lists_method(match.allow, "GET", 3))
		merge_methods(match.allow, sizeof(match.allow), "HEAD");
	merge_methods(match.allow, sizeof(match.allow), "OPTIONS");
	return match;
}
