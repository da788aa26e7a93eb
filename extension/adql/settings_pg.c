/*
 * settings_pg.c
 *		The compiler's options, as the server is set and the user says.
 */
#include "postgres.h"

#include "adql/settings_pg.h"

#include "base/guc_pg.h"

AdqlOptions
adql_settings(AdqlMode mode)
{
	return (AdqlOptions){
		.mode = mode,
		.max_length = (size_t) pgsky_max_query_length * 1024,
		.max_depth = pgsky_max_nesting,
		.max_tables = pgsky_max_tables,
		.max_items = pgsky_max_list_items,
		.max_vertices = pgsky_max_vertices,
		.max_faults = pgsky_max_faults,
	};
}

AdqlMode
adql_mode_named(const char *name)
{
	AdqlMode mode;

	if (!adql_mode_parse(name, &mode))
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("mode \"%s\" does not exist", name),
				errhint("Modes are strict and lenient."));
	return mode;
}
