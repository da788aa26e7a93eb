/*
 * tap_sync_pg.c
 *		/tap/sync: one ADQL query, answered by a COPY statement (TAP 1.1, section 2.1).
 */
#include "postgres.h"

#include "base/guc_pg.h"
#include "svc/query_answer_pg.h"
#include "svc/service_table_pg.h"
#include "svc/tap_query_pg.h"

bool
tap_sync(ServiceCall *call, SkyError *err)
{
	const char *base_url = request_base_url(&call->request, call->arena);
	TapQuery query = {
		.base_url = base_url,
		.expected_max = pgsky_sync_expected_max,
		.instead = arena_printf(
			call->arena, "Run it as a job: send the same to %s/tap/async.", base_url),
	};

	if (!tap_query_read(&call->params, &query, err))
	{
		call->fault_text = query.fault_text;
		return false;
	}
	service_file(
		call,
		query.format.content_type,
		arena_printf(call->arena, "result.%s", query.format.format->file_extension));
	query_answer(call, &query.copy);
	return true;
}
