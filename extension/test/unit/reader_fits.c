/* FITS tables made here card by card: conventions of integers, heaps, what is refused. */
#include "reader_memory.h"
#include "unit/unit.h"

static char file[64 * 1024];
static size_t used;
static SkyError fault;

static void
card(const char *text)
{
	snprintf(file + used, sizeof(file) - used, "%-80.80s", text);
	used += 80;
}

static void
pad(char with)
{
	while (used % 2880 != 0)
		file[used++] = with;
}

/* Primary header and that of a table; more: further cards, ended by NULL. */
static void
begin(const char *kind, const char *const *more)
{
	char text[81];

	used = 0;
	card("SIMPLE  =                    T");
	card("BITPIX  =                    8");
	card("NAXIS   =                    0");
	card("END");
	pad(' ');
	snprintf(text, sizeof(text), "XTENSION= '%-8s'", kind);
	card(text);
	card("BITPIX  =                    8");
	card("NAXIS   =                    2");
	card("GCOUNT  =                    1");
	for (; *more != NULL; more++)
		card(*more);
	card("END");
	pad(' ');
}

static void
data(const void *bytes, size_t size)
{
	memcpy(file + used, bytes, size);
	used += size;
}

static const char *
dump(size_t step)
{
	MemorySource source = {.bytes = file, .size = used, .step = step};

	fault = (SkyError){0};
	return memory_dump(&source, "fits", READER_ARRAY, &fault);
}

static void
test_scalars(void)
{
	static const char *const cards[] = {
		"NAXIS1  = 46",	   "NAXIS2  = 2",		"PCOUNT  = 0",
		"TFIELDS = 9",	   "TFORM1  = 'B'",		"TZERO1  = -128",
		"TFORM2  = 'I'",   "TZERO2  = 32768",	"TFORM3  = 'J'",
		"TNULL3  = -1",	   "TFORM4  = 'K'",		"TZERO4  = 9223372036854775808",
		"TFORM5  = '3A'",  "TFORM6  = 'D'",		"TFORM7  = 'I'",
		"TSCAL7  = 5D-1",  "TZERO7  = 10",		"TFORM8  = '2E'",
		"TFORM9  = '10A'", "TDIM9   = '(5,2)'", NULL};

	begin("BINTABLE", cards);
	data("\x00\x80\x00\x00\x00\x00\x01\x80\0\0\0\0\0\0\0"
		 "ab \x3F\xF0\0\0\0\0\0\0\x00\x01\x3F\x80\0\0\x7F\xC0\0\0"
		 "x\"   yz   ",
		 46);
	data("\xFF\x7F\xFF\xFF\xFF\xFF\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
		 "\0\0\0\x7F\xF8\0\0\0\0\0\0\xFF\xFF\0\0\0\0\xFF\x80\0\0"
		 "          ",
		 46);
	pad(0);
	for (size_t step = 1; step < 9000; step += 2999)
		is(dump(step),
		   "-128|0|1|0|ab|1|10.5|{1,NULL}|{\"x\\\"\",\"yz\"};"
		   "127|65535|~|18446744073709551615|~|~|9.5|{0,-Infinity}|{\"\",\"\"};",
		   "integers that flip their sign, scales, marks, strings");
	used -= 2880;
	is(dump(4096), NULL, "without its rows");
	is(fault.message, "the FITS table ends in row 1, 2 rows too early", "says so");
}

static void
test_heap(void)
{
	static const char *const cards[] = {"NAXIS1  = 24",
										"NAXIS2  = 2",
										"PCOUNT  = 16",
										"THEAP   = 52",
										"TFIELDS = 2",
										"TFORM1  = '1PI(3)'",
										"TFORM2  = '1QA'",
										NULL};

	begin("BINTABLE", cards);
	data("\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\4", 24);
	data("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24);
	data("gap!\0\1\xFF\xFFh\xC3\xA9.....", 16);
	pad(0);
	is(dump(100), "{1,-1}|hé;~|~;", "a heap behind a gap");
	file[2880 * 2 + 7] = 9; /* 2 * 2 bytes at 9 of 12 */
	is(dump(100), NULL, "a cell that leaves the heap");
	is(fault.message,
	   "row 1, column \"col1\" points outside of the FITS heap",
	   "and the fault says so");
}

static void
test_ascii(void)
{
	static const char *const cards[] = {"NAXIS1  = 20",
										"NAXIS2  = 2",
										"PCOUNT  = 0",
										"TFIELDS = 3",
										"TBCOL1  = 1",
										"TFORM1  = 'I4'",
										"TNULL1  = '-99'",
										"TBCOL2  = 6",
										"TFORM2  = 'F6.2'",
										"TBCOL3  = 13",
										"TFORM3  = 'A5'",
										"TTYPE3  = 'it''s &'",
										"CONTINUE  'long'",
										NULL};

	begin("TABLE", cards);
	data("  12   1234  a b   ", 20);
	data(" -99 1.5D+2  cd    ", 20);
	pad(' ');
	is(dump(100), "12|12.34| a b;~|1.5E+2| cd;", "implied decimals, D exponents");
}

static void
test_refused(void)
{
	static const char *const huge[] = {
		"NAXIS1  = 9223372036854775807", "NAXIS2  = 9223372036854775807", NULL};
	static const char *const narrow[] = {"NAXIS1  = 3",
										 "NAXIS2  = 1",
										 "PCOUNT  = 0",
										 "TFIELDS = 1",
										 "TFORM1  = 'J'",
										 "TTYPE1  = 'a'",
										 NULL};
	static const char *const unknown[] = {"NAXIS1  = 3",
										  "NAXIS2  = 1",
										  "PCOUNT  = 0",
										  "TFIELDS = 1",
										  "TFORM1  = '2147483649J'",
										  NULL};
	static const char *const image[] = {"NAXIS1  = 0", "NAXIS2  = 0", NULL};

	begin("BINTABLE", huge);
	dump(4096);
	is(fault.message, "the FITS header gives an absurd data size", "refused");
	begin("BINTABLE", narrow);
	dump(4096);
	is(fault.message,
	   "column \"a\" does not fit into the FITS row of 3 bytes",
	   "refused");
	begin("BINTABLE", unknown);
	dump(4096);
	is(fault.message,
	   "column \"\" has the invalid FITS format \"2147483649J\"",
	   "refused");
	begin("IMAGE", image);
	dump(4096);
	is(fault.message, "the FITS file holds no table", "refused");
	used = 2880 + 80;
	dump(4096);
	is(fault.message, "the FITS file ends inside a header", "refused");
}

int
main(void)
{
	test_scalars();
	test_heap();
	test_ascii();
	test_refused();
	return unit_done();
}
