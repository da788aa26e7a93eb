#ifndef SVC_PAGE_PG_H
#define SVC_PAGE_PG_H

#include "svc/rows_pg.h"
#include "svc/service.h"

/* Pieces of pages for people: XHTML that is HTML too, without scripts. */

/* Headers and everything up to the first words of <body>; title is plain text. */
extern void page_begin(ServiceCall *call, const char *title, const char *body_attributes);

/* The same of a page whose form leads on to another origin; NULL: none. */
extern void page_begin_to(ServiceCall *call, const char *title, const char *origin);
extern void page_end(ServiceCall *call);

/* What a form that changes something must hold where its sender has a session. */
extern void page_put_csrf(Sink *sink);

/* A row of a table: its name and its value, plain text; nothing for NULL. */
extern void page_row(Sink *sink, const char *name, const char *value);

/* A number of bytes as people say it. */
extern const char *page_size(Arena *arena, int64 bytes);

/*
 * The examples of this archive, count of them from number first (from 0): the DBA's own,
 * then some over tap_schema.  Columns are name, description, query.  Between rows_begin
 * and rows_end.
 */
extern Rows page_examples(long first, long count);

#endif
