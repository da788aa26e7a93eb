/* Every row of the SQLSTATE table, and what is in no row. */
#include "status.h"

#include "tap.h"

static const struct
{
	const char *sqlstate;
	int status;
	bool retry;
	bool shown;
} cases[] = {{"08006", 503, true, false},  {"0A000", 400, false, true},
			 {"22P02", 400, false, true},  {"22023", 400, false, true},
			 {"25006", 403, false, true},  {"28000", 403, false, false},
			 {"40001", 503, true, false},  {"42601", 400, false, true},
			 {"42P01", 400, false, true},  {"42501", 403, false, true},
			 {"53100", 503, true, false},  {"53300", 503, true, false},
			 {"53400", 400, false, true},  {"54001", 400, false, true},
			 {"55P03", 503, true, false},  {"57P01", 503, true, false},
			 {"57014", 504, false, true},  {"P0001", 400, false, true},
			 {"SK303", 303, false, true},  {"SK404", 404, false, true},
			 {"SK413", 413, false, true},  {"SK429", 429, true, true},
			 {"SK503", 503, true, true},   {"SK999", 500, false, false},
			 {"SK04x", 500, false, false}, {"XX000", 500, false, false},
			 {"38000", 500, false, false}, {"58030", 500, false, false},
			 {"", 500, false, false},	   {"4260", 500, false, false},
			 {"426011", 500, false, false}};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		StatusRule rule = status_of_sqlstate(cases[i].sqlstate);

		check(rule.status == cases[i].status && rule.retry == cases[i].retry &&
				  rule.shown == cases[i].shown,
			  "\"%s\" is %d",
			  cases[i].sqlstate,
			  rule.status);
	}
	check(status_of_sqlstate(NULL).status == 500, "none is 500");
	check(status_reason(404)[0] == 'N', "a reason");
	check(status_reason(299) != NULL && status_reason(599) != NULL, "always a reason");
	return tap_done();
}
