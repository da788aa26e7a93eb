/*
 * service_alias.c
 *		Where other archives have what this one has: programs made for them need only
 *		another host.
 *
 * A path is made ours before anything else looks at it; so quotas, jobs and documents
 * know but one.
 */
#include "svc/service_alias.h"

#include <string.h>

#include "base/table.h"

/* An exact path, and all below it; the first row that fits counts. */
static const struct
{
	const char *path;
	const char *ours;
} aliases[] = {
	/* Rubin Observatory, Rubin Science Platform */
	{"/api/cutout/jobs", "/soda/async"},
	{"/api/cutout", "/soda"},
	{"/api/datalink", "/datalink"},
	{"/api/scs", "/scs"},
	{"/api/sia", "/sia"},
	{"/api/tap", "/tap"},
	/* European Southern Observatory, Science Archive */
	{"/dataPortal/file", "/data"},
	{"/dataPortal/soda", "/soda"},
	{"/ssap", "/ssa"},
	{"/tap_cat", "/tap"},
	{"/tap_obs", "/tap"},
};

/* What is meant there if nothing is said: at that very path, where work begins. */
static const struct
{
	const char *path;
	const char *name;
	const char *form; /* name=value */
} defaults[] = {
	{"/api/cutout/jobs", "CUTOUTDETAIL", "CUTOUTDETAIL=Image"},
	{"/api/cutout/sync", "CUTOUTDETAIL", "CUTOUTDETAIL=Image"},
};

/* A path with its beginning replaced, or NULL if it begins otherwise. */
static const char *
replace(Arena *arena, const char *path, const char *from, const char *to)
{
	size_t length = strlen(from);

	if (strncmp(path, from, length) != 0 || (path[length] != '\0' && path[length] != '/'))
		return NULL;
	return arena_printf(arena, "%s%s", to, path + length);
}

const char *
service_path(Arena *arena, const char *path)
{
	for (size_t i = 0; i < SKY_LENGTH(aliases); i++)
	{
		const char *ours = replace(arena, path, aliases[i].path, aliases[i].ours);

		if (ours != NULL)
			return ours;
	}
	return path;
}

bool
service_add_defaults(const char *path, HttpParams *params, SkyError *err)
{
	for (size_t i = 0; i < SKY_LENGTH(defaults); i++)
		if (strcmp(path, defaults[i].path) == 0 &&
			!http_params_has(params, defaults[i].name) &&
			!http_params_add_form(
				params, defaults[i].form, strlen(defaults[i].form), err))
			return false;
	return true;
}

const char *
service_alias_next(Arena *arena, const char *path, int *at)
{
	while (*at < (int) SKY_LENGTH(aliases))
	{
		int i = (*at)++;
		const char *other = replace(arena, path, aliases[i].ours, aliases[i].path);

		if (other != NULL)
			return other;
	}
	return NULL;
}
