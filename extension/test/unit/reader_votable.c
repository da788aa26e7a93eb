/* VOTable in every serialization, cut into pieces of any size, and what is refused. */
#include "reader_memory.h"
#include "unit/unit.h"

#define HEAD  "<?xml version='1.0'?><VOTABLE version='1.4'><RESOURCE><TABLE>"
#define TAIL  "</DATA></TABLE></RESOURCE></VOTABLE>"
#define ROWS  "<DATA><TABLEDATA>"
#define TDEND "</TABLEDATA>" TAIL

static SkyError fault;

/* All cells as memory_dump writes them. */
static const char *
dump(const char *text, size_t step, ReaderStyle style)
{
	MemorySource source = {.bytes = text, .size = strlen(text), .step = step};

	fault = (SkyError){0};
	return memory_dump(&source, "votable", style, &fault);
}

static void
test_tabledata(void)
{
	static const char text[] = HEAD
		"<FIELD name='i' datatype='int'><VALUES null='-9'/></FIELD>"
		"<FIELD name='f' datatype='double'/>"
		"<FIELD name='s' datatype='char' arraysize='*'/>"
		"<FIELD name='a' datatype='short' arraysize='2x2'/>"
		"<FIELD name='b' datatype='bit' arraysize='3'/>"
		"<FIELD name='l' datatype='boolean'/>"
		"<FIELD name='sa' datatype='char' arraysize='2x*'/>" ROWS
		"<TR><TD> 1 </TD><TD>+Inf</TD><TD>Gr&#246;&amp;</TD><TD>1 2\n3 4</TD><TD>101</TD>"
		"<TD>T</TD><TD>ab\"</TD></TR>\n"
		"<TR><TD>-9</TD><TD/><TD></TD><TD>0x7F 0xFFFF 1 2</TD><TD>0 0 1</TD><TD>?</TD>"
		"<TD/></TR>" TDEND;
	static const char expected[] =
		"1|+Inf|Grö&|{{1,2},{3,4}}|{1,0,1}|T|{\"ab\",\"\\\"\"};"
		"~|~|~|{{127,-1},{1,2}}|{0,0,1}|~|~;";

	for (size_t step = 1; step < 40; step += 13)
		is(dump(text, step, READER_ARRAY), expected, "TABLEDATA in pieces");
	is(dump(HEAD "<FIELD name='p' datatype='double' arraysize='*' xtype='polygon'/>" ROWS
				 "<TR><TD>1 2\t3  4</TD></TR>" TDEND,
			9,
			READER_BLANKS),
	   "1 2 3 4;",
	   "blanks for a shape");
	is(dump(HEAD "<FIELD name='p' datatype='unsignedByte' arraysize='*'/>" ROWS
				 "<TR><TD>1 255 0x10</TD></TR>" TDEND,
			9,
			READER_HEX),
	   "\\x01ff10;",
	   "bytes");
}

static void
test_binary(void)
{
	/* flags, int, float, char*, double[2] */
	static const char text2[] =
		HEAD "<FIELD name='i' datatype='int'/><FIELD name='f' datatype='float'/>"
			 "<FIELD name='s' datatype='char' arraysize='*'/>"
			 "<FIELD name='a' datatype='double' arraysize='*'/>"
			 "<DATA><BINARY2><STREAM encoding='base64'>"
			 "AAAAAAE9zMzNAAAAAmjpAAAAAX/4AAAAAAAAgA\n"
			 "AAAAAAAAAAAAAAAAAAAAA=</STREAM></BINARY2>" TAIL;
	static const char text1[] =
		HEAD "<FIELD name='i' datatype='int'><VALUES null='7'/></FIELD>"
			 "<FIELD name='f' datatype='float'/>"
			 "<FIELD name='u' datatype='unicodeChar' arraysize='2'/>"
			 "<DATA><BINARY><STREAM encoding='base64'>"
			 "AAAAB3/AAAAA9gDf</STREAM></BINARY>" TAIL;

	for (size_t step = 1; step < 40; step += 13)
		is(dump(text2, step, READER_ARRAY),
		   "1|0.1|hé|{NaN};~|0||{};",
		   "BINARY2 in pieces");
	is(dump(text1, 5, READER_ARRAY), "~|~|öß;", "BINARY: marks and NaN are null");
	is(dump(HEAD "<FIELD name='i' datatype='int'/><DATA><BINARY><STREAM "
				 "encoding='base64'>AAAA</STREAM></BINARY>" TAIL,
			5,
			READER_ARRAY),
	   NULL,
	   "half a row");
	is(fault.message,
	   "the binary data of the VOTable end in the middle of row 1",
	   "and the fault says so");
	is(dump(HEAD "<FIELD name='i' datatype='int' arraysize='*'/><DATA><BINARY><STREAM "
				 "encoding='base64'>/////w==</STREAM></BINARY>" TAIL,
			5,
			READER_ARRAY),
	   NULL,
	   "four thousand million elements");
}

static void
test_refused(void)
{
	static const struct
	{
		const char *text;
		const char *message;
	} cases[] = {
		{"<!DOCTYPE VOTABLE [<!ENTITY a 'b'>]><VOTABLE/>",
		 "a VOTable with a document type declaration is not accepted"},
		{"<html/>", "the XML document is not a VOTable but has the root \"html\""},
		{"<VOTABLE></VOTABLE>", "the VOTable holds no TABLE"},
		{HEAD "<FIELD name='a' datatype='int'/>" ROWS "<TR><TD>1</TD>",
		 "the VOTable is not well-formed XML"},
		{HEAD "<FIELD name='a' datatype='int'/>" ROWS "<TR></TR>" TDEND,
		 "a TR of the VOTable has 0 TDs where there are 1 FIELDs"},
		{HEAD "<FIELD name='a' datatype='int'/>" ROWS "<TR><TD/><TD/></TR>" TDEND,
		 "a TR of the VOTable has more TDs than there are FIELDs"},
		{HEAD "<FIELD name='a' datatype='number'/>" ROWS TDEND,
		 "FIELD \"a\" has the unknown datatype \"number\""},
		{HEAD "<FIELD name='a' datatype='int' arraysize='*x2'/>" ROWS TDEND,
		 "FIELD \"a\" has the invalid arraysize \"*x2\""},
		{HEAD "<FIELD name='a' datatype='int'/><DATA><BINARY><STREAM "
			  "href='http://x/'/></BINARY>" TAIL,
		 "the VOTable keeps its data in another file"},
		{"<VOTABLE><RESOURCE><INFO name='QUERY_STATUS' value='ERROR'>no such table"
		 "</INFO></RESOURCE></VOTABLE>",
		 "the VOTable tells of an error: no such table"},
		{HEAD "<FIELD name='a' datatype='int'/>" ROWS "<TR><TD>&b;</TD></TR>" TDEND,
		 "the VOTable is not well-formed XML"},
	};
	char deep[8 * 70 + 1] = "";

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		dump(cases[i].text, 11, READER_ARRAY);
		is(fault.message, cases[i].message, "refused");
	}
	for (int i = 0; i < 70; i++)
		strcat(deep, i == 0 ? "<VOTABLE>" : "<GROUP>");
	dump(deep, 11, READER_ARRAY);
	is(fault.message, "the VOTable is nested too deep", "refused");
}

int
main(void)
{
	test_tabledata();
	test_binary();
	test_refused();
	return unit_done();
}
