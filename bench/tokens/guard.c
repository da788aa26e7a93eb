/*
 * How many tokens the guard checks in a second of one core:  guard FOLDER
 *
 * FOLDER is what shim/test/lib/tokens.py has written.  Prints for each algorithm tokens
 * per second and microseconds for one; last what finding one again in the memory costs.
 */
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "memo.h"
#include "token.h"

#define SECONDS	  1.0
#define KNOWN	  10000
#define LINE_ROOM 65536

static double
cpu_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static Slice
read_file(const char *folder, const char *name)
{
	char path[4096];
	char *text = malloc(KEYS_BYTES_MAX);
	FILE *file;
	size_t len = 0;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "r");
	if (file != NULL)
	{
		len = fread(text, 1, KEYS_BYTES_MAX, file);
		fclose(file);
	}
	return (Slice){text, len};
}

/* The token of a case by its name; the caller frees it. */
static char *
find_case(const char *folder, const char *wanted)
{
	char path[4096];
	char *line = malloc(LINE_ROOM);
	char *found = NULL;
	FILE *file;

	snprintf(path, sizeof(path), "%s/cases.tsv", folder);
	file = fopen(path, "r");
	while (file != NULL && found == NULL && fgets(line, LINE_ROOM, file) != NULL)
	{
		char *name = strtok(line, "\t");
		char *token = strtok(NULL, "\t");

		if (name != NULL && token != NULL && strcmp(name, wanted) == 0)
			found = strdup(token);
	}
	if (file != NULL)
		fclose(file);
	free(line);
	return found;
}

static void
measure_guard(const char *folder, const Issuers *issuers, const char *name)
{
	static Token token;
	char *text = find_case(folder, name);
	double began = cpu_seconds();
	double passed;
	long count = 0;

	if (text == NULL)
		return;
	do
	{
		for (int i = 0; i < 100; i++, count++)
			if (token_check((Slice){text, strlen(text)}, issuers, time(NULL), &token) !=
				TOKEN_GOOD)
			{
				printf("%s is not good\n", name);
				exit(1);
			}
		passed = cpu_seconds() - began;
	} while (passed < SECONDS);
	printf("%-32s %8.0f/s %7.1f us\n",
		   name,
		   (double) count / passed,
		   passed / (double) count * 1e6);
	free(text);
}

/* The hash of a token, and the memory that has ten thousand. */
static void
measure_memory(const char *folder)
{
	Memo *memo = memo_create((size_t) 64 << 20);
	char *text = find_case(folder, "RS256");
	unsigned char digest[MEMO_DIGEST];
	double began;
	double passed;
	long count = 0;
	long found = 0;

	for (int i = 0; i < KNOWN; i++)
	{
		text[0] = (char) i;
		text[1] = (char) (i >> 8);
		SHA256((unsigned char *) text, strlen(text + 2) + 2, digest);
		memo_add(memo, digest);
	}
	began = cpu_seconds();
	do
	{
		for (int i = 0; i < KNOWN; i++, count++)
		{
			text[0] = (char) i;
			text[1] = (char) (i >> 8);
			SHA256((unsigned char *) text, strlen(text + 2) + 2, digest);
			found += memo_find(memo, digest) != NULL;
		}
		passed = cpu_seconds() - began;
	} while (passed < SECONDS);
	printf("%-32s %8.0f/s %7.1f us%s\n",
		   "from memory",
		   (double) count / passed,
		   passed / (double) count * 1e6,
		   found == count ? "" : " (not all were found)");
	memo_free(memo);
	free(text);
}

int
main(int argc, char **argv)
{
	static IssuerRules rules = {.count = 2,
								.rules = {{.name = "https://idp.test",
										   .audience = "archive",
										   .algorithms = ~(1u << ALGORITHM_HS256)},
										  {.name = "https://secret.test",
										   .audience = "archive",
										   .algorithms = 1u << ALGORITHM_HS256}}};
	static const char *const names[] = {
		"RS256", "PS256", "ES256", "ES384", "EdDSA", "HS256 with the shared secret"};
	const char *why = "no folder is named";
	Issuers *issuers = issuers_create(&rules);

	if (argc == 2 && key_init())
	{
		issuers->keys[0] = key_set_read(KEYS_FILE, read_file(argv[1], "jwks.json"), &why);
		issuers->keys[1] = key_set_read(KEYS_SECRET, read_file(argv[1], "secret"), &why);
	}
	if (issuers->keys[0] == NULL || issuers->keys[1] == NULL)
	{
		fprintf(stderr, "guard: %s\n", why);
		return 1;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		measure_guard(argv[1], issuers, names[i]);
	measure_memory(argv[1]);
	return 0;
}
