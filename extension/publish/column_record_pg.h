#ifndef PUBLISH_COLUMN_RECORD_PG_H
#define PUBLISH_COLUMN_RECORD_PG_H

#include "utils/relcache.h"

/*
 * Record all columns as published, with what is known of them: of a view from the columns
 * that it shows, the position by its UCDs or else by usual names, which are principal.
 */
extern void column_record(Relation relation);

#endif
