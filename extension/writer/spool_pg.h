#ifndef WRITER_SPOOL_PG_H
#define WRITER_SPOOL_PG_H

#include "writer/writer.h"

/*
 * Rows that wait: in memory up to work_mem, then in a temporary file (which counts
 * against temp_file_limit).  Lives in CurrentMemoryContext.
 */
extern WriterSpool *writer_spool_create(void);

#endif
