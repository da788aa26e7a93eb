#ifndef BASE_REPORT_PG_H
#define BASE_REPORT_PG_H

#include "base/error.h"

/*
 * Raise a core fault as a PostgreSQL error with its SQLSTATE, detail and hint.  If text
 * is not NULL it is shown as the internal query, with a cursor where the fault is (bytes
 * become characters).  Never returns.
 */
extern void sky_report(const SkyError *err, const char *text) __attribute__((noreturn));

#endif
