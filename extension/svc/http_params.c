/*
 * http_params.c
 *		Parameters from query strings, forms and multipart bodies.
 *
 * Sources: WHATWG URL, section 5 (urlencoded); RFC 7578 and RFC 2046, section 5.1
 * (multipart); DALI 1.1, sections 2 and 4.2.  Every byte is looked at a bounded number
 * of times.
 */
#include "svc/http_params.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "svc/multipart.h"

static bool add(HttpParams *params,
				const char *name,
				size_t name_length,
				HttpParam item,
				SkyError *err);
static bool add_pair(HttpParams *params, const char *pair, size_t length, SkyError *err);
static bool add_multipart(HttpParams *params,
						  const char *content_type,
						  const char *body,
						  size_t length,
						  SkyError *err);
static bool is_media_type(const char *content_type, const char *wanted);

bool
http_params_add_form(HttpParams *params, const char *text, size_t length, SkyError *err)
{
	const char *end = text + length;

	while (text < end)
	{
		const char *ampersand = memchr(text, '&', (size_t) (end - text));
		const char *stop = ampersand != NULL ? ampersand : end;

		if (stop > text && !add_pair(params, text, (size_t) (stop - text), err))
			return false;
		text = ampersand != NULL ? stop + 1 : end;
	}
	return true;
}

bool
http_params_add_body(HttpParams *params,
					 const char *content_type,
					 const char *body,
					 size_t length,
					 SkyError *err)
{
	static const char form[] = "application/x-www-form-urlencoded";

	if (length == 0)
		return true;
	if (is_media_type(content_type, form) && length > HTTP_PARAM_TEXT_MAX)
		return sky_error(err,
						 SKY_E_TOO_LARGE,
						 -1,
						 "a form takes at most %d bytes",
						 HTTP_PARAM_TEXT_MAX);
	if (is_media_type(content_type, form))
		return http_params_add_form(params, body, length, err);
	if (is_media_type(content_type, "multipart/form-data"))
		return add_multipart(params, content_type, body, length, err);

	sky_error(err, SKY_E_MEDIA_TYPE, -1, "the body of the request is not a form");
	return sky_error_hint(err, "Send parameters as %s or as multipart/form-data.", form);
}

const HttpParam *
http_params_next(const HttpParams *params, const char *name, int *at)
{
	while (*at < params->count)
	{
		const HttpParam *param = &params->items[(*at)++];

		if (strcasecmp(param->name, name) == 0)
			return param;
	}
	return NULL;
}

bool
http_params_single(const HttpParams *params,
				   const char *name,
				   const char **value,
				   SkyError *err)
{
	const HttpParam *found = NULL;
	const HttpParam *param;
	int at = 0;

	while ((param = http_params_next(params, name, &at)) != NULL)
	{
		if (found != NULL)
			return sky_error(
				err, SKY_E_BAD_VALUE, -1, "parameter %s was sent more than once", name);
		if (utf8_prefix(param->value, param->length) < param->length)
			return sky_error(err,
							 SKY_E_ENCODING,
							 -1,
							 "parameter %s is not UTF-8 text without NUL",
							 name);
		found = param;
	}
	*value = found == NULL ? NULL
			 : found->file_name == NULL
				 ? found->value
				 : arena_strndup(params->arena, found->value, found->length);
	return true;
}

bool
http_params_has(const HttpParams *params, const char *name)
{
	int at = 0;

	return http_params_next(params, name, &at) != NULL;
}

/* Append a parameter: its name is checked and copied, item.value taken as it is. */
static bool
add(HttpParams *params,
	const char *name,
	size_t name_length,
	HttpParam item,
	SkyError *err)
{
	if (params->count >= HTTP_PARAMS_MAX)
		return sky_error(err,
						 SKY_E_LIMIT,
						 -1,
						 "the request has more than %d parameters",
						 HTTP_PARAMS_MAX);
	if (name_length > HTTP_PARAM_NAME_MAX)
		return sky_error(err,
						 SKY_E_LIMIT,
						 -1,
						 "the name of a parameter is longer than %d bytes",
						 HTTP_PARAM_NAME_MAX);
	if (params->count == params->room)
	{
		int room = params->room == 0 ? 16 : params->room * 2;
		HttpParam *items = arena_array(params->arena, (size_t) room, sizeof(*items));

		if (params->count > 0)
			memcpy(items, params->items, (size_t) params->count * sizeof(*items));
		params->items = items;
		params->room = room;
	}
	item.name = arena_strndup(params->arena, name, name_length);
	params->items[params->count++] = item;
	return true;
}

/* One name=value; a name alone has an empty value. */
static bool
add_pair(HttpParams *params, const char *pair, size_t length, SkyError *err)
{
	const char *equals = memchr(pair, '=', length);
	size_t name_length = equals != NULL ? (size_t) (equals - pair) : length;
	HttpParam item = {.value = ""};
	char *name;

	name = http_decode(params->arena, pair, name_length, true, "a parameter's name", err);
	if (name == NULL)
		return false;
	if (equals != NULL)
		item.value = http_decode(params->arena,
								 equals + 1,
								 (size_t) (pair + length - equals - 1),
								 true,
								 "a parameter's value",
								 err);
	if (item.value == NULL)
		return sky_error_detail(err, "The parameter is \"%s\".", name);
	item.length = strlen(item.value);
	return add(params, name, strlen(name), item, err);
}

/* Append the parts of a multipart/form-data body. */
static bool
add_multipart(HttpParams *params,
			  const char *content_type,
			  const char *body,
			  size_t length,
			  SkyError *err)
{
	Multipart multipart;
	MultipartPart part;

	if (!multipart_begin(&multipart, params->arena, content_type, body, length, err))
		return false;
	while (multipart_next(&multipart, &part, err))
	{
		HttpParam item = {.length = part.length, .file_name = part.file_name};

		if (part.file_name == NULL && part.length > HTTP_PARAM_TEXT_MAX)
		{
			sky_error(err,
					  SKY_E_TOO_LARGE,
					  -1,
					  "parameter %s has more than %d bytes",
					  part.name,
					  HTTP_PARAM_TEXT_MAX);
			return sky_error_hint(err, "Send it as a file, with a filename.");
		}
		if (part.file_name == NULL &&
			utf8_prefix(part.content, part.length) < part.length)
		{
			sky_error(err,
					  SKY_E_ENCODING,
					  -1,
					  "a parameter's value is not UTF-8 text without NUL");
			return sky_error_detail(err, "The parameter is \"%s\".", part.name);
		}
		item.value = part.file_name != NULL
						 ? part.content
						 : arena_strndup(params->arena, part.content, part.length);
		if (!add(params, part.name, strlen(part.name), item, err))
			return false;
	}
	return !multipart.failed;
}

/* Is the type, without its parameters, the wanted one? */
static bool
is_media_type(const char *content_type, const char *wanted)
{
	size_t length = strlen(wanted);

	return content_type != NULL && strcspn(content_type, "; \t") == length &&
		   strncasecmp(content_type, wanted, length) == 0;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

char *
http_decode(Arena *arena,
			const char *text,
			size_t length,
			bool plus,
			const char *what,
			SkyError *err)
{
	char *result = arena_alloc(arena, length + 1);
	size_t used = 0;

	for (size_t i = 0; i < length; i++)
	{
		char c = text[i];

		if (c == '%')
		{
			int high = length - i > 2 ? hex_digit(text[i + 1]) : -1;
			int low = high >= 0 ? hex_digit(text[i + 2]) : -1;

			if (low < 0)
			{
				sky_error(err, SKY_E_BAD_TEXT, -1, "broken percent sequence in %s", what);
				sky_error_hint(err, "Write a percent sign as %%25.");
				return NULL;
			}
			c = (char) (high * 16 + low);
			i += 2;
		}
		else if (c == '+' && plus)
			c = ' ';
		result[used++] = c;
	}
	result[used] = '\0';
	if (utf8_prefix(result, used) < used)
	{
		sky_error(err, SKY_E_ENCODING, -1, "%s is not UTF-8 text without NUL", what);
		return NULL;
	}
	return result;
}

static void
encode(Sink *sink, const char *text, const char *kept)
{
	for (; *text != '\0'; text++)
	{
		unsigned char c = (unsigned char) *text;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
					 (c >= '0' && c <= '9') || strchr(kept, c) != NULL;

		sink_printf(sink, plain ? "%c" : "%%%02X", c);
	}
}

void
http_encode(Sink *sink, const char *text)
{
	encode(sink, text, "-._~");
}

void
http_encode_path(Sink *sink, const char *text)
{
	encode(sink, text, "-._~/");
}
