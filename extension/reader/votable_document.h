#ifndef READER_VOTABLE_DOCUMENT_H
#define READER_VOTABLE_DOCUMENT_H

#include "reader/base64.h"
#include "reader/reader.h"

/*
 * The XML side of the VOTable reader.  votable_feed gives the parser one more piece of
 * the input; what the piece holds of the first TABLE is queued here: texts of FIELDs,
 * cells of TABLEDATA, bytes of a STREAM.
 */
#define VOTABLE_MAX_DEPTH 64

typedef enum VotableElement
{
	VOT_OTHER,
	VOT_BINARY,
	VOT_BINARY2,
	VOT_DATA,
	VOT_DESCRIPTION,
	VOT_FIELD,
	VOT_FITS,
	VOT_INFO,
	VOT_RESOURCE,
	VOT_STREAM,
	VOT_TABLE,
	VOT_TABLEDATA,
	VOT_TD,
	VOT_TR,
	VOT_VALUES,
	VOT_VOTABLE,
} VotableElement;

/* Attributes of a FIELD and what stands inside it, as texts. */
typedef enum FieldText
{
	FIELD_NAME,
	FIELD_ID,
	FIELD_DATATYPE,
	FIELD_ARRAYSIZE,
	FIELD_XTYPE,
	FIELD_UNIT,
	FIELD_UCD,
	FIELD_UTYPE,
	FIELD_NULL,
	FIELD_DESCRIPTION,
	FIELD_TEXTS,
} FieldText;

typedef struct VotableField
{
	size_t at[FIELD_TEXTS]; /* 1 + offset in texts; 0: absent */
} VotableField;

typedef struct VotableDocument
{
	struct _xmlParserCtxt *xml;
	SkyError fault; /* what a callback or the parser found wrong */
	VotableElement path[VOTABLE_MAX_DEPTH];
	int depth;
	bool table_seen; /* the first TABLE has begun */
	int table_depth; /* depth inside it; 0: outside of it */
	bool ended;		 /* the whole document was read */

	Bytes texts; /* NUL-terminated, of fields */
	VotableField *fields;
	int nfields;
	size_t table_description; /* as VotableField.at */
	Bytes *collect;			  /* where character data go now; NULL: nowhere */
	Bytes text;				  /* DESCRIPTION or INFO being read */
	bool status_is_error;	  /* in an INFO with QUERY_STATUS ERROR */

	VotableElement data; /* VOT_TABLEDATA, VOT_BINARY ...: once DATA has begun */
	Bytes cells;		 /* character data of queued TDs */
	size_t *cell_ends;	 /* of queued rows, one after the other */
	size_t ncells;
	size_t cells_size;
	int row_cells; /* TDs of the row being read */
	size_t rows;   /* complete ones queued */

	bool in_stream;
	bool stream_ended;
	Base64 base64;
	Bytes stream; /* decoded, not yet taken */
} VotableDocument;

extern bool votable_start(VotableDocument *document, SkyError *err);
extern void votable_finish(VotableDocument *document);

/* Parse one more piece; an empty piece is the end.  false with *err set on any fault. */
extern bool
votable_feed(VotableDocument *document, const char *bytes, size_t size, SkyError *err);

/* A text of a field, or NULL. */
extern const char *
votable_field_text(const VotableDocument *document, int field, FieldText what);

#endif
