/* What a supervisor or a load balancer asks: no database is touched. */
#include "admin.h"

#include <string.h>

bool
admin_answer(Http *http, const Request *request)
{
	Shim *shim = http_server(http)->shim;
	bool ready = slice_is(request->head.path, "/-/ready");
	const char *text = "ok\n";
	Reply reply = {.status = 200, .type = "text/plain; charset=utf-8"};

	if (!ready && !slice_is(request->head.path, "/-/live"))
		return false;
	if (ready)
	{
		RouteTable *routes = shim_routes(shim);

		if (routes == NULL)
			text = "waiting for the routes of the database\n";
		else if (__atomic_load_n(&shim->connections_up, __ATOMIC_RELAXED) == 0)
			text = "waiting for a database connection\n";
		else if (__atomic_load_n(&shim->stopping, __ATOMIC_RELAXED))
			text = "stopping\n";
		reply.status = strcmp(text, "ok\n") == 0 ? 200 : 503;
		route_table_release(routes);
	}
	reply.length = (int64_t) strlen(text);
	http_begin(http, &reply);
	http_put(http, text, strlen(text), NULL, NULL);
	http_end(http, true);
	return true;
}
