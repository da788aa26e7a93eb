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
		.name = "ecsv",
		.mime = "text/x-ecsv",
		.aliases = {"application/x-ecsv", "text/ecsv"},
		.file_extension = "ecsv",
		.description = "ECSV, as Astropy reads and writes it",
		.ops = &ecsv_ops,
	},
	{
		.name = "fits",
		.mime = "application/fits",
		.aliases = {"application/x-fits", "application/x-fits-bintable", "image/fits"},
		.file_extension = "fits",
		.description = "FITS binary table",
		.ops = &fits_ops,
		.spools = true,
	},
	{
		.name = "html",
		.mime = "text/html",
		.file_extension = "html",
		.description = "a page with a table",
		.ops = &html_ops,
	},
	{
		.name = "ipac",
		.mime = "text/x-ipac-table",
		.aliases = {"ipac_table", "application/x-ipac-table"},
		.file_extension = "tbl",
		.description = "IPAC table",
		.ops = &ipac_ops,
		.spools = true,
	},
	{
		.name = "json",
		.mime = "application/json",
		.file_extension = "json",
		.description = "JSON: metadata and an array of rows",
		.ops = &json_ops,
	},
	{
		.name = "ndjson",
		.mime = "application/x-ndjson",
		.aliases = {"jsonl", "application/jsonl", "application/x-jsonlines"},
		.file_extension = "ndjson",
		.description = "a JSON object per line",
		.ops = &ndjson_ops,
	},
	{
		.name = "raw",
		.mime = "application/octet-stream",
		.file_extension = "bin",
		.description = "the bytes of a single column",
		.ops = &raw_ops,
		.internal = true,
	},
	{
		.name = "tap_csv",
		.mime = "text/csv",
		.aliases = {"csv", "text/csv;header=present"},
		.file_extension = "csv",
		.description = "comma-separated values with a header line",
		.ops = &csv_ops,
	},
	{
		.name = "tap_text",
		.mime = "text/plain",
		.aliases = {"text", "txt"},
		.file_extension = "txt",
		.description = "plain text in columns",
		.ops = &text_ops,
		.spools = true,
	},
	{
		.name = "tap_tsv",
		.mime = "text/tab-separated-values",
		.aliases = {"tsv"},
		.file_extension = "tsv",
		.description = "tab-separated values with a header line",
		.ops = &tsv_ops,
	},
	{
		.name = "tar",
		.mime = "application/x-tar",
		.aliases = {"application/tar"},
		.file_extension = "tar",
		.description = "a file for each row, such as its cutout, and a list of all rows",
		.ops = &tar_ops,
		.spools = true,
	},
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
		.dali_times = true,
	},
	{
		.name = "votable_binary",
		.mime = "application/x-votable+xml;serialization=binary",
		.aliases = {"votable/binary", "votable/b"},
		.ivoid = OUTPUT_ID "votable-binary",
		.file_extension = "vot",
		.description = "VOTable, rows as BINARY",
		.ops = &votable_binary_ops,
		.dali_times = true,
	},
	{
		.name = "votable_td",
		.mime = "application/x-votable+xml;serialization=tabledata",
		.aliases = {"votable/td", "votable/tabledata"},
		.ivoid = OUTPUT_ID "votable-td",
		.file_extension = "vot",
		.description = "VOTable, rows as TABLEDATA",
		.ops = &votable_tabledata_ops,
		.dali_times = true,
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
