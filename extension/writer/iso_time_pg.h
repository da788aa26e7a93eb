#ifndef WRITER_ISO_TIME_PG_H
#define WRITER_ISO_TIME_PG_H

#include "utils/date.h"

#include "datatype/timestamp.h"

/*
 * Dates and times as DALI writes them: 2016-05-04T12:34:56.789, no zone, no trailing
 * zeros; astronomical years (0 is 1 BC) and five digits where needed; "infinity" and
 * "-infinity".  Each returns the length, at most ISO_TIME_MAX; no NUL at the end.
 */
#define ISO_TIME_MAX 40

extern size_t iso_put_date(char *to, DateADT date);
extern size_t iso_put_time(char *to, TimeADT time);
extern size_t iso_put_timestamp(char *to, Timestamp timestamp);

#endif
