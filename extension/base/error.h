#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

/*
 * How the core says that something went wrong: a value, never a jump.  The glue turns it
 * into a PostgreSQL error (report_pg.c), a service into an error document.
 */
typedef enum SkyErrorCode
{
	SKY_OK = 0,
	SKY_E_SYNTAX,			  /* 42601 the text does not follow the grammar */
	SKY_E_UNDEFINED_COLUMN,	  /* 42703 */
	SKY_E_UNDEFINED_TABLE,	  /* 42P01 */
	SKY_E_UNDEFINED_FUNCTION, /* 42883 */
	SKY_E_AMBIGUOUS,		  /* 42702 a name fits more than one thing */
	SKY_E_GROUPING,			  /* 42803 */
	SKY_E_TYPE,				  /* 42804 */
	SKY_E_NAME,				  /* 42602 */
	SKY_E_UNSUPPORTED,		  /* 0A000 */
	SKY_E_BAD_TEXT,			  /* 22P02 a literal or a file that cannot be read */
	SKY_E_OUT_OF_RANGE,		  /* 22003 */
	SKY_E_BAD_VALUE,		  /* 22023 a parameter value that is not allowed */
	SKY_E_ENCODING,			  /* 22021 not UTF-8, or NUL */
	SKY_E_TOO_COMPLEX,		  /* 54001 nested too deep */
	SKY_E_LIMIT,			  /* 54000 over a limit */
	SKY_E_MEMORY,			  /* 53200 */
	SKY_E_LIBRARY,			  /* 38000 a library failed */
	SKY_E_IO,				  /* 58030 */
	SKY_E_UNAUTHENTICATED,	  /* SK401 */
	SKY_E_FORBIDDEN,		  /* SK403 */
	SKY_E_NOT_FOUND,		  /* SK404 */
	SKY_E_METHOD,			  /* SK405 */
	SKY_E_TOO_LARGE,		  /* SK413 */
	SKY_E_MEDIA_TYPE,		  /* SK415 */
	SKY_E_TOO_MANY,			  /* SK429 */
	SKY_E_UNAVAILABLE,		  /* SK503 */
	SKY_E_NO_ROOM,			  /* SK507 */
	SKY_E_CODES				  /* how many there are */
} SkyErrorCode;

/*
 * One fault.  position: byte offset into the text given to the core, -1 where there is
 * none; length: bytes the fault covers, 0 if unknown.  Texts are UTF-8, cut at a
 * character border when too long; empty means absent.
 */
typedef struct SkyError
{
	SkyErrorCode code;
	int position;
	int length;
	char message[512];
	char detail[512];
	char hint[512];
} SkyError;

/*
 * Record a fault unless one is recorded already (the first one wins) and return false,
 * so that callers can write "return sky_error(...)".  err may be NULL: nothing recorded.
 */
extern bool
sky_error(SkyError *err, SkyErrorCode code, int position, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Add the hint or the detail to the recorded fault, unless it has one.  Return false. */
extern bool sky_error_hint(SkyError *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
extern bool sky_error_detail(SkyError *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The five characters of the SQLSTATE of a code; never NULL. */
extern const char *sky_error_sqlstate(SkyErrorCode code);

#endif
