#ifndef SVC_PAGE_PG_H
#define SVC_PAGE_PG_H

#include "svc/rows_pg.h"
#include "svc/service.h"

/* Pieces of pages for people: XHTML that is HTML too, without scripts. */

/* Headers and everything up to the first words of <body>; title is plain text. */
extern void page_begin(ServiceCall *call, const char *title, const char *body_attributes);
extern void page_end(ServiceCall *call);

/*
 * The examples of this archive, count of them from number first (from 0): the DBA's own,
 * then some over tap_schema.  Columns are name, description, query.  Between rows_begin
 * and rows_end.
 */
extern Rows page_examples(long first, long count);

#endif
