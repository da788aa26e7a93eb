/*
 * sia_pg.c
 *		/sia/query: images and cubes of ivoa.obscore (SIA 2.0).
 */
#include "postgres.h"

#include "svc/discovery_pg.h"
#include "svc/service_table_pg.h"
#include "svc/sia_params.h"

bool
sia_query(ServiceCall *call, SkyError *err)
{
	DiscoveryAnswer answer;
	Discovery query = {.params = &call->params, .sink = &answer.adql};
	size_t count;
	const DiscoveryParam *params = sia_params(&count);

	const TableFormat *votable = table_format_by_name("votable");

	if (!discovery_begin(call, &answer, (DaliFormat){votable, votable->mime}, err))
		return false;
	query.table = discovery_obscore(call, err);
	if (query.table == NULL)
		return false;
	sink_puts(&answer.adql,
			  "SELECT * FROM ivoa.obscore"
			  " WHERE dataproduct_type IN ('image', 'cube')");
	if (!discovery_put_conditions(&query, params, count, err))
		return false;
	answer.standard_id = "ivo://ivoa.net/std/SIA#query-2.0";
	return discovery_send(call, &answer, err);
}
