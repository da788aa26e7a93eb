/*
 * format_table.c
 *		Every result format (TAPRegExt 1.0 section 2.5, DALI 1.1 section 4.3.3).
 */
#include "writer/format_table.h"

#include <string.h>
#include <strings.h>

#include "base/table.h"
#include "writer/ops.h"

#define OUTPUT_ID "ivo://ivoa.net/std/TAPRegExt#output-"

static const TableFormat table_formats[] = {
	{
		.name = "votable",
		.mime = "application/x-votable+xml",
		.aliases = {"application/x-votable+xml;serialization=binary2",
					"text/xml",
					"application/xml",
					"text/x-votable+xml",
					"votable/b2"},
		.ivoid = OUTPUT_ID "votable-binary2",
		.file_extension = "vot",
		.description = "VOTable, rows as BINARY2",
		.ops = &votable_binary2_ops,
	},
	{
		.name = "votable_binary",
		.mime = "application/x-votable+xml;serialization=binary",
		.aliases = {"votable/binary", "votable/b"},
		.ivoid = OUTPUT_ID "votable-binary",
		.file_extension = "vot",
		.description = "VOTable, rows as BINARY",
		.ops = &votable_binary_ops,
	},
};

const TableFormat *
table_format_list(int *count)
{
	*count = (int) SKY_LENGTH(table_formats);
	return table_formats;
}

const TableFormat *
table_format_by_name(const char *name)
{
	return SKY_TABLE_FIND(table_formats, name);
}

/* Copy without blanks and quotes; false if it is too long for any format. */
static bool
normalize(char *to, size_t size, const char *from)
{
	for (; *from != '\0'; from++)
	{
		if (strchr(" \t\"'", *from) != NULL)
			continue;
		if (size == 1)
			return false;
		*to++ = *from;
		size--;
	}
	*to = '\0';
	return true;
}

const TableFormat *
table_format_find(const char *name_or_mime)
{
	char wanted[96];

	if (!normalize(wanted, sizeof(wanted), name_or_mime))
		return NULL;
	for (size_t i = 0; i < SKY_LENGTH(table_formats); i++)
	{
		const TableFormat *format = &table_formats[i];

		if (strcasecmp(wanted, format->name) == 0 ||
			strcasecmp(wanted, format->mime) == 0)
			return format;
		for (int k = 0; k < TABLE_FORMAT_ALIASES && format->aliases[k] != NULL; k++)
			if (strcasecmp(wanted, format->aliases[k]) == 0)
				return format;
	}
	return NULL;
}
