#ifndef WRITER_FORMAT_TABLE_H
#define WRITER_FORMAT_TABLE_H

#include "writer/writer.h"

/*
 * Every result format, one row each: what COPY calls it, what HTTP and VOSI call it, and
 * who writes it.
 */
#define TABLE_FORMAT_ALIASES 6

struct TableFormat
{
	const char *name; /* of COPY ... (FORMAT name) */
	const char *mime;
	const char *aliases[TABLE_FORMAT_ALIASES]; /* MIME types and short names */
	const char *ivoid;						   /* TAPRegExt, NULL if it has none */
	const char *file_extension;
	const char *description;
	const WriterOps *ops;
	bool dali_times; /* takes years 0001 to 9999 only; other times become NULL */
	bool spools;	 /* keeps something back until the last row */
	bool internal;	 /* not for tables in general: never offered to clients */
};

/* All formats, sorted by name. */
extern const TableFormat *table_format_list(int *count);

/* The format COPY calls so (case ignored), or NULL. */
extern const TableFormat *table_format_by_name(const char *name);

/*
 * The format a client asks for by name, alias or MIME type, or NULL.  Case, blanks and
 * quotes are ignored; parameters of the MIME type are not.
 */
extern const TableFormat *table_format_find(const char *name_or_mime);

#endif
