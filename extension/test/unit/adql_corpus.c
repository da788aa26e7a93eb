/*
 * The grammar corpus of the IVOA (ivoa/lyonetia) in strict mode, where PGSKY_CORPUS names
 * the folder with lyonetia.tsv.  Its queries name no table of ours, so faults of names do
 * not count.  Every other verdict is that of the corpus, but for those listed here.
 */
#include "adql/adql.h"
#include "unit/adql_case.h"
#include "unit/unit.h"

/* Why the corpus is not followed. */
#define NO_CONDITION                                                                     \
	"a join without a condition: the corpus has it as valid and, in "                    \
	"d4c3a72c-4458-11e6-96e2-28b2bdcff70b#3, as invalid"
#define NO_FUNCTION                                                                      \
	"a function that nobody declares: invalid in 29c75d48-e525-4e92-af3f-c5e8f3e5f26c"
#define NO_GEOMETRY "a number is no geometry; valid as far as grammar goes"

static const struct
{
	const char *id;
	const char *why;
} contradictions[] = {
	{"118c7d86-4509-11e6-b60c-9d2c33f9b7a2", NO_GEOMETRY},
	{"1aa0786e-4509-11e6-b60c-9d2c33f9b7a2", NO_GEOMETRY},
	{"1cb90482-4d00-11e6-866d-736653f6053c", NO_FUNCTION},
	{"1f5d27dc-450c-11e6-8564-332de33a5c03", NO_CONDITION},
	{"1f5d27dc-450c-11e6-8564-332de33a5c03#2", NO_CONDITION},
	{"50cf9e14-4cfd-11e6-9064-032db3af9290", NO_CONDITION},
	{"6794498f-1603-4a12-b0dd-e48be1acab4b",
	 "SELECT x, *: the grammar (appendix A, select_list) has * alone"},
	{"6d5e927e-59b3-11ec-beef-28d2445a8967", NO_FUNCTION},
	{"6ec4c4d8-450c-11e6-8564-332de33a5c03",
	 "a number compared with a text that is none; valid as far as grammar goes"},
	{"760a0cdc-59b3-11ec-beef-28d2445a8967", NO_FUNCTION},
	{"9db41c44-450c-11e6-8564-332de33a5c03", NO_CONDITION},
	{"ab9be5d0-4458-11e6-96e2-28b2bdcff70b", NO_CONDITION},
	{"b8823240-4458-11e6-96e2-28b2bdcff70b", NO_CONDITION},
	{"bdcc3002-4458-11e6-96e2-28b2bdcff70b", NO_CONDITION},
	{"c24cec5c-4458-11e6-96e2-28b2bdcff70b", NO_CONDITION},
	{"d0725dde-450d-11e6-b20b-6d529bdffd4c",
	 "a text that is no number as a coordinate; valid as far as grammar goes"},
	{"d4c3a72c-4458-11e6-96e2-28b2bdcff70b", NO_CONDITION},
	{"d4c3a72c-4458-11e6-96e2-28b2bdcff70b#2", NO_CONDITION},
	{"dbef92f4-4458-11e6-96e2-28b2bdcff70b", NO_CONDITION},
	{"dbef92f4-4458-11e6-96e2-28b2bdcff70b#2", NO_CONDITION},
	{"e257048e-450b-11e6-a621-b59840aabaf1", NO_CONDITION},
};

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

/* Why the verdict on a query is not ours, or NULL. */
static const char *
contradiction(const char *id)
{
	for (size_t i = 0; i < SKY_LENGTH(contradictions); i++)
		if (strcmp(contradictions[i].id, id) == 0)
			return contradictions[i].why;
	return NULL;
}

static void
check_query(const char *id, const char *verdict, const char *query)
{
	const char *why = contradiction(id);
	const SkyError *fault;
	bool same;
	AdqlCase c;

	adql_case_run(&c, query, ADQL_STRICT);
	fault = first_fault(&c.result);
	same = (fault == NULL) == (strcmp(verdict, "valid") == 0);
	if (!ok(same == (why == NULL), id))
		printf("# %s: %s\n# %s\n",
			   verdict,
			   fault != NULL ? fault->message : "accepted",
			   why != NULL ? "listed as a contradiction" : query);
	else if (why != NULL)
		printf("# the corpus says %s, but: %s\n", verdict, why);
	adql_case_end(&c);
}

static void
run_file(FILE *file)
{
	static char line[65536];
	int total = 0;

	while (fgets(line, sizeof(line), file) != NULL)
	{
		char *rest = line;
		char *fields[5] = {0};

		line[strcspn(line, "\n")] = '\0';
		for (int i = 0; i < 5; i++)
			fields[i] = strsep(&rest, "\t");
		if (fields[4] == NULL)
			continue;
		unescape(fields[4]);
		check_query(fields[0], fields[3], fields[4]);
		total++;
	}
	printf("# %d queries, %d listed contradictions\n",
		   total,
		   (int) SKY_LENGTH(contradictions));
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
