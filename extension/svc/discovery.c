/*
 * discovery.c
 *		From the parameters of discovery protocols to ADQL.
 */
#include "svc/discovery.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/table.h"
#include "svc/adql_text.h"

#define DIGITS "0123456789"

const CatalogColumn *
discovery_column(const CatalogTable *table, const char *name)
{
	for (int i = 0; i < table->ncolumns; i++)
		if (strcasecmp(table->columns[i].meta.name, name) == 0)
			return &table->columns[i];
	return NULL;
}

/* Has the table what the parameter is about? */
static bool
has_columns(const CatalogTable *table, const DiscoveryParam *param)
{
	for (size_t i = 0; i < SKY_LENGTH(param->columns); i++)
		if (param->columns[i] != NULL &&
			discovery_column(table, param->columns[i]) == NULL)
			return false;
	return true;
}

/* All values of one parameter; an empty one counts as not sent. */
static bool
put_parameter(const Discovery *query, const DiscoveryParam *param, SkyError *err)
{
	const HttpParam *sent;
	const char *before = " AND (";
	int at = 0;

	while ((sent = http_params_next(query->params, param->meta.name, &at)) != NULL)
	{
		if (sent->value[0] == '\0')
			continue;
		if (sent->file_name != NULL)
			return sky_error(
				err, SKY_E_BAD_VALUE, -1, "%s was sent as a file", param->meta.name);
		sink_puts(query->sink, before);
		before = " OR ";
		if (!has_columns(query->table, param))
			sink_puts(query->sink, "1 = 0");
		else if (!param->put(query, param, sent->value, err))
			return false;
	}
	if (strcmp(before, " OR ") == 0)
		sink_putc(query->sink, ')');
	return true;
}

bool
discovery_put_conditions(const Discovery *query,
						 const DiscoveryParam *params,
						 size_t count,
						 SkyError *err)
{
	for (size_t i = 0; i < count; i++)
		if (params[i].put != NULL && !put_parameter(query, &params[i], err))
			return false;
	return true;
}

/* "Inf" or "Infinity" behind a sign or none, in any case: how long, or 0. */
static size_t
infinity_length(const char *text)
{
	size_t sign = strspn(text, "+-") == 1;

	if (strncasecmp(text + sign, "infinity", 8) == 0)
		return sign + 8;
	return strncasecmp(text + sign, "inf", 3) == 0 ? sign + 3 : 0;
}

/* How long the decimal number is that the text begins with; 0: it is none. */
static size_t
decimal_length(const char *text)
{
	const char *at = text + (*text == '+' || *text == '-');
	size_t whole = strspn(at, DIGITS);
	size_t fraction = at[whole] == '.' ? strspn(at + whole + 1, DIGITS) : 0;

	if (whole + fraction == 0)
		return 0;
	at += whole + (at[whole] == '.') + fraction;
	if (*at == 'e' || *at == 'E')
	{
		size_t sign = at[1] == '+' || at[1] == '-';
		size_t digits = strspn(at + 1 + sign, DIGITS);

		if (digits > 0)
			at += 1 + sign + digits;
	}
	return (size_t) (at - text);
}

bool
discovery_read_number(const char **text, double *number)
{
	size_t length = infinity_length(*text);

	if (length > 0)
		*number = **text == '-' ? -INFINITY : INFINITY;
	else
	{
		length = decimal_length(*text);
		*number = strtod(*text, NULL);
		if (length == 0 || !isfinite(*number))
			return false;
	}
	*text += length;
	return true;
}

/* One end of an interval; an open one asks no more than that there is a value. */
static void
put_bound(Sink *sink, const char *column, const char *comparison, double bound)
{
	sink_puts(sink, column);
	if (isinf(bound))
	{
		sink_puts(sink, " IS NOT NULL");
		return;
	}
	sink_puts(sink, comparison);
	adql_put_number(sink, bound);
}

/* An end at the wrong infinity leaves nothing. */
static bool
is_empty(DiscoveryInterval interval)
{
	return interval.least == INFINITY || interval.most == -INFINITY;
}

static void
put_bounds(const Discovery *query,
		   const char *least_of,
		   const char *most_of,
		   DiscoveryInterval interval)
{
	if (is_empty(interval))
	{
		sink_puts(query->sink, "1 = 0");
		return;
	}
	put_bound(query->sink, most_of, " >= ", interval.least);
	sink_puts(query->sink, " AND ");
	put_bound(query->sink, least_of, " <= ", interval.most);
}

void
discovery_put_overlap(const Discovery *query,
					  const char *const columns[2],
					  DiscoveryInterval interval)
{
	put_bounds(query, columns[0], columns[1], interval);
}

void
discovery_put_within(const Discovery *query,
					 const char *column,
					 DiscoveryInterval interval)
{
	put_bounds(query, column, column, interval);
}

bool
discovery_put_equal(const Discovery *query,
					const DiscoveryParam *param,
					const char *value,
					SkyError *err)
{
	(void) err;
	sink_puts(query->sink, param->columns[0]);
	sink_puts(query->sink, " = ");
	adql_put_text(query->sink, value);
	return true;
}

bool
discovery_put_nocase(const Discovery *query,
					 const DiscoveryParam *param,
					 const char *value,
					 SkyError *err)
{
	(void) err;
	sink_puts(query->sink, "LOWER(");
	sink_puts(query->sink, param->columns[0]);
	sink_puts(query->sink, ") = LOWER(");
	adql_put_text(query->sink, value);
	sink_putc(query->sink, ')');
	return true;
}
