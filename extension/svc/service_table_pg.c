/*
 * service_table_pg.c
 *		Every service: where it is, what it takes, who answers.
 *
 * The shim learns all this through the view sky.route; a new service is a handler and a
 * row here.
 */
#include "postgres.h"

#include "svc/service_table_pg.h"

#include "svc/upload_pg.h"

#define FORM_BODY_MAX  (64L * 1024)		   /* of a form with names and secrets [bytes] */
#define QUERY_BODY_MAX (16L * 1024 * 1024) /* of a form with a query [bytes] */

#define VOSI_DOCUMENT(where, what, who, description_)                                    \
	{                                                                                    \
		.path = where, .methods = "GET,HEAD", .name = "VOSI " what, .handler = who,      \
		.scope = "", .description = description_,                                        \
	}

/* What every service has beside its own endpoints. */
#define VOSI_DOCUMENTS(service)                                                          \
	VOSI_DOCUMENT(service "/capabilities",                                               \
				  "capabilities",                                                        \
				  vosi_capabilities,                                                     \
				  "What the service can do."),                                           \
		VOSI_DOCUMENT(service "/availability",                                           \
					  "availability",                                                    \
					  vosi_availability,                                                 \
					  "Whether the service is up, and since when.")

/* The token endpoint, in each of its spellings. */
#define TOKEN_ENDPOINT(where, description_)                                              \
	{                                                                                    \
		.path = where, .methods = "GET,HEAD,POST", .name = "token endpoint",             \
		.handler = auth_serve, .scope = "", .max_body = FORM_BODY_MAX,                   \
		.takes_json = true, .writes = true, .takes_secrets = true,                       \
		.credentials = CREDENTIALS_OWN, .errors = ERRORS_DETAIL,                         \
		.description = description_,                                                     \
	}

/* Of everything, or of a collection. */
#define SIA_QUERY(where, description_)                                                   \
	{                                                                                    \
		.path = where, .methods = "GET,HEAD,POST", .name = "SIA query",                  \
		.handler = sia_query, .scope = "read:image", .max_body = QUERY_BODY_MAX,         \
		.errors = ERRORS_SIA, .description = description_,                               \
	}

/* Is a key good?  Asked without showing it otherwise. */
#define KEY_CHECK(where, errors_, description_)                                          \
	{                                                                                    \
		.path = where, .methods = "POST", .name = "key check", .handler = auth_serve,    \
		.scope = "", .max_body = FORM_BODY_MAX, .takes_json = true, .writes = true,      \
		.takes_secrets = true, .errors = errors_, .description = description_,           \
	}

static const Service services[] = {
	{
		.path = "/",
		.methods = "GET,HEAD",
		.name = "start page",
		.handler = start_page,
		.scope = "",
		.credentials = CREDENTIALS_PAGE,
		.description = "What this archive is and how to ask it.",
	},
	VOSI_DOCUMENTS(""),
	VOSI_DOCUMENTS("/tap"),
	VOSI_DOCUMENTS("/datalink"),
	VOSI_DOCUMENTS("/soda"),
	VOSI_DOCUMENTS("/sia"),
	VOSI_DOCUMENTS("/ssa"),
	{
		.path = "/tap",
		.methods = "GET,HEAD",
		.name = "TAP",
		.handler = start_page,
		.scope = "",
		.credentials = CREDENTIALS_PAGE,
		.description = "The base of the TAP service, for people.",
	},
	{
		.path = "/tap/sync",
		.methods = "GET,HEAD,POST",
		.name = "TAP sync",
		.handler = tap_sync,
		.scope = "read:tap",
		.max_body = UPLOAD_BODY_MAX,
		.errors = ERRORS_VOTABLE,
		.description = "One ADQL query, answered at once.",
	},
	{
		.path = "/tap/check",
		.methods = "GET,HEAD,POST",
		.name = "TAP check",
		.handler = tap_check,
		.scope = "read:tap",
		.max_body = QUERY_BODY_MAX,
		.description = "The faults of an ADQL query, and the query that was meant.",
	},
	{
		.path = "/tap/estimate",
		.methods = "GET,HEAD,POST",
		.name = "TAP estimate",
		.handler = tap_estimate,
		.scope = "read:tap",
		.max_body = UPLOAD_BODY_MAX,
		.errors = ERRORS_VOTABLE,
		.description =
			"What an ADQL query would cost, which indexes it uses, and what would help it.",
	},
	{
		.path = "/tap/async",
		.methods = "GET,HEAD,POST",
		.name = "TAP async",
		.handler = tap_async,
		.scope = "read:tap",
		.max_body = UPLOAD_BODY_MAX,
		.writes = true,
		.description = "Jobs: queries that run by themselves, their answers kept.",
	},
	{
		.path = "/tap/async/*",
		.methods = "GET,HEAD,POST,DELETE",
		.name = "TAP async",
		.handler = tap_async,
		.scope = "read:tap",
		.max_body = UPLOAD_BODY_MAX,
		.writes = true,
		.description = "One job, its parts and its result.",
	},
	{
		.path = "/tap/tables",
		.methods = "GET,HEAD",
		.name = "VOSI tables",
		.handler = vosi_tables,
		.scope = "read:tap",
		.description = "All tables and columns.",
	},
	{
		.path = "/tap/tables/*",
		.methods = "GET,HEAD",
		.name = "VOSI tables",
		.handler = vosi_tables,
		.scope = "read:tap",
		.description = "One table and its columns.",
	},
	{
		.path = "/tap/user_tables",
		.methods = "GET,HEAD",
		.name = "user tables",
		.handler = tap_user_tables,
		.scope = "read:tap",
		.description = "The tables that you keep here, and those shared with you.",
	},
	{
		.path = "/tap/user_tables/*",
		.methods = "GET,HEAD,POST,PUT,DELETE",
		.name = "user tables",
		.handler = tap_user_tables,
		.scope = "write:tap",
		.max_body = UPLOAD_BODY_MAX,
		.writes = true,
		.description = "A table to keep: put there, described, indexed, shared, deleted.",
	},
	{
		.path = "/tap/functions",
		.methods = "GET,HEAD",
		.name = "ADQL functions",
		.handler = tap_functions,
		.scope = "",
		.description = "What queries may call, for people.",
	},
	{
		.path = "/tap/examples",
		.methods = "GET,HEAD",
		.name = "DALI examples",
		.handler = tap_examples,
		.scope = "",
		.description = "Queries to begin with.",
	},
	{
		.path = "/calselector/v1/associations",
		.methods = "GET,HEAD,POST",
		.name = "calSelector",
		.handler = calselector_associations,
		.scope = "read:image",
		.max_body = QUERY_BODY_MAX,
		.description = "The calibrations that belong to an observation.",
	},
	{
		.path = "/data/*",
		.methods = "GET,HEAD",
		.name = "files",
		.handler = data_get,
		.scope = "read:image",
		.description =
			"The file of a product, whole or in parts, by its path or identifier.",
	},
	SIA_QUERY("/sia/query", "Images and cubes, found by parameters."),
	SIA_QUERY("/sia/*", "The same, those of one collection: COLLECTION/query."),
	{
		.path = "/ssa",
		.methods = "GET,HEAD,POST",
		.name = "SSA",
		.handler = ssa,
		.scope = "read:image",
		.max_body = QUERY_BODY_MAX,
		.errors = ERRORS_SSA,
		.description = "Spectra, found by parameters.",
	},
	{
		.path = "/scs/*",
		.methods = "GET,HEAD,POST",
		.name = "SCS",
		.handler = scs,
		.scope = "read:tap",
		.max_body = QUERY_BODY_MAX,
		.errors = ERRORS_SCS,
		.description = "The rows of a table that are in a cone.",
	},
	{
		.path = "/datalink/links",
		.methods = "GET,HEAD,POST",
		.name = "DataLink",
		.handler = datalink_links,
		.scope = "read:image",
		.max_body = QUERY_BODY_MAX,
		.errors = ERRORS_SIA,
		.description =
			"What belongs to a product: the file, cutouts of it, related files.",
	},
	{
		.path = "/datalink/cone_search",
		.methods = "GET,HEAD,POST",
		.name = "cone search of a table",
		.handler = table_cone_search,
		.scope = "read:tap",
		.max_body = QUERY_BODY_MAX,
		.errors = ERRORS_VOTABLE,
		.description = "The query for the rows of a table that are in a cone.",
	},
	{
		.path = "/datalink/timeseries",
		.methods = "GET,HEAD,POST",
		.name = "time series",
		.handler = table_timeseries,
		.scope = "read:tap",
		.max_body = QUERY_BODY_MAX,
		.errors = ERRORS_VOTABLE,
		.description = "The query for the measurements of an object.",
	},
	{
		.path = "/preview/*",
		.methods = "GET,HEAD",
		.name = "previews",
		.handler = preview_get,
		.scope = "read:image",
		.description = "A picture of a product, as PNG or JPEG.",
	},
	{
		.path = "/soda/sync",
		.methods = "GET,HEAD,POST",
		.name = "SODA sync",
		.handler = soda_sync,
		.scope = "read:image",
		.max_body = QUERY_BODY_MAX,
		.errors = ERRORS_LABELLED,
		.description = "The pixels of products that are wanted, as a file.",
	},
	{
		.path = "/soda/mosaic",
		.methods = "GET,HEAD,POST",
		.name = "mosaics",
		.handler = soda_mosaic,
		.scope = "read:image",
		.max_body = QUERY_BODY_MAX,
		.errors = ERRORS_LABELLED,
		.description = "Images that share one projection, as one.",
	},
	{
		.path = "/soda/async",
		.methods = "GET,HEAD,POST",
		.name = "SODA async",
		.handler = soda_async,
		.scope = "read:image",
		.max_body = QUERY_BODY_MAX,
		.writes = true,
		.errors = ERRORS_LABELLED,
		.description = "Jobs: cutouts that are made and kept, each a file of its own.",
	},
	{
		.path = "/soda/async/*",
		.methods = "GET,HEAD,POST,DELETE",
		.name = "SODA async",
		.handler = soda_async,
		.scope = "read:image",
		.max_body = QUERY_BODY_MAX,
		.writes = true,
		.errors = ERRORS_LABELLED,
		.description = "One job, its parts and its results.",
	},
	{
		.path = "/limits",
		.methods = "GET,HEAD",
		.name = "limits",
		.handler = limits_get,
		.scope = "",
		.credentials = CREDENTIALS_PAGE,
		.description = "How much you may ask: as text, page or JSON.",
	},
	{
		.path = "/login",
		.methods = "GET,HEAD,POST",
		.name = "login",
		.handler = auth_page,
		.scope = "",
		.max_body = FORM_BODY_MAX,
		.writes = true,
		.takes_secrets = true,
		.credentials = CREDENTIALS_PAGE,
		.description = "Name and password, for people.",
	},
	{
		.path = "/logout",
		.methods = "GET,HEAD,POST",
		.name = "logout",
		.handler = auth_page,
		.scope = "",
		.max_body = FORM_BODY_MAX,
		.writes = true,
		.credentials = CREDENTIALS_PAGE,
		.description = "The end of a session.",
	},
	{
		.path = "/account",
		.methods = "GET,HEAD,POST",
		.name = "account",
		.handler = auth_page,
		.scope = "",
		.max_body = FORM_BODY_MAX,
		.writes = true,
		.credentials = CREDENTIALS_PAGE,
		.description =
			"Who you are, for people: your keys, made, listed, revoked; your limits.",
	},
	TOKEN_ENDPOINT(
		"/auth/token",
		"OAuth 2.0: a token for a code, a password, a secret or a refresh token."),
	TOKEN_ENDPOINT("/auth/token/*", "The same, and /auth/token/refresh/."),
	{
		.path = "/auth/openid/login",
		.methods = "GET,HEAD,POST",
		.name = "authorization endpoint",
		.handler = auth_page,
		.scope = "",
		.max_body = FORM_BODY_MAX,
		.writes = true,
		.credentials = CREDENTIALS_PAGE,
		.description = "OpenID Connect: asks a person whether a program may act for him.",
	},
	{
		.path = "/auth/userinfo",
		.methods = "GET,HEAD,POST",
		.name = "user info",
		.handler = auth_serve,
		.scope = "",
		.max_body = FORM_BODY_MAX,
		.takes_json = true,
		.writes = true,
		.errors = ERRORS_DETAIL,
		.description = "Who you are, as OpenID Connect tells it.",
	},
	{
		.path = "/auth/api/v1/*",
		.methods = "GET,HEAD,POST,DELETE",
		.name = "keys",
		.handler = auth_serve,
		.scope = "",
		.max_body = FORM_BODY_MAX,
		.takes_json = true,
		.writes = true,
		.errors = ERRORS_DETAIL,
		.description =
			"Who you are (user-info), what you have shown (token-info), your keys (users/NAME/tokens).",
	},
	KEY_CHECK(
		"/auth/key/*",
		ERRORS_DETAIL,
		"Is it a key of that user (verify), also as a member (verify-organisation)?"),
	{
		.path = "/profiles/*",
		.methods = "GET,HEAD",
		.name = "profiles",
		.handler = auth_serve,
		.scope = "",
		.errors = ERRORS_DETAIL,
		.description = "A user of your organisations, or yourself.",
	},
	{
		.path = "/organisations/*",
		.methods = "GET,HEAD",
		.name = "organisations",
		.handler = auth_serve,
		.scope = "",
		.errors = ERRORS_DETAIL,
		.description = "Your organisations (also SUBDOMAIN, SUBDOMAIN/members).",
	},
	{
		.path = "/api/key",
		.methods = "GET,HEAD,POST",
		.name = "anonymous key",
		.handler = auth_serve,
		.scope = "",
		.max_body = FORM_BODY_MAX,
		.takes_json = true,
		.writes = true,
		.takes_secrets = true,
		.errors = ERRORS_STATUS,
		.description = "A key for a client of no name.",
	},
	KEY_CHECK("/api/auth", ERRORS_STATUS, "Is the key good, and how long?"),
	KEY_CHECK("/api/verify", ERRORS_STATUS, "The same."),
	TOKEN_ENDPOINT("/sso/oidc/token", "A token for a password, also by GET."),
	{
		.path = "/.well-known/openid-configuration",
		.methods = "GET,HEAD",
		.name = "OpenID configuration",
		.handler = auth_serve,
		.scope = "",
		.description = "Where the token endpoint and its keys are.",
	},
	{
		.path = "/.well-known/jwks.json",
		.methods = "GET,HEAD",
		.name = "token keys",
		.handler = auth_serve,
		.scope = "",
		.description = "The public keys of the tokens of this archive.",
	},
};

const Service *
service_list(int *count)
{
	*count = lengthof(services);
	return services;
}

const Service *
service_find(const char *path, const char **suffix)
{
	for (int i = 0; i < lengthof(services); i++)
	{
		const Service *service = &services[i];
		size_t length = strlen(service->path);

		*suffix = "";
		if (strcmp(service->path, path) == 0)
			return service;
		if (service->path[length - 1] != '*' ||
			strncmp(service->path, path, length - 1) != 0)
			continue;
		*suffix = path + length - 1;
		return service;
	}
	return NULL;
}

bool
service_takes(const Service *service, const char *method)
{
	const char *at = service->methods;
	size_t length = strlen(method);

	while (*at != '\0')
	{
		size_t word = strcspn(at, ",");

		if (word == length && memcmp(at, method, length) == 0)
			return true;
		at += word + (at[word] == ',');
	}
	return false;
}