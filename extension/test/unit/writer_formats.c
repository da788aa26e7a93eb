/* Each format writes a small table with everything in it into memory. */
#include <stdlib.h>

#include "base/table.h"
#include "unit/unit.h"
#include "writer/format_table.h"
#include "writer/votable.h"

#define NCOLUMNS 8
#define NROWS	 3

/* A spool in memory. */
typedef struct MallocSpool
{
	WriterSpool pub;
	Sink bytes;
	size_t at;
} MallocSpool;

static void
spool_put(WriterSpool *spool, const void *bytes, size_t size)
{
	sink_put(&((MallocSpool *) spool)->bytes, bytes, size);
}

static void
spool_rewind(WriterSpool *spool)
{
	((MallocSpool *) spool)->at = 0;
}

static void
spool_get(WriterSpool *self, void *bytes, size_t size)
{
	MallocSpool *spool = (MallocSpool *) self;

	memcpy(bytes, spool->bytes.buffer + spool->at, size);
	spool->at += size;
}

static void
spool_close(WriterSpool *spool)
{
	sink_free_malloc(&((MallocSpool *) spool)->bytes);
}

static const WriterColumn columns[NCOLUMNS] = {
	{.meta = {.name = "flag"}, .kind = CELL_BOOLEAN},
	{.meta = {.name = "id", .ucd = "meta.id", .description = "a <number>"},
	 .kind = CELL_INT64},
	{.meta = {.name = "ra", .unit = "deg"}, .kind = CELL_DOUBLE},
	{.meta = {.name = "mag"}, .kind = CELL_FLOAT},
	{.meta = {.name = "name, \"x\""}, .kind = CELL_TEXT},
	{.meta = {.name = "day", .xtype = "timestamp"},
	 .kind = CELL_TEXT,
	 .plain = true,
	 .length = 10},
	{.meta = {.name = "list"}, .kind = CELL_INT16, .array = true},
	{.meta = {.name = "point", .xtype = "point"},
	 .kind = CELL_DOUBLE,
	 .array = true,
	 .shape = true,
	 .count = 2},
};

static const int16_t list[] = {1, -32768};
static const bool list_nulls[] = {false, true};
static const double point[] = {10.5, -20};

static const Cell rows[NROWS][NCOLUMNS] = {
	{{.boolean = true},
	 {.int64 = INT64_MIN},
	 {.float8 = 0.1},
	 {.float4 = 1.5f},
	 {.text = {"Gr\xc3\xb6\xc3\x9f"
			   "e, \"q\"",
			   12}},
	 {.text = {"2020-02-29", 10}},
	 {.array = {list, list_nulls, 2, NULL, 0}},
	 {.array = {point, NULL, 2, NULL, 0}}},
	{{.null = true},
	 {.null = true},
	 {.null = true},
	 {.null = true},
	 {.null = true},
	 {.null = true},
	 {.null = true},
	 {.null = true}},
	{{.boolean = false},
	 {.int64 = INT64_MAX},
	 {.float8 = (double) NAN},
	 {.float4 = INFINITY},
	 {.text = {"", 0}},
	 {.text = {"1999-12-31", 10}},
	 {.array = {list, NULL, 1, NULL, 0}},
	 {.array = {point, NULL, 2, NULL, 0}}},
};

typedef struct Table
{
	const WriterColumn *columns;
	int ncolumns;
	const Cell *cells; /* row by row */
	int nrows;
} Table;

/* The document of a format, NUL-terminated, in *sink; its size without the NUL. */
static size_t
write_any(Sink *sink, const char *name, const Table *table, WriterOutcome outcome)
{
	static const WriterInfo info = {"QUERY", "SELECT 1 < 2", NULL};
	MallocSpool spool = {.pub = {spool_put, spool_rewind, spool_get, spool_close}};
	Sink scratch;
	Arena arena;
	TableWriter writer = {
		.format = table_format_by_name(name),
		.sink = sink,
		.scratch = &scratch,
		.arena = &arena,
		.spool = &spool.pub,
		.columns = table->columns,
		.ncolumns = table->ncolumns,
		.infos = &info,
		.ninfos = 1,
	};
	size_t size;

	sink->used = 0;
	sink_init_malloc(&spool.bytes);
	sink_init_malloc(&scratch);
	arena_init_malloc(&arena, 0);
	writer_begin(&writer);
	for (int i = 0; i < table->nrows && writer.error.code == SKY_OK; i++)
		writer_row(&writer, table->cells + i * table->ncolumns);
	writer_end(&writer, outcome, outcome == WRITER_FAILED ? "it <broke>" : NULL);
	spool_close(&spool.pub);
	sink_free_malloc(&scratch);
	arena_fini(&arena);
	size = sink->used;
	sink_putc(sink, '\0');
	return writer.error.code == SKY_OK ? size : 0;
}

static size_t
write_table(Sink *sink, const char *name, int nrows, WriterOutcome outcome)
{
	Table table = {columns, NCOLUMNS, rows[0], nrows};

	return write_any(sink, name, &table, outcome);
}

static void
test_table(void)
{
	int count;
	const TableFormat *formats = table_format_list(&count);
	int wrong = 0;

	for (int i = 0; i < count; i++)
	{
		wrong += i > 0 && strcmp(formats[i - 1].name, formats[i].name) >= 0;
		wrong += formats[i].mime == NULL || formats[i].file_extension == NULL ||
				 formats[i].description == NULL || formats[i].ops == NULL;
		wrong += table_format_find(formats[i].name) != &formats[i];
		wrong += table_format_find(formats[i].mime) != &formats[i];
		for (int k = 0; k < TABLE_FORMAT_ALIASES && formats[i].aliases[k] != NULL; k++)
			wrong += table_format_find(formats[i].aliases[k]) != &formats[i];
	}
	ok(wrong == 0, "formats are sorted, complete and found by each of their names");
	ok(table_format_find("Application/X-VOTable+xml; serialization=\"TABLEDATA\"") ==
		   table_format_by_name("votable_td"),
	   "case, blanks and quotes do not matter");
	ok(table_format_find("csv") == table_format_by_name("tap_csv"), "csv for clients");
	ok(table_format_by_name("csv") == NULL, "csv of COPY is not ours");
	ok(table_format_find("nonsense") == NULL, "unknown");
}

static void
test_text_formats(Sink *sink)
{
	write_table(sink, "tap_csv", NROWS, WRITER_COMPLETE);
	is(sink->buffer,
	   "flag,id,ra,mag,\"name, \"\"x\"\"\",day,list,point\r\n"
	   "true,-9223372036854775808,0.1,1.5,\"Gr\xc3\xb6\xc3\x9f"
	   "e, \"\"q\"\"\",2020-02-29,\"[1,null]\",10.5 -20\r\n"
	   ",,,,,,,\r\n"
	   "false,9223372036854775807,NaN,Infinity,\"\",1999-12-31,[1],10.5 -20\r\n",
	   "CSV");
	write_table(sink, "tap_tsv", 2, WRITER_COMPLETE);
	is(sink->buffer,
	   "flag\tid\tra\tmag\tname, \"x\"\tday\tlist\tpoint\n"
	   "true\t-9223372036854775808\t0.1\t1.5\tGr\xc3\xb6\xc3\x9f"
	   "e, \"q\"\t2020-02-29\t[1,null]\t10.5 -20\n"
	   "\t\t\t\t\t\t\t\n",
	   "TSV");
	write_table(sink, "ndjson", 2, WRITER_COMPLETE);
	ok(strstr(sink->buffer, "\"list\":[1,null],\"point\":[10.5,-20]}\n{\"flag\":null,"),
	   "ND-JSON");
	write_table(sink, "json", NROWS, WRITER_OVERFLOW);
	ok(strstr(sink->buffer, "9223372036854775807,\"NaN\",\"Infinity\",\"\","),
	   "JSON row");
	ok(strstr(sink->buffer, "],\n\"status\":\"OVERFLOW\"}\n"), "JSON overflow");
	write_table(sink, "json", 0, WRITER_FAILED);
	ok(strstr(sink->buffer, "\"status\":\"ERROR\",\"message\":\"it <broke>\"}"),
	   "JSON error");
	write_table(sink, "ecsv", NROWS, WRITER_COMPLETE);
	ok(strstr(sink->buffer,
			  "# - {name: \"list\", datatype: string, subtype: 'int16[null]'}"),
	   "ECSV array");
	ok(strstr(sink->buffer, "\n,,,,,,,\nFalse,9223372036854775807,nan,inf,\"\","),
	   "ECSV rows");
	write_table(sink, "ipac", NROWS, WRITER_COMPLETE);
	ok(strstr(sink->buffer, "\\QUERY = 'SELECT 1 < 2'\n"), "IPAC keyword");
	ok(strstr(sink->buffer, "|                long|"), "IPAC types are aligned");
	write_table(sink, "tap_text", NROWS, WRITER_OVERFLOW);
	ok(strstr(sink->buffer, "(cut off at the maximum number of rows)\n"),
	   "text overflow");
	write_table(sink, "html", NROWS, WRITER_FAILED);
	ok(strstr(sink->buffer, "it &lt;broke&gt;"), "HTML error");
	ok(write_table(sink, "raw", 1, WRITER_COMPLETE) == 0, "raw refuses a table");
}

static void
test_votable(Sink *sink)
{
	const char *status;

	write_table(sink, "votable_td", NROWS, WRITER_OVERFLOW);
	ok(strstr(sink->buffer,
			  "<TR><TD>T</TD><TD>-9223372036854775808</TD><TD>0.1</TD><TD>1.5</TD>"),
	   "TABLEDATA row");
	ok(strstr(
		   sink->buffer,
		   "<TR><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD>NaN NaN</TD></TR>\n<TR><TD>F</TD>"),
	   "NULL is an empty cell, or NaN where it has a size");
	ok(strstr(sink->buffer, "<TD>NaN</TD><TD>+Inf</TD><TD></TD>"), "NaN and infinity");
	ok(strstr(sink->buffer, "<TD>1 -32767</TD>"), "NULL in an array");
	ok(strstr(sink->buffer,
			  "<FIELD name=\"id\" datatype=\"long\" ucd=\"meta.id\"><DESCRIPTION>a "
			  "&lt;number&gt;</DESCRIPTION></FIELD>\n"),
	   "FIELD");
	status = strstr(sink->buffer, "<INFO name=\"QUERY_STATUS\" value=\"OK\"/>");
	ok(status != NULL && status < strstr(sink->buffer, "<TABLE>"), "OK before the table");
	status = strstr(sink->buffer, "<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\">");
	ok(status != NULL && status > strstr(sink->buffer, "</TABLE>"), "OVERFLOW behind it");
	write_table(sink, "votable", 1, WRITER_FAILED);
	ok(strstr(sink->buffer, "</STREAM>\n</BINARY2>\n</DATA>\n</TABLE>\n<INFO "),
	   "closed");
	ok(strstr(sink->buffer, "value=\"ERROR\">it &lt;broke&gt;</INFO>"), "and the error");
	ok(strstr(sink->buffer, "datatype=\"unicodeChar\" arraysize=\"*\""),
	   "text may be any");
	write_table(sink, "votable_binary", 1, WRITER_COMPLETE);
	ok(strstr(sink->buffer, "<VALUES null=\"-9223372036854775807\"/>"),
	   "BINARY has a null integer");
	sink->used = 0;
	votable_error_document(sink, "1.3", "bad & ugly", NULL, 0);
	sink_putc(sink, '\0');
	is(sink->buffer,
	   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	   "<VOTABLE version=\"1.3\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"
	   "<RESOURCE type=\"results\">\n"
	   "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">bad &amp; ugly</INFO>\n"
	   "</RESOURCE>\n</VOTABLE>\n",
	   "an error document has no TABLE");
}

static void
test_fits(Sink *sink)
{
	size_t size = write_table(sink, "fits", NROWS, WRITER_COMPLETE);

	ok(size > 0 && size % 2880 == 0, "FITS comes in blocks");
	for (size_t i = 0; i < size; i++)
		if (sink->buffer[i] == '\0')
			sink->buffer[i] = ' ';
	ok(strstr(sink->buffer, "NAXIS2  =                    3"), "rows");
	ok(strstr(sink->buffer, "TNULL2  = -9223372036854775807"), "a null that is no value");
	ok(strstr(sink->buffer, "TFORM7  = '1QI(2)  '"),
	   "arrays of varying size are in the heap");
	ok(strstr(sink->buffer, "TFORM8  = '2D      '"), "others are not");
	ok(write_table(sink, "fits", NROWS, WRITER_FAILED) == 0, "no file of a failed query");
	ok(write_table(sink, "fits", 0, WRITER_COMPLETE) % 2880 == 0, "no rows");
}

/* A member of the archive, and where the next one begins. */
static const char *
tar_member(const char *at, const char **name, size_t *size)
{
	*name = at;
	*size = (size_t) strtoull(at + 124, NULL, 8);
	return at + 512 + (*size + 511) / 512 * 512;
}

static void
test_tar(Sink *sink)
{
	static const WriterColumn files[] = {
		{.meta = {.name = "obs_id"}, .kind = CELL_TEXT},
		{.meta = {.name = "file"}, .kind = CELL_BYTE, .array = true},
	};
	static const Cell some[3][2] = {
		{{.text = {"a/b \"c\"", 7}}, {.array = {"SIMPLE  = 1", NULL, 11, NULL, 0}}},
		{{.text = {"../none", 7}}, {.null = true}},
		{{.null = true}, {.array = {"x", NULL, 1, NULL, 0}}},
	};
	const Table table = {files, 2, some[0], 3};
	const char *name;
	const char *at;
	size_t size = write_any(sink, "tar", &table, WRITER_OVERFLOW);

	ok(size % 512 == 0, "a tar archive comes in blocks");
	at = tar_member(sink->buffer, &name, &size);
	is(name, "000001-a_b__c_.fits", "a name without what means something to a shell");
	ok(size == 11 && memcmp(name + 512, "SIMPLE  = 1", 11) == 0, "a file as it is");
	at = tar_member(at, &name, &size);
	is(name, "000003.bin", "NULL is no file, and not every file is FITS");
	tar_member(at, &name, &size);
	is(name, "index.csv", "the list comes last");
	name += 512;
	ok(name[size] == '\0', "and ends with zeros");
	is(name,
	   "file,bytes,\"obs_id\"\r\n"
	   "000001-a_b__c_.fits,11,\"a/b \"\"c\"\"\"\r\n"
	   ",,\"../none\"\r\n"
	   "000003.bin,1,\r\n"
	   "# there are more rows than were allowed\r\n",
	   "it names all rows");
	ok(write_table(sink, "tar", NROWS, WRITER_COMPLETE) == 0, "no files without bytes");
}

int
main(void)
{
	Sink sink;

	sink_init_malloc(&sink);
	test_table();
	test_text_formats(&sink);
	test_votable(&sink);
	test_fits(&sink);
	test_tar(&sink);
	sink_free_malloc(&sink);
	return unit_done();
}
