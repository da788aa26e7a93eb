#ifndef ADQL_SETTINGS_PG_H
#define ADQL_SETTINGS_PG_H

#include "adql/adql.h"

/* Memory of one compilation, its corrected query included [bytes]. */
#define ADQL_MEMORY_MAX ((size_t) 256 * 1024 * 1024)

/* The limits that the settings of the server say. */
extern AdqlOptions adql_settings(AdqlMode mode);

/* The mode that a user names; an error for any other. */
extern AdqlMode adql_mode_named(const char *name);

#endif
