/*
 * slot_pg.c
 *		From tuple slots to cells.
 */
#include "postgres.h"

#include "writer/slot_pg.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

#include "base/sky_type_pg.h"
#include "base/type_pg.h"
#include "writer/iso_time_pg.h"

typedef enum LoadMethod
{
	LOAD_BOOLEAN,
	LOAD_INT16,
	LOAD_INT32,
	LOAD_INT64,
	LOAD_OID,
	LOAD_FLOAT,
	LOAD_DOUBLE,
	LOAD_NUMERIC,
	LOAD_TEXT,
	LOAD_BLANK_PADDED,
	LOAD_NAME,
	LOAD_BYTES,
	LOAD_DATE,
	LOAD_TIME,
	LOAD_TIMESTAMP,
	LOAD_UUID,
	LOAD_SHAPE,
	LOAD_ARRAY,
	LOAD_OUTPUT
} LoadMethod;

/* What is known about a type; all others are text through their output function. */
typedef struct TypeRow
{
	Oid type;
	LoadMethod load;
	CellKind kind;
	bool plain;
	uint8 length;
} TypeRow;

static const TypeRow type_rows[] = {
	{BOOLOID, LOAD_BOOLEAN, CELL_BOOLEAN, false, 0},
	{BYTEAOID, LOAD_BYTES, CELL_BYTE, false, 0},
	{NAMEOID, LOAD_NAME, CELL_TEXT, false, 0},
	{INT8OID, LOAD_INT64, CELL_INT64, false, 0},
	{INT2OID, LOAD_INT16, CELL_INT16, false, 0},
	{INT4OID, LOAD_INT32, CELL_INT32, false, 0},
	{TEXTOID, LOAD_TEXT, CELL_TEXT, false, 0},
	{OIDOID, LOAD_OID, CELL_INT64, false, 0},
	{JSONOID, LOAD_TEXT, CELL_TEXT, false, 0},
	{XMLOID, LOAD_TEXT, CELL_TEXT, false, 0},
	{FLOAT4OID, LOAD_FLOAT, CELL_FLOAT, false, 0},
	{FLOAT8OID, LOAD_DOUBLE, CELL_DOUBLE, false, 0},
	{BPCHAROID, LOAD_BLANK_PADDED, CELL_TEXT, false, 0},
	{VARCHAROID, LOAD_TEXT, CELL_TEXT, false, 0},
	{DATEOID, LOAD_DATE, CELL_TEXT, true, 0},
	{TIMEOID, LOAD_TIME, CELL_TEXT, true, 0},
	{TIMESTAMPOID, LOAD_TIMESTAMP, CELL_TEXT, true, 0},
	{TIMESTAMPTZOID, LOAD_TIMESTAMP, CELL_TEXT, true, 0},
	{NUMERICOID, LOAD_NUMERIC, CELL_DOUBLE, false, 0},
	{UUIDOID, LOAD_UUID, CELL_TEXT, true, 2 * UUID_LEN + 4},
};

/* How one column, or one column's elements, are read. */
typedef struct SlotColumn
{
	LoadMethod load;
	CellKind kind;
	FmgrInfo output; /* LOAD_OUTPUT */
	SkyShape shape;	 /* LOAD_SHAPE */
	char *text;		 /* dates and the like are made here */
	/* LOAD_ARRAY */
	struct SlotColumn *element;
	Oid element_type;
	int16 element_length;
	bool element_by_value;
	char element_align;
	bool element_native; /* stored as the writers want it */
} SlotColumn;

struct SlotReader
{
	int ncolumns;
	bool dali_times;
	bool recode; /* the database is not UTF-8 */
	SlotColumn columns[FLEXIBLE_ARRAY_MEMBER];
};

static const TypeRow *
find_type(Oid type)
{
	for (int i = 0; i < lengthof(type_rows); i++)
		if (type_rows[i].type == type)
			return &type_rows[i];
	return NULL;
}

/* Fill in how a scalar of the type is read and what the writers hear of it. */
static void
prepare_scalar(SlotColumn *slot_column, WriterColumn *column, Oid type)
{
	const TypeRow *row = find_type(type);

	if (row == NULL)
	{
		Oid output;
		bool is_varlena;

		getTypeOutputInfo(type, &output, &is_varlena);
		fmgr_info(output, &slot_column->output);
		slot_column->load = LOAD_OUTPUT;
		column->kind = CELL_TEXT;
	}
	else
	{
		slot_column->load = row->load;
		column->kind = row->kind;
		column->plain = row->plain;
		column->length = row->length;
		if (row->plain)
			slot_column->text = palloc(ISO_TIME_MAX);
	}
	slot_column->kind = column->kind;
	column->array = slot_column->load == LOAD_BYTES;
}

static void
prepare_shape(SlotColumn *slot_column, WriterColumn *column, SkyShape shape)
{
	slot_column->load = LOAD_SHAPE;
	slot_column->shape = shape;
	slot_column->kind = CELL_DOUBLE;
	column->kind = CELL_DOUBLE;
	column->array = true;
	column->shape = true;
	column->count = sky_shape_count(shape);
}

static void
prepare_array(SlotColumn *slot_column, WriterColumn *column, Oid element_type)
{
	SlotColumn *element = palloc0(sizeof(SlotColumn));

	get_typlenbyvalalign(element_type,
						 &slot_column->element_length,
						 &slot_column->element_by_value,
						 &slot_column->element_align);
	prepare_scalar(element, column, getBaseType(element_type));
	slot_column->load = LOAD_ARRAY;
	slot_column->kind = column->kind;
	slot_column->element = element;
	slot_column->element_type = element_type;
	slot_column->element_native =
		element->load == LOAD_BOOLEAN || element->load == LOAD_INT16 ||
		element->load == LOAD_INT32 || element->load == LOAD_INT64 ||
		element->load == LOAD_FLOAT || element->load == LOAD_DOUBLE;
	column->array = true;
	column->plain = false;
	column->length = 0;
}

/* What the type itself says to clients, where the metadata say nothing. */
static void
describe_type(WriterColumn *column, Oid type, int32 typmod)
{
	SkyTypeFace face = {.arraysize = ""};
	bool known = sky_type_face(type, typmod, &face);

	if (column->meta.arraysize == NULL && face.arraysize[0] != '\0')
		column->meta.arraysize = pstrdup(face.arraysize);
	if (column->meta.xtype == NULL)
		column->meta.xtype = known										  ? face.xtype
							 : column->array && column->kind == CELL_TEXT ? "json"
																		  : NULL;
}

static void
prepare_column(SlotColumn *slot_column, WriterColumn *column, Oid type, int32 typmod)
{
	Oid base = getBaseTypeAndTypmod(type, &typmod);
	Oid element = get_element_type(base);
	SkyShape shape = sky_type_shape(base);
	const TypeRow *element_row =
		OidIsValid(element) ? find_type(getBaseType(element)) : NULL;
	/* An array of what is no array itself here; others are text as a whole. */
	bool array =
		OidIsValid(element) &&
		(element_row != NULL ? element_row->load != LOAD_BYTES
							 : !type_is_rowtype(element) &&
								   sky_type_shape(getBaseType(element)) == SHAPE_NONE);

	if (shape != SHAPE_NONE && shape != SHAPE_REGION && shape != SHAPE_MOC)
		prepare_shape(slot_column, column, shape);
	else if (array)
		prepare_array(slot_column, column, element);
	else
		prepare_scalar(slot_column, column, base);
	/* Regions and MOCs are text, with nothing in it that needs an escape. */
	if (shape == SHAPE_REGION || shape == SHAPE_MOC)
		column->plain = true;
	describe_type(column, base, typmod);
}

SlotReader *
slot_reader_create(TupleDesc desc, WriterColumn *columns, bool dali_times)
{
	SlotReader *reader =
		palloc0(offsetof(SlotReader, columns) + desc->natts * sizeof(SlotColumn));

	reader->ncolumns = desc->natts;
	reader->dali_times = dali_times;
	reader->recode = GetDatabaseEncoding() != PG_UTF8;
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);

		prepare_column(
			&reader->columns[i], &columns[i], attribute->atttypid, attribute->atttypmod);
	}
	return reader;
}

/* Days from 2000-01-01 to 0001-01-01 and to 10000-01-01. */
#define DALI_FIRST_DAY (-730119)
#define DALI_LAST_DAY  2921940

static inline bool
date_is_dali(DateADT date)
{
	return date >= DALI_FIRST_DAY && date < DALI_LAST_DAY;
}

static inline bool
timestamp_is_dali(Timestamp timestamp)
{
	return timestamp >= DALI_FIRST_DAY * USECS_PER_DAY &&
		   timestamp < DALI_LAST_DAY * USECS_PER_DAY;
}

/* Text of the server as text of the writers. */
static inline CellText
make_text(const SlotReader *reader, const char *bytes, size_t length)
{
	if (unlikely(reader->recode))
	{
		bytes = pg_server_to_any(bytes, (int) length, PG_UTF8);
		length = strlen(bytes);
	}
	return (CellText){bytes, length};
}

static CellText
put_uuid(char *to, const pg_uuid_t *uuid)
{
	static const char digits[] = "0123456789abcdef";
	char *at = to;

	for (int i = 0; i < UUID_LEN; i++)
	{
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*at++ = '-';
		*at++ = digits[uuid->data[i] >> 4];
		*at++ = digits[uuid->data[i] & 15];
	}
	return (CellText){to, (size_t) (at - to)};
}

static double
numeric_to_double(Datum value)
{
	return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, value));
}

static CellArray
load_shape(SkyShape shape, Datum value)
{
	const double *numbers;
	int count = sky_shape_doubles(shape, value, &numbers);

	return (CellArray){.elements = numbers, .count = (size_t) count};
}

static CellArray load_array(const SlotReader *reader, SlotColumn *column, Datum value);

/* A text of the server that is no varlena, NUL-terminated. */
static CellText
load_string(const SlotReader *reader, const char *text)
{
	return make_text(reader, text, strlen(text));
}

static inline CellText
load_varlena(const SlotReader *reader, Datum value, bool blank_padded)
{
	text *packed = DatumGetTextPP(value);
	int length = (int) VARSIZE_ANY_EXHDR(packed);

	if (blank_padded)
		length = bpchartruelen(VARDATA_ANY(packed), length);
	return make_text(reader, VARDATA_ANY(packed), (size_t) length);
}

static CellArray
load_bytes(Datum value)
{
	bytea *packed = DatumGetByteaPP(value);

	return (CellArray){.elements = VARDATA_ANY(packed),
					   .count = VARSIZE_ANY_EXHDR(packed)};
}

/* Dates and times, written into the column's own memory. */
static void
load_moment(const SlotReader *reader, SlotColumn *column, Datum value, Cell *cell)
{
	char *to = column->text;

	if (column->load == LOAD_DATE)
	{
		cell->null = reader->dali_times && !date_is_dali(DatumGetDateADT(value));
		cell->text = (CellText){to, iso_put_date(to, DatumGetDateADT(value))};
	}
	else if (column->load == LOAD_TIME)
		cell->text = (CellText){to, iso_put_time(to, DatumGetTimeADT(value))};
	else
	{
		cell->null = reader->dali_times && !timestamp_is_dali(DatumGetTimestamp(value));
		cell->text = (CellText){to, iso_put_timestamp(to, DatumGetTimestamp(value))};
	}
}

/* One value that is not NULL; inline, for it is most of what there is to do in a row. */
static pg_attribute_always_inline void
load_value(const SlotReader *reader, SlotColumn *column, Datum value, Cell *cell)
{
	switch (column->load)
	{
		case LOAD_BOOLEAN:
			cell->boolean = DatumGetBool(value);
			break;
		case LOAD_INT16:
			cell->int16 = DatumGetInt16(value);
			break;
		case LOAD_INT32:
			cell->int32 = DatumGetInt32(value);
			break;
		case LOAD_INT64:
			cell->int64 = DatumGetInt64(value);
			break;
		case LOAD_OID:
			cell->int64 = (int64) DatumGetObjectId(value);
			break;
		case LOAD_FLOAT:
			cell->float4 = DatumGetFloat4(value);
			break;
		case LOAD_DOUBLE:
			cell->float8 = DatumGetFloat8(value);
			break;
		case LOAD_NUMERIC:
			cell->float8 = numeric_to_double(value);
			break;
		case LOAD_TEXT:
		case LOAD_BLANK_PADDED:
			cell->text = load_varlena(reader, value, column->load == LOAD_BLANK_PADDED);
			break;
		case LOAD_NAME:
			cell->text = load_string(reader, NameStr(*DatumGetName(value)));
			break;
		case LOAD_BYTES:
			cell->array = load_bytes(value);
			break;
		case LOAD_DATE:
		case LOAD_TIME:
		case LOAD_TIMESTAMP:
			load_moment(reader, column, value, cell);
			break;
		case LOAD_UUID:
			cell->text = put_uuid(column->text, DatumGetUUIDP(value));
			break;
		case LOAD_SHAPE:
			cell->array = load_shape(column->shape, value);
			break;
		case LOAD_ARRAY:
			cell->array = load_array(reader, column, value);
			break;
		case LOAD_OUTPUT:
			cell->text = load_string(reader, OutputFunctionCall(&column->output, value));
			break;
	}
}

/* Text that a later element would overwrite gets memory of its own. */
static void
keep_text(const SlotColumn *element, Cell *cell)
{
	if (element->kind == CELL_TEXT && element->text != NULL)
	{
		char *copy = palloc(cell->text.length);

		memcpy(copy, cell->text.bytes, cell->text.length);
		cell->text.bytes = copy;
	}
}

/* Elements one by one: those with NULLs, and those stored otherwise than as numbers. */
static void
load_elements(const SlotReader *reader,
			  SlotColumn *column,
			  ArrayType *stored,
			  CellArray *array)
{
	size_t size = cell_kind_size(column->kind);
	Datum *values;
	bool *nulls;
	int count;
	char *elements;

	deconstruct_array(stored,
					  column->element_type,
					  column->element_length,
					  column->element_by_value,
					  column->element_align,
					  &values,
					  &nulls,
					  &count);
	elements = palloc0(Max((size_t) count, 1) * size);
	for (int i = 0; i < count; i++)
	{
		Cell cell = {.null = false};

		if (nulls[i])
			continue;
		load_value(reader, column->element, values[i], &cell);
		keep_text(column->element, &cell);
		memcpy(elements + i * size, &cell.text, size);
	}
	array->elements = elements;
	array->nulls = nulls;
}

static CellArray
load_array(const SlotReader *reader, SlotColumn *column, Datum value)
{
	ArrayType *stored = DatumGetArrayTypeP(value);
	CellArray array = {
		.count = (size_t) ArrayGetNItems(ARR_NDIM(stored), ARR_DIMS(stored)),
		.ndim = ARR_NDIM(stored),
		.dims = ARR_NDIM(stored) > 1 ? ARR_DIMS(stored) : NULL,
	};

	if (column->element_native && !ARR_HASNULL(stored))
		array.elements = ARR_DATA_PTR(stored);
	else
		load_elements(reader, column, stored, &array);
	return array;
}

void
slot_reader_load(SlotReader *reader, TupleTableSlot *slot, Cell *cells)
{
	slot_getallattrs(slot);
	for (int i = 0; i < reader->ncolumns; i++)
	{
		cells[i].null = slot->tts_isnull[i];
		if (!cells[i].null)
			load_value(reader, &reader->columns[i], slot->tts_values[i], &cells[i]);
	}
}
