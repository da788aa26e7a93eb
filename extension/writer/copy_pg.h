#ifndef WRITER_COPY_PG_H
#define WRITER_COPY_PG_H

/*
 * Teach COPY ... TO our formats: installs a ProcessUtility hook that takes those
 * statements and passes all others on.  Called once, from _PG_init.
 */
extern void writer_init(void);

#endif
