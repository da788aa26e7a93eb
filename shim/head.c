/*
 * Strict reading of HTTP/1 request heads and chunked bodies.
 *
 * Refused on purpose, although some servers take them: bare LF, folded lines, blanks
 * before the colon, two lengths (even equal ones), any transfer coding but "chunked",
 * control bytes and bytes past 0x7E in the request line.
 */
#include "head.h"

#include <string.h>
#include <strings.h>

#define LENGTH_MAX_DIGITS  18
#define CHUNKED_MAX_DIGITS 15
#define CHUNKED_MAX_EXTRA  8192

static int parse_request_line(char **at, const char *end, Head *head, const char **why);
static int parse_fields(char *at, const char *end, Head *head, const char **why);
static int apply_fields(Head *head, const char **why);
static int split_target(Slice target, Head *head, const char **why);

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* RFC 9110 tchar. */
static inline bool
is_token(char c)
{
	return is_digit(c) || is_alpha(c) ||
		   (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static int
hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int
head_length(const char *data, size_t len, size_t searched)
{
	size_t from = searched > 3 ? searched - 3 : 0;
	size_t limit = len < HEAD_MAX_BYTES ? len : HEAD_MAX_BYTES;
	const char *stop = NULL;

	if (len > 0 && !is_token(data[0]))
		return -400;
	if (from < limit)
		stop = memmem(data + from, limit - from, "\r\n\r\n", 4);
	if (stop != NULL)
		return (int) (stop - data) + 4;
	if (len > HEAD_MAX_TARGET + 64 && memchr(data, '\n', HEAD_MAX_TARGET + 64) == NULL)
		return -414;
	return len >= HEAD_MAX_BYTES ? -431 : 0;
}

int
head_parse(char *data, size_t len, Head *head, const char **why)
{
	char *at = data;
	int status;

	*head = (Head){.content_length = -1};
	*why = "bad request";
	status = parse_request_line(&at, data + len, head, why);
	if (status == 0)
		status = parse_fields(at, data + len, head, why);
	if (status == 0)
		status = apply_fields(head, why);
	return status;
}

/* METHOD SP target SP HTTP/1.x CRLF; leaves *at behind it. */
static int
parse_request_line(char **at, const char *end, Head *head, const char **why)
{
	char *c = *at;
	Slice target;

	head->method.data = c;
	while (c < end && is_token(*c))
		c++;
	head->method.len = (size_t) (c - head->method.data);
	if (head->method.len == 0 || head->method.len > 32 || c >= end || *c != ' ')
		return *why = "malformed request line", 400;
	target.data = ++c;
	while (c<end && * c> ' ' && *c < 0x7f)
		c++;
	target.len = (size_t) (c - target.data);
	if (c < end && ((unsigned char) *c > 0x7f || *c == '\0'))
		return *why = "the request target has bytes that must be percent-encoded", 400;
	if (target.len == 0 || end - c < 11 || *c != ' ')
		return *why = "malformed request line", 400;
	if (target.len > HEAD_MAX_TARGET)
		return *why = "the request target is too long, use POST", 414;
	c++;
	if (memcmp(c, "HTTP/", 5) != 0 || !is_digit(c[5]) || c[6] != '.' || !is_digit(c[7]) ||
		c[8] != '\r' || c[9] != '\n')
		return *why = "malformed request line", 400;
	if (c[5] != '1' || c[7] > '1')
		return *why = "only HTTP/1.1 and HTTP/1.0 are spoken here", 505;
	head->minor = c[7] - '0';
	*at = c + 10;
	return split_target(target, head, why);
}

/* Origin form, absolute form, or "*" for OPTIONS; percent signs of the path checked. */
static int
split_target(Slice target, Head *head, const char **why)
{
	const char *mark;

	if (target.len > 7 && strncasecmp(target.data, "http://", 7) == 0)
	{
		const char *slash = memchr(target.data + 7, '/', target.len - 7);

		if (slash == NULL)
			return *why = "malformed request target", 400;
		head->host = (Slice){target.data + 7, (size_t) (slash - target.data) - 7};
		target = (Slice){slash, target.len - (size_t) (slash - target.data)};
	}
	if (target.data[0] != '/' &&
		!(slice_is(target, "*") && slice_is(head->method, "OPTIONS")))
		return *why = "malformed request target", 400;
	if (memchr(target.data, '#', target.len) != NULL)
		return *why = "a fragment does not belong to a request", 400;
	mark = memchr(target.data, '?', target.len);
	head->path = target;
	if (mark != NULL)
	{
		head->path.len = (size_t) (mark - target.data);
		head->query = (Slice){mark + 1, target.len - head->path.len - 1};
	}
	for (size_t i = 0; i < head->path.len; i++)
	{
		const char *c = head->path.data + i;

		if (*c != '%')
			continue;
		if (i + 2 >= head->path.len || hex_value(c[1]) < 0 || hex_value(c[2]) < 0)
			return *why = "malformed percent-encoding in the path", 400;
		if (hex_value(c[1]) == 0 && hex_value(c[2]) == 0)
			return *why = "NUL in the path", 400;
	}
	return 0;
}

/* All "name: value" lines up to the blank one. */
static int
parse_fields(char *at, const char *end, Head *head, const char **why)
{
	while (end - at >= 2 && !(at[0] == '\r' && at[1] == '\n'))
	{
		HeadField *field = &head->fields[head->nfields];

		if (head->nfields == HEAD_MAX_FIELDS)
			return *why = "too many header fields", 431;
		field->name.data = at;
		for (; at < end && is_token(*at); at++)
			if (*at >= 'A' && *at <= 'Z')
				*at = (char) (*at + ('a' - 'A'));
		field->name.len = (size_t) (at - field->name.data);
		if (field->name.len == 0 || at >= end || *at != ':')
			return *why = "malformed header field", 400;
		for (at++; at < end && (*at == ' ' || *at == '\t');)
			at++;
		field->value.data = at;
		while (at < end && (*at == '\t' || ((unsigned char) *at >= ' ' && *at != 0x7f)))
			at++;
		if (end - at < 2 || at[0] != '\r' || at[1] != '\n')
			return *why = "a header field holds a control character", 400;
		field->value.len = (size_t) (at - field->value.data);
		while (field->value.len > 0 &&
			   strchr(" \t", field->value.data[field->value.len - 1]) != NULL)
			field->value.len--;
		head->nfields++;
		at += 2;
	}
	return end - at == 2 ? 0 : 400;
}

/* Does a comma-separated list hold a token, whatever its case? */
static bool
has_token(Slice list, const char *token)
{
	size_t want = strlen(token);
	const char *at = list.data;
	const char *end = list.data + list.len;

	while (at < end)
	{
		const char *comma = memchr(at, ',', (size_t) (end - at));
		const char *stop = comma != NULL ? comma : end;

		while (at < stop && (*at == ' ' || *at == '\t'))
			at++;
		while (stop > at && (stop[-1] == ' ' || stop[-1] == '\t'))
			stop--;
		if ((size_t) (stop - at) == want && strncasecmp(at, token, want) == 0)
			return true;
		at = comma != NULL ? comma + 1 : end;
	}
	return false;
}

/* Digits alone, and no more of them than fit. */
static bool
parse_length(Slice text, int64_t *length)
{
	*length = 0;
	if (text.len == 0 || text.len > LENGTH_MAX_DIGITS)
		return false;
	for (size_t i = 0; i < text.len; i++)
	{
		if (!is_digit(text.data[i]))
			return false;
		*length = *length * 10 + (text.data[i] - '0');
	}
	return true;
}

/* What the fields say about the message itself. */
static int
apply_fields(Head *head, const char **why)
{
	int lengths = 0;
	int codings = 0;
	int hosts = 0;
	Slice absolute = head->host;

	head->keep_alive = head->minor == 1;
	for (int i = 0; i < head->nfields; i++)
	{
		Slice name = head->fields[i].name;
		Slice value = head->fields[i].value;

		if (slice_is(name, "content-length"))
		{
			lengths++;
			if (!parse_length(value, &head->content_length))
				return *why = "malformed Content-Length", 400;
		}
		else if (slice_is(name, "transfer-encoding"))
		{
			codings++;
			if (!has_token(value, "chunked") || value.len != strlen("chunked"))
				return *why = "only the transfer coding \"chunked\" is spoken here", 501;
			head->chunked = true;
		}
		else if (slice_is(name, "host"))
		{
			hosts++;
			head->host = value;
		}
		else if (slice_is(name, "connection"))
			head->keep_alive = !has_token(value, "close") &&
							   (head->keep_alive || has_token(value, "keep-alive"));
		else if (slice_is(name, "expect"))
		{
			if (!has_token(value, "100-continue"))
				return *why = "only \"100-continue\" can be expected", 417;
			head->expect_continue = head->minor == 1;
		}
	}
	if (lengths + codings > 1 || (codings > 0 && head->minor == 0))
		return *why = "the length of the body is told twice", 400;
	if (hosts > 1 || (hosts == 0 && head->minor == 1))
		return *why = "there must be one Host field", 400;
	if (hosts == 1 && head->host.len > 0 && !host_is_valid(head->host))
		return *why = "malformed Host", 400;
	if (absolute.data != NULL &&
		(!host_is_valid(absolute) ||
		 (hosts == 1 &&
		  (absolute.len != head->host.len ||
		   strncasecmp(absolute.data, head->host.data, absolute.len) != 0))))
		return *why = "the request target and the Host field name different hosts", 400;
	return 0;
}

Slice
head_field(const Head *head, const char *name)
{
	for (int i = 0; i < head->nfields; i++)
		if (slice_is(head->fields[i].name, name))
			return head->fields[i].value;
	return (Slice){NULL, 0};
}

bool
slice_is(Slice slice, const char *text)
{
	size_t len = strlen(text);

	return slice.len == len && (len == 0 || memcmp(slice.data, text, len) == 0);
}

bool
host_is_valid(Slice host)
{
	size_t i = 0;

	if (host.len > 0 && host.data[0] == '[')
	{
		for (i = 1; i < host.len && (hex_value(host.data[i]) >= 0 ||
									 host.data[i] == ':' || host.data[i] == '.');)
			i++;
		if (i < 3 || i >= host.len || host.data[i] != ']')
			return false;
		i++;
	}
	else
	{
		while (i < host.len &&
			   (is_digit(host.data[i]) || is_alpha(host.data[i]) ||
				strchr("-._", host.data[i]) != NULL) &&
			   host.data[i] != '\0')
			i++;
		if (i == 0)
			return false;
	}
	if (i == host.len)
		return true;
	if (host.data[i++] != ':' || i == host.len || host.len - i > 5)
		return false;
	while (i < host.len && is_digit(host.data[i]))
		i++;
	return i == host.len;
}

enum
{
	CHUNK_SIZE,
	CHUNK_EXTENSION,
	CHUNK_SIZE_LF,
	CHUNK_DATA,
	CHUNK_DATA_CR,
	CHUNK_DATA_LF,
	CHUNK_TRAILER,		/* at the start of a trailer line */
	CHUNK_TRAILER_LINE, /* within one */
	CHUNK_TRAILER_LF,
	CHUNK_END_LF,
	CHUNK_OVER,
};

/* One byte that is not body data; false if it may not stand there. */
static bool
chunked_step(Chunked *k, char c)
{
	switch (k->state)
	{
		case CHUNK_SIZE:
			if (hex_value(c) >= 0 && k->digits < CHUNKED_MAX_DIGITS)
			{
				k->left = k->left * 16 + (uint64_t) hex_value(c);
				k->digits++;
				return true;
			}
			if (k->digits == 0 || (c != ';' && c != '\r'))
				return false;
			k->state = c == ';' ? CHUNK_EXTENSION : CHUNK_SIZE_LF;
			return true;
		case CHUNK_EXTENSION:
			if (c == '\r')
				k->state = CHUNK_SIZE_LF;
			return c == '\r' || c == '\t' || ((unsigned char) c >= ' ' && c != 0x7f);
		case CHUNK_SIZE_LF:
			k->state = k->left > 0 ? CHUNK_DATA : CHUNK_TRAILER;
			k->digits = 0;
			return c == '\n';
		case CHUNK_DATA_CR:
			k->state = CHUNK_DATA_LF;
			return c == '\r';
		case CHUNK_DATA_LF:
			k->state = CHUNK_SIZE;
			return c == '\n';
		case CHUNK_TRAILER:
			k->state = c == '\r' ? CHUNK_END_LF : CHUNK_TRAILER_LINE;
			return c == '\r' || is_token(c);
		case CHUNK_TRAILER_LINE:
			if (c == '\r')
				k->state = CHUNK_TRAILER_LF;
			return c == '\r' || c == '\t' || ((unsigned char) c >= ' ' && c != 0x7f);
		case CHUNK_TRAILER_LF:
			k->state = CHUNK_TRAILER;
			return c == '\n';
		case CHUNK_END_LF:
			k->state = CHUNK_OVER;
			return c == '\n';
		default:
			return false;
	}
}

ChunkedResult
chunked_decode(Chunked *k, char *data, size_t len, size_t *used, size_t *out)
{
	size_t at = 0;

	*out = 0;
	while (at < len && k->state != CHUNK_OVER)
	{
		if (k->state == CHUNK_DATA)
		{
			size_t n = len - at < k->left ? len - at : (size_t) k->left;

			memmove(data + *out, data + at, n);
			at += n;
			*out += n;
			k->left -= n;
			if (k->left == 0)
				k->state = CHUNK_DATA_CR;
			continue;
		}
		if (k->state == CHUNK_EXTENSION || k->state >= CHUNK_TRAILER)
			k->extra++;
		if (k->extra > CHUNKED_MAX_EXTRA || !chunked_step(k, data[at]))
			return *used = at, CHUNKED_BAD;
		at++;
	}
	*used = at;
	return k->state == CHUNK_OVER ? CHUNKED_DONE : CHUNKED_MORE;
}
