/* The file of issuers. */
#include "issuer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define WHOLE "[https://a]\naudience = x\nkeys-url = https://a/keys\n"

/* A file, and a part of what is said about it; "": it is good. */
static const struct
{
	const char *text;
	const char *said;
} cases[] = {
	{"", ""},
	{"# nothing\n\n; here\n", ""},
	{WHOLE, ""},
	{WHOLE "ca-file = /x\ntype = at+jwt\nalgorithms = RS256, ES256\n", ""},
	{"[a]\naudience = x\nsecret-file = /s\nalgorithms = HS256\n", ""},
	{"[a]\naudience = x y\nkeys-url = http://127.0.0.1/k\nloopback-http = on\n", ""},
	{"audience = x\n", ":1: expected \"name = value\" below an \"[issuer]\""},
	{"[a\naudience = x\n", ":1: expected \"[issuer]\""},
	{WHOLE WHOLE, ":4: there is a second \"https://a\""},
	{WHOLE "audience = y\n", ":4: there is a second \"audience\""},
	{WHOLE "pem-file = y\n", ":4: there is a second \"place of keys\""},
	{WHOLE "colour = blue\n", ":4: unknown setting \"colour\""},
	{WHOLE "algorithms = RS256 none\n", ":4: no algorithm that is known here"},
	{WHOLE "algorithms = HS256\n", "do not fit the keys"},
	{"[a]\naudience = x\nsecret-file = /s\nalgorithms = RS256\n", "do not fit the keys"},
	{"[a]\naudience = x\n", "is missing for \"a\""},
	{"[a]\nkeys-file = /k\n", "\"audience\" is missing"},
	{"[a]\naudience = x\nkeys-url = http://a/k\n", "must begin with https://"},
	{"[a]\naudience = x\nkeys-url = ftp://a/k\nloopback-http = on\n", "https://"},
	{"[pgsky:principal]\naudience = x\nkeys-file = /k\n", "no issuer may be called"},
};

int
main(void)
{
	char path[] = "/tmp/issuers.XXXXXX";
	int fd = mkstemp(path);
	IssuerRules *rules;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char *said = NULL;
		size_t len = 0;
		FILE *err = open_memstream(&said, &len);

		if (ftruncate(fd, 0) != 0 ||
			pwrite(fd, cases[i].text, strlen(cases[i].text), 0) < 0)
			return 1;
		rules = issuer_rules_read(path, err);
		fclose(err);
		check((rules != NULL) == (cases[i].said[0] == '\0') &&
				  strstr(said, cases[i].said) != NULL && (rules == NULL || len == 0),
			  "case %zu: %s",
			  i,
			  strtok(said, "\n") != NULL ? said : "good");
		free(said);
		issuer_rules_release(rules);
	}
	check(issuer_rules_read("/nonexistent/file", stdout) == NULL, "no file");
	rules = issuer_rules_read(NULL, stdout);
	check(rules != NULL && rules->count == 1 && rules->rules[0].source == KEYS_DATABASE &&
			  (rules->rules[0].algorithms & 1u << ALGORITHM_HS256) == 0,
		  "the database is an issuer");
	issuer_rules_release(rules);
	check(list_has("a, b  c", (Slice){"c", 1}) && !list_has("ab", (Slice){"a", 1}) &&
			  !list_has("", (Slice){"", 0}),
		  "lists");
	close(fd);
	unlink(path);
	return tap_done();
}
