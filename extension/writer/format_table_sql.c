/*
 * format_table_sql.c
 *		sky.formats(): the table of result formats.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/export_pg.h"
#include "writer/format_table.h"

static Datum
aliases_array(const TableFormat *format)
{
	Datum aliases[TABLE_FORMAT_ALIASES];
	int count = 0;

	while (count < TABLE_FORMAT_ALIASES && format->aliases[count] != NULL)
	{
		aliases[count] = CStringGetTextDatum(format->aliases[count]);
		count++;
	}
	return PointerGetDatum(
		construct_array(aliases, count, TEXTOID, -1, false, TYPALIGN_INT));
}

SKY_FUNCTION(formats)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	int count;
	const TableFormat *formats = table_format_list(&count);

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < count; i++)
	{
		const TableFormat *format = &formats[i];
		Datum values[6];
		bool nulls[6] = {false};

		if (format->internal)
			continue;
		values[0] = CStringGetTextDatum(format->name);
		values[1] = CStringGetTextDatum(format->mime);
		values[2] = aliases_array(format);
		nulls[3] = format->ivoid == NULL;
		if (!nulls[3])
			values[3] = CStringGetTextDatum(format->ivoid);
		values[4] = CStringGetTextDatum(format->file_extension);
		values[5] = CStringGetTextDatum(format->description);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
