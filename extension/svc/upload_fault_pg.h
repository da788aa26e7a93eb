#ifndef SVC_UPLOAD_FAULT_PG_H
#define SVC_UPLOAD_FAULT_PG_H

#include "reader/source_pg.h"

/* How far the reading of a table has come, for messages. */
typedef struct UploadProgress
{
	const char *name;
	TableSource *source; /* NULL: not even its columns are known */
	int column;			 /* whose value is being read, or -1 */
} UploadProgress;

/*
 * Raise the current error again: where it is the table's fault, as one with status 400
 * that says where in the table.
 */
extern void upload_fail(const UploadProgress *progress) pg_attribute_noreturn();

#endif
