/*
 * The grammar corpus of the IVOA (ivoa/lyonetia) in strict mode, where PGSKY_CORPUS names
 * the folder with lyonetia.tsv.  Its queries name no table of ours, so faults of names do
 * not count.  Verdicts that differ are listed; they fail nothing, because some wait for
 * functions that are not there yet, and the corpus contradicts itself.
 */
#include "adql/adql.h"
#include "unit/adql_case.h"
#include "unit/unit.h"

/* \n \t \r \\ of the file, in place. */
static void
unescape(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++)
	{
		if (*text == '\\' && text[1] != '\0')
		{
			text++;
			*to++ = *text == 'n'   ? '\n'
					: *text == 't' ? '\t'
					: *text == 'r' ? '\r'
								   : *text;
		}
		else
			*to++ = *text;
	}
	*to = '\0';
}

/* The first fault that is not about names, or NULL. */
static const SkyError *
first_fault(const AdqlResult *result)
{
	for (int i = 0; i < result->nfaults; i++)
		if (result->faults[i]->error.code != SKY_E_UNDEFINED_TABLE &&
			result->faults[i]->error.code != SKY_E_UNDEFINED_COLUMN &&
			result->faults[i]->error.code != SKY_E_AMBIGUOUS)
			return &result->faults[i]->error;
	return NULL;
}

static void
run_file(FILE *file)
{
	static char line[65536];
	int same = 0;
	int total = 0;

	while (fgets(line, sizeof(line), file) != NULL)
	{
		char *rest = line;
		char *fields[5] = {0};
		AdqlCase c;
		const SkyError *fault;

		line[strcspn(line, "\n")] = '\0';
		for (int i = 0; i < 5; i++)
			fields[i] = strsep(&rest, "\t");
		if (fields[4] == NULL)
			continue;
		unescape(fields[4]);
		adql_case_run(&c, fields[4], ADQL_STRICT);
		fault = first_fault(&c.result);
		total++;
		if ((fault == NULL) == (strcmp(fields[3], "valid") == 0))
			same++;
		else
			printf("# %s is %s: %s\n",
				   fields[0],
				   fields[3],
				   fault != NULL ? fault->message : "accepted");
		adql_case_end(&c);
	}
	printf("# %d of %d verdicts are those of the corpus\n", same, total);
	ok(total > 400, "the corpus was read");
}

int
main(void)
{
	const char *folder = getenv("PGSKY_CORPUS");
	char path[1024];
	FILE *file;

	if (folder == NULL || folder[0] == '\0')
	{
		ok(true, "skipped: PGSKY_CORPUS is not set");
		return unit_done();
	}
	snprintf(path, sizeof(path), "%s/lyonetia.tsv", folder);
	file = fopen(path, "r");
	if (ok(file != NULL, path))
	{
		run_file(file);
		fclose(file);
	}
	return unit_done();
}
