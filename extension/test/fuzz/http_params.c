/*
 * Fuzzer of http_params: the first line is the Content-Type, the rest the body; the whole
 * is taken as a query string too.  What comes out must keep the promises of the header.
 */
#include "svc/http_params.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "svc/request.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const HttpParams *params)
{
	if (params->count > HTTP_PARAMS_MAX)
		abort();
	for (int i = 0; i < params->count; i++)
	{
		const HttpParam *item = &params->items[i];
		const char *value;

		if (strlen(item->name) > HTTP_PARAM_NAME_MAX)
			abort();
		if (item->file_name == NULL && item->value[item->length] != '\0')
			abort();
		if (item->file_name == NULL &&
			utf8_prefix(item->value, item->length) < item->length)
			abort();
		http_params_single(params, item->name, &value, NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *) data;
	const char *newline = size > 0 ? memchr(text, '\n', size) : NULL;
	Arena arena;
	SkyError err = {0};

	arena_init_malloc(&arena, 0);
	HttpParams params = {.arena = &arena};
	HttpParams form = {.arena = &arena};

	if (newline != NULL)
	{
		const char *type = arena_strndup(&arena, text, (size_t) (newline - text));
		size_t length = size - (size_t) (newline + 1 - text);

		http_params_add_body(&params, type, newline + 1, length, &err);
		check(&params);
	}
	http_params_add_form(&form, text, size, NULL);
	check(&form);
	arena_fini(&arena);
	return 0;
}
