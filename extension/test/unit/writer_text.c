/* Text of the writers: base64, UTF-16, XML, JSON, FITS cards, gzip. */
#include <stdlib.h>
#include <zlib.h>

#include "unit/unit.h"
#include "writer/base64.h"
#include "writer/fits_card.h"
#include "writer/gzip_sink.h"
#include "writer/json_text.h"
#include "writer/utf16.h"
#include "writer/xml_escape.h"

/* What the sink holds, as a string; the sink is emptied. */
static const char *
taken(Sink *sink)
{
	sink_putc(sink, '\0');
	sink->used = 0;
	return sink->buffer;
}

static void
test_base64(Sink *sink)
{
	/* RFC 4648, section 10. */
	static const char *const vectors[] = {
		"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
	static Base64Sink base64;
	static char noise[24 * 100];
	static char pieces[32 * 100 + 1];
	size_t lines = 0;
	size_t digits = 0;

	for (size_t i = 1; i < 7; i++)
	{
		base64_sink_init(&base64, sink);
		sink_put(&base64.sink, "foobar", i);
		base64_sink_end(&base64);
		sink->used--; /* the line's end */
		is(taken(sink), vectors[i], "base64 of RFC 4648");
	}
	base64_sink_init(&base64, sink);
	sink_put(&base64.sink, "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\x00\x10", 10);
	base64_sink_end(&base64);
	is(taken(sink), "//79/Pv6+fgAEA==\n", "high bytes");
	/* All at once is done in wide registers, by small pieces not. */
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (char) ((i * 2654435761u) >> 13);
	for (size_t i = 0; i < sizeof(noise); i += 24)
	{
		base64_sink_init(&base64, sink);
		sink_put(&base64.sink, noise + i, 24);
		base64_sink_end(&base64);
		sink->used--;
	}
	strcpy(pieces, taken(sink));
	base64_sink_init(&base64, sink);
	sink_put(&base64.sink, noise, sizeof(noise));
	base64_sink_flush(&base64);
	sink->used--;
	is(taken(sink), pieces, "wide and narrow encoding agree");
	base64_sink_init(&base64, sink);
	for (int i = 0; i < 10000; i++)
		sink_put(&base64.sink, "0123456789", 10);
	base64_sink_end(&base64);
	for (size_t i = 0; i < sink->used; i++)
		if (sink->buffer[i] == '\n')
			lines++;
		else
			digits++;
	ok(digits == 133336 && lines >= 4, "a long stream is encoded whole, in lines");
	ok(memcmp(sink->buffer + sink->used - 3, "==\n", 3) == 0, "and padded at its end");
	sink->used = 0;
}

static void
test_utf16(void)
{
	static const char text[] = "Gr\xc3\xb6\xc3\x9f"
							   "e 12345678 \xf0\x9f\x98\x80";
	char units[64];
	size_t used;
	size_t length = sizeof(text) - 1;

	ok(utf16_count(text, length) == 17, "a character beyond the plane counts twice");
	ok(utf8_count(text, length) == 16, "and once as a character");
	ok(utf16_put(units, 32, text, length, &used) == 17 && used == length,
	   "all is written");
	ok(memcmp(units, "\0G\0r\0\xf6\0\xdf\0e\0 \0001", 14) == 0, "big-endian");
	ok(memcmp(units + 30, "\xd8\x3d\xde\x00", 4) == 0, "a surrogate pair");
	ok(utf16_put(units, 16, text, length, &used) == 15 && used == length - 4,
	   "a pair is not cut");
	ok(utf16_count("a\xc3", 2) == 2 && utf16_count("\xed\xa0\x80", 3) >= 1,
	   "broken bytes count as replacements");
	ok(utf16_put(units, 1, "\xc3", 1, &used) == 1 && memcmp(units, "\xff\xfd", 2) == 0,
	   "and are written so");
}

static void
test_xml(Sink *sink)
{
	static const char text[] = "a<&>\"]]>\t\n\r\x01\xef\xbf\xbf\xef\xbc\xa1z";

	xml_put_text(sink, text, sizeof(text) - 1);
	is(taken(sink),
	   "a&lt;&amp;&gt;\"]]&gt;\t\n&#13;\xef\xbf\xbd\xef\xbf\xbd\xef\xbc\xa1z",
	   "XML text");
	xml_put_attribute(sink, "x", "\"\t\n'");
	is(taken(sink), " x=\"&quot;&#9;&#10;'\"", "XML attribute");
	xml_put_attribute(sink, "x", NULL);
	xml_put_attribute(sink, "x", "");
	is(taken(sink), "", "no attribute of nothing");
	ok(xml_is_plain("a\"b", 3) && !xml_is_plain("a&b", 3), "plain text is known");
}

static void
test_json(Sink *sink)
{
	const int64_t integers[] = {1, 2, 3, 4};
	const bool nulls[] = {false, true, false, false};
	const int dims[] = {2, 2};
	WriterColumn column = {.kind = CELL_INT64, .array = true};
	Cell cell = {.array = {integers, nulls, 4, dims, 2}};

	json_put_string(sink, "\"\\/\b\n\x01\x7f\xc3\xb6", 9);
	is(taken(sink), "\"\\\"\\\\/\\b\\n\\u0001\\u007f\xc3\xb6\"", "JSON string");
	json_put_string(
		sink, "\xc2\x85\xc2\xa0\xe2\x80\xa7\xe2\x80\xa8\xef\xbf\xbd\xef\xbf\xbf\xc2", 17);
	is(taken(sink),
	   "\"\\u0085\xc2\xa0\xe2\x80\xa7\\u2028\xef\xbf\xbd\\uffff\xc2\"",
	   "what would end a line of YAML, or may not stand in it, is escaped");
	json_put_cell(sink, &column, &cell, false);
	is(taken(sink), "[[1,null],[3,4]]", "JSON array of two dimensions");
	column = (WriterColumn){.kind = CELL_DOUBLE};
	cell = (Cell){.float8 = (double) -INFINITY};
	json_put_cell(sink, &column, &cell, false);
	is(taken(sink), "\"-Infinity\"", "JSON has no infinity");
	json_put_cell(sink, &column, &cell, true);
	is(taken(sink), "-Infinity", "but some readers have");
}

static void
test_cards(Sink *sink)
{
	char text[201];
	size_t start = 0;

	memset(text, 'x', 200);
	text[200] = '\0';
	text[66] = '\'';
	fits_put_string(sink, "TCOMM", 7, text);
	ok(sink->used == 4 * 80, "a long string takes more cards");
	ok(memcmp(sink->buffer, "TCOMM7  = 'xxxx", 15) == 0, "keyword with a number");
	ok(memcmp(sink->buffer + 80, "CONTINUE  '''", 13) == 0, "a quote is not parted");
	sink->used = 0;
	fits_put_string(sink, "TTYPE", 1, "Gr\xc3\xb6\n");
	ok(memcmp(sink->buffer, "TTYPE1  = 'Gr??    '", 20) == 0, "printable ASCII only");
	fits_put_end(sink, start);
	ok(sink->used == FITS_BLOCK, "a header fills its block");
	sink->used = 0;
}

static void
test_gzip(Sink *sink)
{
	static char back[300000];
	Arena arena;
	GzipSink *gzip;
	z_stream stream = {0};

	arena_init_malloc(&arena, 0);
	gzip = gzip_sink_create(&arena, sink);
	for (int i = 0; i < 30000; i++)
	{
		sink_put(&gzip->sink, "0123456789", 10);
		if (i == 100)
			gzip_sink_flush(gzip);
	}
	gzip_sink_end(gzip);
	inflateInit2(&stream, MAX_WBITS + 16);
	stream.next_in = (Bytef *) sink->buffer;
	stream.avail_in = (uInt) sink->used;
	stream.next_out = (Bytef *) back;
	stream.avail_out = sizeof(back);
	ok(inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0,
	   "gzip reads back in full");
	ok(memcmp(back + 299990, "0123456789", 10) == 0, "and right");
	inflateEnd(&stream);
	arena_fini(&arena);
	sink->used = 0;
}

int
main(void)
{
	Sink sink;

	sink_init_malloc(&sink);
	test_base64(&sink);
	test_utf16();
	test_xml(&sink);
	test_json(&sink);
	test_cards(&sink);
	test_gzip(&sink);
	sink_free_malloc(&sink);
	return unit_done();
}
