#ifndef SVC_DALI_H
#define SVC_DALI_H

#include <stdint.h>

#include "svc/http_params.h"
#include "writer/format_table.h"

#define DALI_RUNID_MAX 64 /* characters; DALI 1.1, section 4.3.6 */

/* The format of the answer, and what to call it to this client. */
typedef struct DaliFormat
{
	const TableFormat *format;
	const char *content_type;
} DaliFormat;

/*
 * RESPONSEFORMAT, or its synonym FORMAT: any name, alias or media type of the format
 * table; VOTable where neither was sent.  A media type is repeated to the client as he
 * wrote it (DALI 1.1, section 4.3.3).
 */
extern bool dali_format(const HttpParams *params, DaliFormat *format, SkyError *err);

/*
 * RESPONSEFORMAT alone, where FORMAT asks for formats of products.  Where it was not
 * sent, *format stays as it was.
 */
extern bool
dali_response_format(const HttpParams *params, DaliFormat *format, SkyError *err);

/* Is it one of the VOTable formats? */
extern bool dali_is_votable(const TableFormat *format);

/*
 * How many rows the answer may have: MAXREC, or without it default_rows, but never more
 * than hard_rows (DALI 1.1, section 4.3.4).
 */
extern bool dali_maxrec(const HttpParams *params,
						int64_t default_rows,
						int64_t hard_rows,
						int64_t *maxrec,
						SkyError *err);

/* Can it name a table (DALI 1.1, section 4.3.5): a letter, letters, digits, underscores?
 */
extern bool dali_is_table_name(const char *name);

/* RUNID, cut to the length that DALI grants; NULL where it was not sent. */
extern bool dali_run_id(const HttpParams *params, const char **run_id, SkyError *err);

#endif
