#ifndef WRITER_XML_ESCAPE_H
#define WRITER_XML_ESCAPE_H

#include "base/sink.h"

/*
 * Put UTF-8 text so that an XML (or HTML) parser reads it back: & < > escaped, carriage
 * returns as references, and what XML 1.0 cannot hold (control characters, U+FFFE and
 * U+FFFF) replaced by U+FFFD.
 */
extern void xml_put_text(Sink *sink, const char *text, size_t length);

/* May the text be copied as it is? */
extern bool xml_is_plain(const char *text, size_t length);

/* The same between double quotes: also " and all white space but the blank. */
extern void xml_put_value(Sink *sink, const char *text, size_t length);

/* ' name="value"', or nothing if the value is NULL or empty. */
extern void xml_put_attribute(Sink *sink, const char *name, const char *value);
extern void
xml_put_attribute_of(Sink *sink, const char *name, const char *value, size_t length);

/* <tag>text</tag>, or nothing if the text is empty. */
extern void xml_put_element(Sink *sink, const char *tag, const char *text, size_t length);

#endif
