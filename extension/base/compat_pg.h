#ifndef BASE_COMPAT_PG_H
#define BASE_COMPAT_PG_H

/*
 * The only file that looks at PG_VERSION_NUM.  Built and tested against PostgreSQL 15;
 * what a later major needs is added here and nowhere else.
 */
#if PG_VERSION_NUM < 150000 || PG_VERSION_NUM >= 160000
#error "pgsky supports PostgreSQL 15"
#endif

#endif
