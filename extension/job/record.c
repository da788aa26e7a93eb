/*
 * record.c
 *		Job ids.
 */
#include "job/record.h"

#include <string.h>

bool
job_id_is_valid(const char *id)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (int i = 0; i < JOB_ID_LENGTH; i++)
	{
		bool good = form[i] == '-' ? id[i] == '-'
								   : id[i] != '\0' && strchr("0123456789abcdef", id[i]);

		if (!good)
			return false;
	}
	return id[JOB_ID_LENGTH] == '\0';
}
