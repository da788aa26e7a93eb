/* Which route a path and a method find. */
#include "route.h"

#include <string.h>

#include "tap.h"

static const RouteRow rows[] = {
	{.methods = "GET,HEAD", .path = "/"},
	{.methods = "GET, POST",
	 .path = "/a/b",
	 .max_body = "10",
	 .timeout_ms = "5",
	 .body = "memory"},
	{.methods = "GET", .path = "/t/*"},
	{.methods = "DELETE", .path = "/t/*"},
	{.methods = "GET", .path = "/t/x/*"},
	{.methods = "PUT", .path = "/t/exact", .body = "none"},
};

/* method, path, what is found (its path), status, Allow */
static const struct
{
	const char *method;
	const char *path;
	const char *found;
	int status;
	const char *allow;
} cases[] = {
	{"GET", "/", "/", 0, "GET, HEAD, OPTIONS"},
	{"HEAD", "/", "/", 0, "GET, HEAD, OPTIONS"},
	{"POST", "/", NULL, 405, "GET, HEAD, OPTIONS"},
	{"GET", "/a/b", "/a/b", 0, "GET, POST, HEAD, OPTIONS"},
	{"HEAD", "/a/b", "/a/b", 0, "GET, POST, HEAD, OPTIONS"},
	{"POST", "/%61/b", "/a/b", 0, "GET, POST, HEAD, OPTIONS"},
	{"GET", "/a%2Fb", NULL, 404, ""},
	{"GET", "/a/b/", NULL, 404, ""},
	{"GET", "/A/b", NULL, 404, ""},
	{"GET", "/t", NULL, 404, ""},
	{"GET", "/t/", "/t/*", 0, "GET, DELETE, HEAD, OPTIONS"},
	{"GET", "/t/any/thing", "/t/*", 0, "GET, DELETE, HEAD, OPTIONS"},
	{"DELETE", "/t/any", "/t/*", 0, "GET, DELETE, HEAD, OPTIONS"},
	{"GET", "/t/x/y", "/t/x/*", 0, "GET, DELETE, HEAD, OPTIONS"},
	{"DELETE", "/t/x/y", "/t/*", 0, "GET, DELETE, HEAD, OPTIONS"},
	{"PUT", "/t/exact", "/t/exact", 0, "GET, DELETE, PUT, HEAD, OPTIONS"},
	{"GET", "/t/exact", "/t/*", 0, "GET, DELETE, PUT, HEAD, OPTIONS"},
	{"PATCH", "/t/exact", NULL, 405, "GET, DELETE, PUT, HEAD, OPTIONS"},
	{"GE", "/", NULL, 405, "GET, HEAD, OPTIONS"},
	{"GETS", "/", NULL, 405, "GET, HEAD, OPTIONS"},
	{"GET", "", NULL, 404, ""},
};

int
main(void)
{
	const RouteRow bad[] = {{.methods = "GET"},
							{.path = "/x"},
							{.methods = "", .path = "/x"},
							{.methods = "GET", .path = "x"},
							{.methods = "GET", .path = "/x*"},
							{.methods = "GET", .path = "/*/x"}};
	RouteTable *table = route_table_create(8);
	char long_path[5000];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		check(!route_table_add(table, &bad[i]), "bad row %zu is refused", i);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(route_table_add(table, &rows[i]), "row %zu", i);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		RouteMatch match = route_find(table,
									  cases[i].path,
									  strlen(cases[i].path),
									  cases[i].method,
									  strlen(cases[i].method));

		check(
			(match.route == NULL) == (cases[i].found == NULL) &&
				(match.route == NULL || strcmp(match.route->path, cases[i].found) == 0) &&
				match.status == cases[i].status &&
				strcmp(match.allow, cases[i].allow) == 0,
			"%s %s: %s, %d, %s",
			cases[i].method,
			cases[i].path,
			match.route != NULL ? match.route->path : "nothing",
			match.status,
			match.allow);
	}
	check(table->routes[1].takes_body && table->routes[1].max_body == 10 &&
			  table->routes[1].timeout_ms == 5,
		  "limits are read");
	check(!table->routes[5].takes_body, "\"none\" takes no body");
	memset(long_path, 'p', sizeof(long_path));
	memcpy(long_path, "/t/", 3);
	check(route_find(table, long_path, sizeof(long_path), "GET", 3).route != NULL,
		  "a long path");
	route_table_release(route_table_share(table));
	check(table->count == 6, "shared tables live on");
	route_table_release(table);
	route_table_release(NULL);
	return tap_done();
}
