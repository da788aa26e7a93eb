#ifndef WRITER_VOTABLE_H
#define WRITER_VOTABLE_H

#include "writer/writer.h"

/*
 * The VOTable document around the rows, and the document that only says an error.
 * versions: 1.3, 1.4 (what NULL means) and 1.5.
 */
extern bool votable_version_is_known(const char *version);

/*
 * A whole document that says QUERY_STATUS ERROR with the message.  For services: errors
 * before the first row.
 */
extern void votable_error_document(Sink *sink,
								   const char *version,
								   const char *message,
								   const WriterInfo *infos,
								   int ninfos);

/* A whole document that says QUERY_STATUS OK and the INFOs, and has no table. */
extern void votable_info_document(Sink *sink, const WriterInfo *infos, int ninfos);

/* For the serialisations only, from here on. */
typedef enum VotableRows
{
	VOTABLE_TABLEDATA,
	VOTABLE_BINARY,
	VOTABLE_BINARY2
} VotableRows;

/* Everything before and after the rows. */
extern void votable_put_head(TableWriter *writer, VotableRows rows);
extern void votable_put_tail(TableWriter *writer,
							 VotableRows rows,
							 WriterOutcome outcome,
							 const char *message);

/* The integer that stands for NULL where the serialisation has no other way. */
extern int64_t votable_null(CellKind kind);

/*
 * Elements of each value of an array column, 0 if the count differs from row to row.
 * It comes from the column's own count or from metadata such as "3" and "2x2".
 */
extern size_t votable_fixed_count(const WriterColumn *column);

/* Refuse what cannot be told from NULL. */
extern void votable_refuse_null(TableWriter *writer, int column);

#endif
