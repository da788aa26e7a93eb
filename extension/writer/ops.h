#ifndef WRITER_OPS_H
#define WRITER_OPS_H

#include "writer/writer.h"

/* The operations of each format, for format_table.c alone. */
extern const WriterOps csv_ops;
extern const WriterOps ecsv_ops;
extern const WriterOps fits_ops;
extern const WriterOps html_ops;
extern const WriterOps ipac_ops;
extern const WriterOps json_ops;
extern const WriterOps ndjson_ops;
extern const WriterOps raw_ops;
extern const WriterOps tar_ops;
extern const WriterOps text_ops;
extern const WriterOps tsv_ops;
extern const WriterOps votable_binary_ops;
extern const WriterOps votable_binary2_ops;
extern const WriterOps votable_tabledata_ops;

#endif
