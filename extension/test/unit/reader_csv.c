/* CSV and ECSV: records, types found by looking, the YAML head, JSON arrays. */
#include <zlib.h>

#include "reader_memory.h"
#include "unit/unit.h"

static SkyError fault;

/* All cells as memory_dump writes them. */
static const char *
dump_styled(const char *text, const char *format, size_t step, ReaderStyle style)
{
	MemorySource source = {.bytes = text, .size = strlen(text), .step = step};

	fault = (SkyError){0};
	return memory_dump(&source, format, style, &fault);
}

static const char *
dump(const char *text, const char *format, size_t step)
{
	return dump_styled(text, format, step, READER_ARRAY);
}

/* The types of the columns, a letter each. */
static const char *
types(const char *text)
{
	static char out[64];
	static const char letters[] = "bsilhfdtm"; /* in the order of ReaderType */
	MemorySource source = {.bytes = text, .size = strlen(text), .step = 3};
	Reader reader;
	int n = 0;

	fault = (SkyError){0};
	if (memory_open(&reader, &source, NULL, &fault))
	{
		for (; n < reader.ncolumns; n++)
			out[n] = letters[reader.columns[n].type];
	}
	out[n] = '\0';
	reader_close(&reader);
	return out;
}

#define ECSV_HEAD(delimiter, columns)                                                    \
	"# %ECSV 1.0\n# ---\n# delimiter: '" delimiter "'\n# datatype:\n" columns

static void
test_csv(void)
{
	is(dump("a,b\n1,x\n2,\n", "csv", 100), "1|x;2|~;", "plain");
	is(dump("a,b\r\n1,x\r\n\r\n2,\"\"", "csv", 1),
	   "1|x;2|;",
	   "CR LF, blank line, no end");
	is(dump("a,b\n\"1\"\"\n,\",x\n", "csv", 2), "1\"\n,|x;", "quotes");
	is(dump("a;b\n1,5;x\n", "csv", 2), "1,5|x;", "semicolons");
	is(dump("\xEF\xBB\xBF# top\na\tb\nGr\xF6\xDF"
			"e\t1\n",
			"csv",
			2),
	   "Größe|1;",
	   "tabs, byte order mark, comment, Latin-1");
	is(dump("a,b\n1\n", "csv", 9), NULL, "a field is missing");
	is(fault.message,
	   "line 2 has 1 fields where the table has 2 columns",
	   "and the fault says where");
	is(dump("a\n\"x\n", "csv", 9), NULL, "an open quote");
	is(dump("", "csv", 9), NULL, "an empty file");
	is(types("a,b,c,d,e,f\n1,1.5,t,2020-01-01,x,\n-9223372036854775808,nan,FALSE,"
			 "2020-02-29T23:59:59.5Z,1,\n"),
	   "ldbmtt",
	   "types");
	is(types("a,b,c,d,e\n9223372036854775808,007,2021-02-29,1e400,+1\n"),
	   "ttttl",
	   "what only looks like a number or a date is text");
	is(types("a,b\n1,true\n1.5,yes\n"), "dt", "types widen");
	is(types("a\n\"\"\n\"1\"\n"), "l", "quotes do not make a text");
}

static void
test_ecsv(void)
{
	is(dump(ECSV_HEAD(",",
					  "# - {name: a, datatype: int32}\n# - {name: b, datatype: "
					  "string}\na,b\n1,\n,\"\"\n# no row\n3,\"x \"\"y\"\"\"\n"),
			NULL,
			3),
	   "1|~;~|;3|x \"y\";",
	   "commas: empty is null, quoted empty is not");
	is(dump(ECSV_HEAD(" ",
					  "# - {name: a, datatype: bool}\n# - {name: b c, datatype: "
					  "string}\na \"b c\"\nTrue \"\"\n  False  \"x y\" \n"),
			NULL,
			3),
	   "True|~;False|x y;",
	   "blanks");
	is(dump(
		   ECSV_HEAD(
			   ",",
			   "# - {name: a, datatype: string, subtype: 'float64[2,null]'}\n"
			   "# - {name: b, datatype: string, subtype: 'string[null]'}\na,b\n"
			   "\"[[1,2.5],[null,NaN]]\",\"[\"\"x\\\"\"\\u00e4\\ud83d\\ude00\"\",null]\"\n"),
		   NULL,
		   3),
	   "{{1,2.5},{null,NaN}}|{\"x\\\"ä😀\",null};",
	   "JSON arrays");
	is(dump_styled(
		   ECSV_HEAD(",",
					 "# - {name: a, datatype: string, subtype: 'uint8[null]'}\na\n"
					 "\"[0,255]\"\n[]\n"),
		   NULL,
		   3,
		   READER_HEX),
	   "\\x00ff;\\x;",
	   "bytes");
	is(dump(ECSV_HEAD(",", "# - {name: a, datatype: int99}\na\n1\n"), NULL, 3),
	   NULL,
	   "an unknown type");
	is(dump(ECSV_HEAD(",", "# - {name: a, datatype: int8}\nb\n1\n"), NULL, 3),
	   NULL,
	   "names that differ");
	is(fault.message,
	   "column 1 is \"a\" in the ECSV head but \"b\" in the header line",
	   "and the fault says so");
	is(dump("# %ECSV 1.0\n# ---\n# [", NULL, 3), NULL, "no end of the head");
	is(dump("# %ECSV 1.0\n# ---\n# {\na\n", NULL, 3), NULL, "no YAML");

	char deep[1024];

	memset(deep, '[', sizeof(deep));
	memcpy(deep, "# %ECSV 1.0\n# ", 14);
	strcpy(deep + sizeof(deep) - 4, "\na\n");
	is(dump(deep, NULL, 100), NULL, "deep nesting");
	is(fault.message, "the ECSV head is nested too deep", "is refused");
}

static void
test_metadata(void)
{
	static const char text[] = ECSV_HEAD(
		",",
		"# - {name: a, unit: !astropy.units.Unit {unit: deg}, datatype: string, "
		"subtype: 'float64[null]', description: 'Größe', meta: !!omap [{ucd: "
		"pos}, {xtype: polygon}]}\n# meta: {description: all}\na\n");
	MemorySource source = {.bytes = text, .size = sizeof(text) - 1, .step = 7};
	Reader reader;

	fault = (SkyError){0};
	if (ok(memory_open(&reader, &source, NULL, &fault), "opens"))
	{
		const ReaderColumn *column = &reader.columns[0];

		is(reader.description, "all", "description of the table");
		is(column->meta.unit, "deg", "unit");
		is(column->meta.ucd, "pos", "ucd");
		is(column->meta.xtype, "polygon", "xtype");
		is(column->meta.description, "Größe", "description");
		ok(column->ndims == 1 && column->type == READER_DOUBLE, "an array of doubles");
		ok(reader_next(&reader, &fault) == 0, "without rows");
	}
	reader_close(&reader);
}

/* A table of one column whose rows, or whose only row, are count bytes; gzipped or not.
 */
static long
read_large(char row, size_t count, bool gzipped, const char *format)
{
	static const char votable[] = "<VOTABLE><RESOURCE><TABLE><FIELD name='a' "
								  "datatype='char' arraysize='*'/><DATA><TABLEDATA>"
								  "<TR><TD>";
	bool csv = strcmp(format, "csv") == 0;
	const char *head = csv ? "a\n" : votable;
	const char *tail =
		csv ? "\n" : "</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
	size_t size = strlen(head) + count + strlen(tail);
	char *plain = malloc(size + 1);
	char *packed = malloc(size + 1000);
	MemorySource source = {.bytes = plain, .size = size, .step = 65536};
	z_stream zip = {0};
	long rows;

	memset(plain, '1', size);
	memcpy(plain, head, strlen(head));
	for (size_t i = 0; row == '\n' && i < count; i += 2)
		plain[strlen(head) + i] = row;
	memcpy(plain + strlen(head) + count, tail, strlen(tail));
	if (gzipped)
	{
		deflateInit2(&zip, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
		zip.next_in = (unsigned char *) plain;
		zip.avail_in = (unsigned) size;
		zip.next_out = (unsigned char *) packed;
		zip.avail_out = (unsigned) size + 1000;
		deflate(&zip, Z_FINISH);
		source.bytes = packed;
		source.size = zip.total_out;
		deflateEnd(&zip);
	}
	fault = (SkyError){0};
	rows = memory_read_all(&source, format, READER_ARRAY, &fault);
	free(plain);
	free(packed);
	return rows;
}

/* What is small on its way and large in memory, and what is large altogether. */
static void
test_large(void)
{
	const size_t mb = 1024 * 1024;

	ok(read_large('\n', 6 * mb, true, "csv") == 3 * 1024 * 1024,
	   "a few MB may come from next to nothing");
	ok(read_large('\n', 24 * mb, true, "csv") == -1, "rows that blow up are refused");
	is(fault.message,
	   "the gzip data inflate to more than 200 times their size",
	   "and why");
	ok(read_large('1', 24 * mb, true, "votable") == -1, "so is a cell");
	ok(read_large('1', 7 * mb, false, "csv") == 1, "a long line is read");
	ok(read_large('1', 9 * mb, false, "csv") == -1, "but not one without measure");
	is(fault.message, "line 2 is too long to be kept in memory", "and why");
	ok(read_large('1', 9 * mb, false, "votable") == -1, "nor such a cell");
	ok(fault.code == SKY_E_LIMIT, "which is past a limit");
}

int
main(void)
{
	test_csv();
	test_ecsv();
	test_metadata();
	test_large();
	return unit_done();
}
