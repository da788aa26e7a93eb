/*
 * vosi_availability_pg.c
 *		/tap/availability: this answer means that the service is up
 *		(VOSI 1.1, section 3.1).
 */
#include "postgres.h"

#include <time.h>

#include "utils/timestamp.h"

#include "svc/service_table_pg.h"

bool
vosi_availability(ServiceCall *call, SkyError *err)
{
	char since[32];
	time_t start = (time_t) timestamptz_to_time_t(PgStartTime);
	struct tm utc;

	strftime(since, sizeof(since), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&start, &utc));
	service_header(call, "Content-Type", "text/xml; charset=utf-8");
	service_header(call, "Cache-Control", "no-cache");
	sink_printf(&call->body,
				"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				"<vosi:availability"
				" xmlns:vosi=\"http://www.ivoa.net/xml/VOSIAvailability/v1.0\">\n"
				"<vosi:available>true</vosi:available>\n"
				"<vosi:upSince>%s</vosi:upSince>\n"
				"</vosi:availability>\n",
				since);
	return true;
}
