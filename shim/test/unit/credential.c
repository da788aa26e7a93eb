/* Spellings of credentials. */
#include "credential.h"

#include <string.h>

#include "tap.h"

/* a:b of each kind, in base64: "alice:secret pass", ... */
static const struct
{
	const char *fields; /* "name: value", one a line */
	int status;
	const char *kind;
	const char *name;
	const char *secret;
} cases[] = {
	{"", 0, "none", "", ""},
	{"accept: */*", 0, "none", "", ""},
	{"authorization: Bearer abc", 0, "key", "", "abc"},
	{"authorization: bearer  abc", 0, "key", "", "abc"},
	{"authorization: Bearer id.secret", 0, "key", "", "id.secret"},
	{"authorization: Bearer eyJ.b.c", 0, "jwt", "", "eyJ.b.c"},
	{"authorization: Bearer a.b.c.d.e", 0, "jwt", "", "a.b.c.d.e"},
	{"authorization: Bearer: id.secret", 0, "key", "", "id.secret"},
	{"authorization: Token id.secret", 0, "key", "", "id.secret"},
	{"authorization: Key id.secret", 0, "key", "", "id.secret"},
	{"authorization: ApiKey id.secret", 0, "key", "", "id.secret"},
	{"authorization: Key nodot", 0, "key", "", "nodot"},
	{"authorization: Key eyJ.b.c", 401, NULL, NULL, NULL},
	{"bearer: id.secret", 0, "key", "", "id.secret"},
	{"x-api-key: id.secret", 0, "key", "", "id.secret"},
	{"x-api-key: eyJ.b.c", 401, NULL, NULL, NULL},
	{"x-auth-token: abc", 0, "key", "", "abc"},
	{"x-dl-authtoken: abc", 0, "key", "", "abc"},
	{"x-arcsecond-api-authorization: Key id.secret", 0, "key", "", "id.secret"},
	{"x-arcsecond-api-authorization: id.secret", 401, NULL, NULL, NULL},
	/* alice:secret pass */
	{"authorization: Basic YWxpY2U6c2VjcmV0IHBhc3M=",
	 0,
	 "password",
	 "alice",
	 "secret pass"},
	/* alice:a:b */
	{"authorization: Basic YWxpY2U6YTpi", 0, "password", "alice", "a:b"},
	/* alice:my.own.pass and alice:id.secret: a password may have dots */
	{"authorization: Basic YWxpY2U6bXkub3duLnBhc3M=",
	 0,
	 "password",
	 "alice",
	 "my.own.pass"},
	/* x-oauth-basic:id.secret, id.secret:x-oauth-basic, id.secret:, :id.secret */
	{"authorization: Basic eC1vYXV0aC1iYXNpYzppZC5zZWNyZXQ=", 0, "key", "", "id.secret"},
	{"authorization: Basic aWQuc2VjcmV0Ongtb2F1dGgtYmFzaWM=", 0, "key", "", "id.secret"},
	{"authorization: Basic aWQuc2VjcmV0Og==", 0, "key", "", "id.secret"},
	{"authorization: Basic OmlkLnNlY3JldA==", 0, "key", "", "id.secret"},
	/* any:eyJ.b.c, eyJ.b.c:any */
	{"authorization: Basic YW55OmV5Si5iLmM=", 0, "jwt", "", "eyJ.b.c"},
	{"authorization: Basic ZXlKLmIuYzphbnk=", 0, "jwt", "", "eyJ.b.c"},
	/* "alice", "al\nice:p", latin-1 "\xe9:p" */
	{"authorization: Basic YWxpY2U=", 400, NULL, NULL, NULL},
	{"authorization: Basic YWwKaWNlOnA=", 400, NULL, NULL, NULL},
	{"authorization: Basic 6Tpw", 400, NULL, NULL, NULL},
	{"authorization: Basic ???", 400, NULL, NULL, NULL},
	{"authorization: Basic", 400, NULL, NULL, NULL},
	{"authorization: Bearer", 400, NULL, NULL, NULL},
	{"authorization: Bearer a b", 400, NULL, NULL, NULL},
	{"authorization: Bearer \"a\"", 400, NULL, NULL, NULL},
	{"authorization: Bearerabc", 401, NULL, NULL, NULL},
	{"authorization: Negotiate abc", 401, NULL, NULL, NULL},
	{"authorization: Digest username=x", 401, NULL, NULL, NULL},
	{"authorization:", 401, NULL, NULL, NULL},
	{"authorization: Bearer a\nauthorization: Bearer a", 400, NULL, NULL, NULL},
	{"authorization: Bearer a\nx-api-key: b.c", 400, NULL, NULL, NULL},
};

/* Cookies, with and without https, and the session in them; NULL: none. */
static const struct
{
	const char *fields;
	bool secure;
	const char *secret;
} sessions[] = {
	{"", false, NULL},
	{"cookie: a=b", false, NULL},
	{"cookie: pgsky-session=pss-1", false, "pss-1"},
	{"cookie: a=b; pgsky-session=pss-1; c=d", false, "pss-1"},
	{"cookie: a=b;pgsky-session=pss-1", false, "pss-1"},
	{"cookie: a=b\ncookie: pgsky-session=pss-1", false, "pss-1"},
	{"cookie: x-pgsky-session=pss-1", false, NULL},
	{"cookie: a=pgsky-session=pss-1", false, NULL},
	{"cookie: pgsky-session=", false, NULL},
	{"cookie: pgsky-session", false, NULL},
	{"cookie: pgsky-session=\"pss-1\"", false, NULL},
	{"cookie: pgsky-session=pss 1", false, NULL},
	{"cookie: ;;; ;", false, NULL},
	{"cookie: pgsky-session=pss-1", true, NULL},
	{"cookie: __Host-pgsky-session=pss-1", true, "pss-1"},
	{"cookie: pgsky-session=pss-2; __Host-pgsky-session=pss-1", true, "pss-1"},
	{"cookie: __Host-pgsky-session=pss-1", false, NULL},
	{"authorization: Bearer pss-1", false, NULL},
};

/* Lines as the fields of a head. */
static void
make_head(const char *lines, Head *head)
{
	*head = (Head){.nfields = 0};
	while (*lines != '\0')
	{
		size_t len = strcspn(lines, "\n");
		size_t name = strcspn(lines, ":");
		size_t value = name + 1;

		while (value < len && lines[value] == ' ')
			value++;
		head->fields[head->nfields++] =
			(HeadField){{lines, name}, {lines + value, len - value}};
		lines += len + (lines[len] == '\n');
	}
}

int
main(void)
{
	static Head head;
	static char room[4096];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		Credential credential;
		const char *why = NULL;
		int status;

		make_head(cases[i].fields, &head);
		status = credential_read(&head, room, &credential, &why);
		check(status == cases[i].status && (status == 0 || why != NULL) &&
				  (status != 0 ||
				   (strcmp(credential_kind_name(credential.kind), cases[i].kind) == 0 &&
					slice_is(credential.name, cases[i].name) &&
					slice_is(credential.secret, cases[i].secret))),
			  "case %zu: %d %s",
			  i,
			  status,
			  why != NULL ? why : "");
	}
	for (size_t i = 0; i < sizeof(sessions) / sizeof(sessions[0]); i++)
	{
		Credential credential = {.kind = CREDENTIAL_NONE};
		bool found;

		make_head(sessions[i].fields, &head);
		found = credential_read_session(&head, sessions[i].secure, &credential);
		check(found == (sessions[i].secret != NULL) &&
				  found == (credential.kind == CREDENTIAL_SESSION) &&
				  (!found || slice_is(credential.secret, sessions[i].secret)),
			  "session %zu",
			  i);
	}
	check(credential_is_field((Slice){"x-api-key", 9}) &&
			  !credential_is_field((Slice){"accept", 6}),
		  "names of fields");
	return tap_done();
}
