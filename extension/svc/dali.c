/*
 * dali.c
 *		The parameters that all DALI services share (DALI 1.1, section 4.3).
 */
#include "svc/dali.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define LETTERS			 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define FORMAT_NAMES_MAX 256 /* [bytes] of the hint that lists them */

static bool
find_format(Arena *arena, const char *wanted, DaliFormat *format, SkyError *err);
static bool unknown_format(const char *wanted, SkyError *err);
static bool is_clean_media_type(const char *text);
static const char *content_type(Arena *arena, const char *type);

bool
dali_format(const HttpParams *params, DaliFormat *format, SkyError *err)
{
	const char *wanted;
	const char *synonym;
	const char *misspelt; /* as ESO tells its users to write it */

	if (!http_params_single(params, "RESPONSEFORMAT", &wanted, err) ||
		!http_params_single(params, "FORMAT", &synonym, err) ||
		!http_params_single(params, "RESPONSFORMAT", &misspelt, err))
		return false;
	if (wanted == NULL || wanted[0] == '\0')
		wanted = synonym;
	if (wanted == NULL || wanted[0] == '\0')
		wanted = misspelt;
	if (wanted == NULL || wanted[0] == '\0')
		wanted = "votable";
	return find_format(params->arena, wanted, format, err);
}

bool
dali_response_format(const HttpParams *params, DaliFormat *format, SkyError *err)
{
	const char *wanted;

	if (!http_params_single(params, "RESPONSEFORMAT", &wanted, err))
		return false;
	if (wanted == NULL || wanted[0] == '\0')
		return true;
	return find_format(params->arena, wanted, format, err);
}

bool
dali_is_votable(const TableFormat *format)
{
	return strncmp(format->name, "votable", strlen("votable")) == 0;
}

bool
dali_maxrec(const HttpParams *params,
			int64_t default_rows,
			int64_t hard_rows,
			int64_t *maxrec,
			SkyError *err)
{
	const char *text;
	int64_t rows = 0;
	size_t digits;

	if (!http_params_single(params, "MAXREC", &text, err))
		return false;
	if (text == NULL || text[0] == '\0')
	{
		*maxrec = default_rows < hard_rows ? default_rows : hard_rows;
		return true;
	}
	digits = strspn(text, "0123456789");
	if (text[digits] != '\0')
	{
		sky_error(
			err, SKY_E_BAD_VALUE, -1, "MAXREC \"%.40s\" is not a number of rows", text);
		return sky_error_hint(err, "Send an integer, 0 or more.");
	}
	for (size_t i = 0; i < digits && rows <= hard_rows; i++)
		rows = rows * 10 + (text[i] - '0');
	*maxrec = rows < hard_rows ? rows : hard_rows;
	return true;
}

bool
dali_is_table_name(const char *name)
{
	return strspn(name, LETTERS) > 0 && name[strspn(name, LETTERS "0123456789_")] == '\0';
}

bool
dali_run_id(const HttpParams *params, const char **run_id, SkyError *err)
{
	size_t length = 0;

	if (!http_params_single(params, "RUNID", run_id, err))
		return false;
	if (*run_id == NULL)
		return true;
	for (int characters = 0; (*run_id)[length] != '\0'; length++)
	{
		characters += !utf8_is_tail((*run_id)[length]);
		if (characters > DALI_RUNID_MAX)
			break;
	}
	*run_id = arena_strndup(params->arena, *run_id, length);
	return true;
}

/* The format of a name, alias or media type. */
static bool
find_format(Arena *arena, const char *wanted, DaliFormat *format, SkyError *err)
{
	format->format = table_format_find(wanted);
	if (format->format == NULL && strchr(wanted, ' ') != NULL)
	{
		/* The plus of "x-votable+xml" came unencoded, so it was read as a blank. */
		char *mended = arena_strdup(arena, wanted);

		*strchr(mended, ' ') = '+';
		wanted = mended;
		format->format = table_format_find(wanted);
	}
	if (format->format == NULL || format->format->internal)
		return unknown_format(wanted, err);
	format->content_type =
		content_type(arena, is_clean_media_type(wanted) ? wanted : format->format->mime);
	return true;
}

/* Say that there is no such format, and which ones there are. */
static bool
unknown_format(const char *wanted, SkyError *err)
{
	char names[FORMAT_NAMES_MAX] = "";
	size_t used = 0;
	int count;
	const TableFormat *formats = table_format_list(&count);

	for (int i = 0; i < count; i++)
	{
		size_t length = strlen(formats[i].name);

		if (formats[i].internal || used + length + 3 > sizeof(names))
			continue;
		if (used > 0)
		{
			memcpy(names + used, ", ", 2);
			used += 2;
		}
		memcpy(names + used, formats[i].name, length + 1);
		used += length;
	}
	sky_error(err, SKY_E_BAD_VALUE, -1, "result format \"%s\" does not exist", wanted);
	return sky_error_hint(err, "The formats are %s.", names);
}

/* Is it a media type that can stand in a header as it is? */
static bool
is_clean_media_type(const char *text)
{
	const char *slash = strchr(text, '/');

	if (slash == NULL || text[0] == ' ' || text[strlen(text) - 1] == ' ')
		return false;
	for (const char *at = text; *at != '\0'; at++)
	{
		if (*at < ' ' || *at > '~')
			return false;
	}
	/* "votable/b2" is a nickname, not a media type. */
	return strncasecmp(text, "votable/", strlen("votable/")) != 0;
}

/* Text that does not say its encoding would be taken for Latin-1; XML does say it. */
static const char *
content_type(Arena *arena, const char *type)
{
	bool silent = strncasecmp(type, "text/", strlen("text/")) == 0 &&
				  strchr(type, ';') == NULL && strcasecmp(type, "text/xml") != 0 &&
				  strcasecmp(type, "text/x-votable+xml") != 0;

	return silent ? arena_printf(arena, "%s;charset=utf-8", type) : type;
}
