/*
 * multipart.c
 *		Taking multipart/form-data apart (RFC 7578; RFC 2046, section 5.1).
 *
 * A delimiter line is "--", the boundary, optional blanks and a line end; the line end
 * before it belongs to it.  What begins like one but goes on is content.  Lines may end
 * in LF alone, as some scripts send them.
 */
#include "svc/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "svc/http_params.h"
#include "svc/request.h"

#define BOUNDARY_MAX 70 /* [bytes], RFC 2046 */

static const char *
find_delimiter(Multipart *multipart, const char *from, const char **content_end);
static const char *delimiter_end(Multipart *multipart, const char *found);
static bool read_head(Multipart *multipart, MultipartPart *part, SkyError *err);
static bool read_head_line(Multipart *multipart,
						   MultipartPart *part,
						   const char *line,
						   SkyError *err);
static bool broken(Multipart *multipart, SkyError *err, const char *why);

bool
multipart_begin(Multipart *multipart,
				Arena *arena,
				const char *content_type,
				const char *body,
				size_t length,
				SkyError *err)
{
	const char *boundary = header_parameter(arena, content_type, "boundary");
	const char *content_end;

	*multipart = (Multipart){.arena = arena, .end = body + length};
	if (boundary == NULL || boundary[0] == '\0' || strlen(boundary) > BOUNDARY_MAX)
		return broken(multipart, err, "its Content-Type names no proper boundary");
	multipart->delimiter = arena_printf(arena, "--%s", boundary);
	multipart->delimiter_length = strlen(multipart->delimiter);
	multipart->at = find_delimiter(multipart, body, &content_end);
	if (multipart->at == NULL)
		return broken(multipart, err, "the boundary does not occur in it");
	return true;
}

bool
multipart_next(Multipart *multipart, MultipartPart *part, SkyError *err)
{
	const char *next;
	const char *content_end;

	*part = (MultipartPart){0};
	if (multipart->last || !read_head(multipart, part, err))
		return false;
	part->content = multipart->at;
	next = find_delimiter(multipart, part->content, &content_end);
	if (next == NULL)
		return broken(multipart, err, "it ends within a part");
	part->length = (size_t) (content_end - part->content);
	multipart->at = next;
	return true;
}

/*
 * What follows the next delimiter line, or NULL.  A delimiter begins a line, and from is
 * the beginning of one.  *content_end is where the content before the delimiter ends.
 */
static const char *
find_delimiter(Multipart *multipart, const char *from, const char **content_end)
{
	const char *at = from;
	const char *found;

	while ((found = memmem(at,
						   (size_t) (multipart->end - at),
						   multipart->delimiter,
						   multipart->delimiter_length)) != NULL)
	{
		const char *after = NULL;

		if (found == from || found[-1] == '\n')
			after = delimiter_end(multipart, found);
		if (after == NULL)
		{
			at = found + 1;
			continue;
		}
		if (found > from)
			found--;
		if (found > from && found[-1] == '\r')
			found--;
		*content_end = found;
		return after;
	}
	return NULL;
}

/* What follows the line of the delimiter at found, or NULL if the line goes on. */
static const char *
delimiter_end(Multipart *multipart, const char *found)
{
	const char *rest = found + multipart->delimiter_length;
	const char *end = multipart->end;
	bool last = end - rest >= 2 && rest[0] == '-' && rest[1] == '-';

	if (last)
		rest += 2;
	while (rest < end && (*rest == ' ' || *rest == '\t'))
		rest++;
	if (rest < end && *rest == '\r')
		rest++;
	if (rest == end ? !last : *rest != '\n')
		return NULL;
	multipart->last = last;
	return rest < end ? rest + 1 : end;
}

/* Read the header lines of a part and the blank line after them. */
static bool
read_head(Multipart *multipart, MultipartPart *part, SkyError *err)
{
	const char *start = multipart->at;

	for (;;)
	{
		const char *line = multipart->at;
		const char *newline = memchr(line, '\n', (size_t) (multipart->end - line));
		size_t length;

		if (newline == NULL)
			return broken(multipart, err, "it ends within the header of a part");
		if (newline - start > HTTP_PART_HEAD_MAX)
			return broken(multipart, err, "the header of a part is too long");
		multipart->at = newline + 1;
		length = (size_t) (newline - line);
		if (length > 0 && line[length - 1] == '\r')
			length--;
		if (length == 0)
			break;
		if (utf8_prefix(line, length) < length)
			return broken(multipart, err, "the header of a part is not UTF-8 text");
		if (!read_head_line(
				multipart, part, arena_strndup(multipart->arena, line, length), err))
			return false;
	}
	if (part->name == NULL)
		return broken(multipart, err, "a part has no name");
	return true;
}

/* Take what matters from one header line of a part. */
static bool
read_head_line(Multipart *multipart, MultipartPart *part, const char *line, SkyError *err)
{
	const char *colon = strchr(line, ':');
	const char *value;
	char *name;

	if (colon == NULL)
		return broken(multipart, err, "the header of a part is malformed");
	name = arena_strndup(multipart->arena, line, (size_t) (colon - line));
	value = colon + 1 + strspn(colon + 1, " \t");
	if (strcasecmp(name, "content-disposition") == 0)
	{
		part->name = header_parameter(multipart->arena, value, "name");
		part->file_name = header_parameter(multipart->arena, value, "filename");
	}
	else if (strcasecmp(name, "content-transfer-encoding") == 0 &&
			 strcasecmp(value, "binary") != 0 && strcasecmp(value, "8bit") != 0 &&
			 strcasecmp(value, "7bit") != 0)
		return broken(multipart, err, "a part has a Content-Transfer-Encoding");
	return true;
}

static bool
broken(Multipart *multipart, SkyError *err, const char *why)
{
	multipart->failed = true;
	return sky_error(err, SKY_E_BAD_TEXT, -1, "the multipart body is malformed: %s", why);
}
