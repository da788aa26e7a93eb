/*
 * url_sql.c
 *		sky.percent_encode: texts in URLs that SQL makes.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/export_pg.h"
#include "svc/http_params.h"
#include "writer/sink_pg.h"

SKY_FUNCTION(percent_encode)
{
	Sink sink;

	memory_sink_init(&sink);
	http_encode(&sink, text_to_cstring(PG_GETARG_TEXT_PP(0)));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(sink.buffer, (int) sink.used));
}
