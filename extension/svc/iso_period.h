#ifndef SVC_ISO_PERIOD_H
#define SVC_ISO_PERIOD_H

#include <stdbool.h>
#include <stddef.h>

/* From one instant to another [MJD]. */
typedef struct IsoPeriod
{
	double begin;
	double end;
} IsoPeriod;

/*
 * Read the length bytes of a date of ISO 8601: yyyy, yyyy-mm, yyyy-mm-dd, and T with
 * hh:mm, hh:mm:ss or hh:mm:ss.sss behind it, with a Z at the end or not.  What is not
 * said makes it the whole year, month, day or minute; a second is an instant.  False if
 * it is none.
 */
extern bool iso_period_read(const char *text, size_t length, IsoPeriod *period);

#endif
