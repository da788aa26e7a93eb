#ifndef BASE_EXPORT_PG_H
#define BASE_EXPORT_PG_H

/*
 * Declare and define an SQL-callable C function: sky.NAME is the symbol pgsky_NAME.
 * Nothing else leaves the library (built with -fvisibility=hidden).
 */
#define SKY_FUNCTION(name)                                                               \
	extern PGDLLEXPORT Datum pgsky_##name(PG_FUNCTION_ARGS);                             \
	PG_FUNCTION_INFO_V1(pgsky_##name);                                                   \
	Datum pgsky_##name(PG_FUNCTION_ARGS)

#endif
