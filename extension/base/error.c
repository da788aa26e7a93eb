/*
 * error.c
 *		Faults as values: first one wins, no allocation.
 */
#include "base/error.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static void format_text(char *text, size_t size, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

static const char *const sqlstates[SKY_E_CODES] = {
	[SKY_OK] = "00000",
	[SKY_E_SYNTAX] = "42601",
	[SKY_E_UNDEFINED_COLUMN] = "42703",
	[SKY_E_UNDEFINED_TABLE] = "42P01",
	[SKY_E_UNDEFINED_FUNCTION] = "42883",
	[SKY_E_AMBIGUOUS] = "42702",
	[SKY_E_GROUPING] = "42803",
	[SKY_E_TYPE] = "42804",
	[SKY_E_NAME] = "42602",
	[SKY_E_UNSUPPORTED] = "0A000",
	[SKY_E_BAD_TEXT] = "22P02",
	[SKY_E_OUT_OF_RANGE] = "22003",
	[SKY_E_BAD_VALUE] = "22023",
	[SKY_E_ENCODING] = "22021",
	[SKY_E_TOO_COMPLEX] = "54001",
	[SKY_E_LIMIT] = "54000",
	[SKY_E_MEMORY] = "53200",
	[SKY_E_LIBRARY] = "38000",
	[SKY_E_IO] = "58030",
	[SKY_E_UNAUTHENTICATED] = "SK401",
	[SKY_E_FORBIDDEN] = "SK403",
	[SKY_E_NOT_FOUND] = "SK404",
	[SKY_E_METHOD] = "SK405",
	[SKY_E_TOO_LARGE] = "SK413",
	[SKY_E_MEDIA_TYPE] = "SK415",
	[SKY_E_TOO_MANY] = "SK429",
	[SKY_E_UNAVAILABLE] = "SK503",
	[SKY_E_NO_ROOM] = "SK507",
};

bool
sky_error(SkyError *err, SkyErrorCode code, int position, const char *format, ...)
{
	if (err != NULL && err->code == SKY_OK)
	{
		va_list args;

		*err = (SkyError){.code = code, .position = position};
		va_start(args, format);
		format_text(err->message, sizeof(err->message), format, args);
		va_end(args);
	}
	return false;
}

bool
sky_error_hint(SkyError *err, const char *format, ...)
{
	if (err != NULL && err->hint[0] == '\0')
	{
		va_list args;

		va_start(args, format);
		format_text(err->hint, sizeof(err->hint), format, args);
		va_end(args);
	}
	return false;
}

bool
sky_error_detail(SkyError *err, const char *format, ...)
{
	if (err != NULL && err->detail[0] == '\0')
	{
		va_list args;

		va_start(args, format);
		format_text(err->detail, sizeof(err->detail), format, args);
		va_end(args);
	}
	return false;
}

const char *
sky_error_sqlstate(SkyErrorCode code)
{
	return sqlstates[code];
}

/* Drop what is no whole character: the end of a text, or of a value in it, cut short. */
static void
keep_characters(char *text)
{
	size_t length = strlen(text);
	size_t kept = 0;

	for (size_t at = 0; at < length; at++)
	{
		size_t whole = utf8_prefix(text + at, length - at);

		memmove(text + kept, text + at, whole);
		kept += whole;
		at += whole;
	}
	text[kept] = '\0';
}

/* vsnprintf that never leaves half a UTF-8 character. */
static void
format_text(char *text, size_t size, const char *format, va_list args)
{
	if (vsnprintf(text, size, format, args) < 0)
		text[0] = '\0';
	keep_characters(text);
}
