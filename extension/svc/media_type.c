/*
 * media_type.c
 *		From names of files to media types.
 */
#include "svc/media_type.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/table.h"

/* In the order of their ends; what gzip packed is told as what it is as it lies there. */
static const struct
{
	const char *end;
	const char *type;
} types[] = {
	{".csv", "text/csv"},
	{".fit", "application/fits"},
	{".fits", "application/fits"},
	{".fts", "application/fits"},
	{".fz", "application/fits"},
	{".gz", "application/gzip"},
	{".htm", "text/html"},
	{".html", "text/html"},
	{".jpeg", "image/jpeg"},
	{".jpg", "image/jpeg"},
	{".json", "application/json"},
	{".md", "text/markdown"},
	{".pdf", "application/pdf"},
	{".png", "image/png"},
	{".tar", "application/x-tar"},
	{".txt", "text/plain"},
	{".vot", "application/x-votable+xml"},
	{".xml", "text/xml"},
	{".zip", "application/zip"},
};

const char *
media_type_of(const char *name)
{
	const char *end = strrchr(name, '.');

	for (size_t i = 0; end != NULL && i < SKY_LENGTH(types); i++)
		if (strcasecmp(end, types[i].end) == 0)
			return types[i].type;
	return "application/octet-stream";
}
