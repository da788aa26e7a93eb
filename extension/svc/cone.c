/*
 * cone.c
 *		Cone searches in ADQL (SCS 1.03).
 */
#include "svc/cone.h"

#include <string.h>

#include "svc/adql_text.h"

#define ID_UCD	"ID_MAIN"
#define LON_UCD "POS_EQ_RA_MAIN"
#define LAT_UCD "POS_EQ_DEC_MAIN"

static bool
begins_with(const char *text, const char *beginning)
{
	return text != NULL && strncmp(text, beginning, strlen(beginning)) == 0;
}

static bool
is_degrees(const CatalogColumn *column)
{
	return adql_type_is_number(column->type) &&
		   (column->meta.unit == NULL || strcmp(column->meta.unit, "deg") == 0);
}

/* The main column with a UCD of that beginning, else the first one; NULL: none. */
static const CatalogColumn *
find_ucd(const CatalogTable *table, const char *ucd, bool (*fits)(const CatalogColumn *))
{
	const CatalogColumn *found = NULL;

	for (int i = 0; i < table->ncolumns; i++)
	{
		const CatalogColumn *column = &table->columns[i];

		if (!begins_with(column->meta.ucd, ucd) || !fits(column))
			continue;
		if (strstr(column->meta.ucd, "meta.main") != NULL)
			return column;
		if (found == NULL)
			found = column;
	}
	return found;
}

/* The only column of points, or NULL. */
static const CatalogColumn *
find_point(const CatalogTable *table)
{
	const CatalogColumn *found = NULL;

	for (int i = 0; i < table->ncolumns; i++)
	{
		if (table->columns[i].type != ADQL_POINT)
			continue;
		if (found != NULL)
			return NULL;
		found = &table->columns[i];
	}
	return found;
}

static bool
can_be_text(const CatalogColumn *column)
{
	return column->type == ADQL_TEXT || column->type == ADQL_TIMESTAMP ||
		   column->type == ADQL_OTHER || adql_type_is_number(column->type);
}

/* The column with the UCD of identifiers of rows, else the primary key. */
static void
find_id(const Catalog *catalog, Arena *arena, ConeTable *cone)
{
	const CatalogColumn *main = find_ucd(cone->table, "meta.id;meta.main", can_be_text);
	const int *key;
	int count;

	if (main != NULL)
	{
		cone->id = arena_array(arena, 1, sizeof(*cone->id));
		cone->id[cone->nid++] = main;
		return;
	}
	key = catalog->find_key(catalog, arena, cone->table, &count);
	cone->id = arena_array(arena, (size_t) count, sizeof(*cone->id));
	for (int i = 0; i < count; i++)
	{
		cone->id[cone->nid++] = &cone->table->columns[key[i]];
		if (!can_be_text(cone->id[i]))
		{
			cone->nid = 0;
			return;
		}
	}
}

bool
cone_table_read(const Catalog *catalog,
				Arena *arena,
				const CatalogTable *table,
				ConeTable *cone_table)
{
	*cone_table = (ConeTable){.table = table};
	cone_table->lon = find_ucd(table, "pos.eq.ra", is_degrees);
	cone_table->lat = find_ucd(table, "pos.eq.dec", is_degrees);
	if (cone_table->lon == NULL || cone_table->lat == NULL)
	{
		cone_table->lon = find_point(table);
		cone_table->lat = NULL;
	}
	if (cone_table->lon == NULL)
		return false;
	find_id(catalog, arena, cone_table);
	return true;
}

/* A select list as it grows, and what is said of its columns. */
typedef struct SelectList
{
	Sink *sink;
	SkyColumn *columns;
	int count;
} SelectList;

static void
put_separator(SelectList *list)
{
	sink_puts(list->sink, list->count == 0 ? "SELECT " : ", ");
}

/* function(column) AS name, or column where there is no function. */
static void
put_column(SelectList *list, const char *format, const CatalogColumn *column)
{
	put_separator(list);
	for (; *format != '\0'; format++)
	{
		if (*format == '$')
			adql_put_name(list->sink, column->meta.name);
		else
			sink_putc(list->sink, *format);
	}
	list->columns[list->count++] = column->meta;
}

static SkyColumn *
last_column(SelectList *list)
{
	return &list->columns[list->count - 1];
}

/* One column as the identifier: text, whatever it is in the table. */
static void
put_id(SelectList *list, const CatalogColumn *column)
{
	put_column(list, column->type == ADQL_TEXT ? "$" : "CAST($ AS VARCHAR) AS $", column);
	last_column(list)->ucd = ID_UCD;
	last_column(list)->unit = NULL;
	last_column(list)->xtype = NULL;
}

static void
put_coordinate(SelectList *list, const CatalogColumn *column, const char *ucd)
{
	put_column(list,
			   column->type == ADQL_DOUBLE ? "$" : "CAST($ AS DOUBLE PRECISION) AS $",
			   column);
	last_column(list)->ucd = ucd;
	last_column(list)->unit = "deg";
}

/* Several columns as one identifier. */
static void
put_joined_id(SelectList *list, const ConeTable *table)
{
	put_separator(list);
	for (int i = 0; i < table->nid; i++)
	{
		sink_puts(list->sink, i == 0 ? "CAST(" : " || '/' || CAST(");
		adql_put_name(list->sink, table->id[i]->meta.name);
		sink_puts(list->sink, " AS VARCHAR)");
	}
	sink_puts(list->sink, " AS \"row id\"");
	list->columns[list->count++] =
		(SkyColumn){.ucd = ID_UCD, .description = "The parts of the primary key"};
}

/* Both coordinates as texts, with something between. */
static void
put_position_text(Sink *sink, const ConeTable *table, const char *between)
{
	const CatalogColumn *columns[] = {table->lon, table->lat};

	for (int i = 0; i < 2; i++)
	{
		sink_puts(sink, i == 0 ? "" : between);
		sink_puts(sink, "CAST(");
		if (table->lat == NULL)
			sink_puts(sink, i == 0 ? "COORD1(" : "COORD2(");
		adql_put_name(sink, columns[table->lat != NULL ? i : 0]->meta.name);
		sink_puts(sink, table->lat == NULL ? ") AS VARCHAR)" : " AS VARCHAR)");
	}
}

/* The position as the identifier. */
static void
put_position_id(SelectList *list, const ConeTable *table)
{
	put_separator(list);
	put_position_text(list->sink, table, " || ' ' || ");
	sink_puts(list->sink, " AS \"row id\"");
	list->columns[list->count++] = (SkyColumn){
		.ucd = ID_UCD, .description = "The position, for want of an identifier"};
}

/* The numbers of a column of points, as columns of their own. */
static void
put_point(SelectList *list, const CatalogColumn *column)
{
	put_column(list, "COORD1($) AS \"ra\"", column);
	*last_column(list) = (SkyColumn){
		.ucd = LON_UCD, .unit = "deg", .description = column->meta.description};
	put_column(list, "COORD2($) AS \"dec\"", column);
	*last_column(list) = (SkyColumn){
		.ucd = LAT_UCD, .unit = "deg", .description = column->meta.description};
}

/* The table's columns that are wanted, with those that SCS must have among them. */
static void
put_select_list(SelectList *list, const ConeTable *table, int verbosity)
{
	const CatalogColumn *id = table->nid == 1 ? table->id[0] : NULL;

	if (table->nid == 0)
		put_position_id(list, table);
	else if (table->nid > 1)
		put_joined_id(list, table);
	if (table->lat == NULL)
		put_point(list, table->lon);
	for (int i = 0; i < table->table->ncolumns; i++)
	{
		const CatalogColumn *column = &table->table->columns[i];

		if (column == id)
			put_id(list, column);
		else if (table->lat != NULL && column == table->lon)
			put_coordinate(list, column, LON_UCD);
		else if (column == table->lat)
			put_coordinate(list, column, LAT_UCD);
		else if (verbosity == 3 || (verbosity == 2 && column->principal))
			put_column(list, "$", column);
	}
}

static void
put_from(Sink *sink, const ConeTable *table)
{
	sink_puts(sink, " FROM ");
	adql_put_name(sink, table->table->schema_name);
	sink_putc(sink, '.');
	adql_put_name(sink, table->table->table_name);
}

static void
put_position(Sink *sink, const ConeTable *table)
{
	if (table->lat != NULL)
		sink_puts(sink, "POINT(");
	adql_put_name(sink, table->lon->meta.name);
	if (table->lat != NULL)
	{
		sink_puts(sink, ", ");
		adql_put_name(sink, table->lat->meta.name);
		sink_putc(sink, ')');
	}
}

const SkyColumn *
cone_put_query(Sink *sink, Arena *arena, const ConeTable *table, const Cone *cone)
{
	SelectList list = {
		.sink = sink,
		.columns =
			arena_array(arena, (size_t) table->table->ncolumns + 3, sizeof(SkyColumn)),
	};

	put_select_list(&list, table, cone->verbosity);
	put_from(sink, table);
	if (cone->radius == 0)
	{
		sink_puts(sink, " WHERE 1 = 0");
		return list.columns;
	}
	sink_puts(sink, " WHERE 1 = CONTAINS(");
	put_position(sink, table);
	sink_puts(sink, ", CIRCLE(");
	adql_put_number(sink, cone->lon);
	sink_putc(sink, ',');
	adql_put_number(sink, cone->lat);
	sink_putc(sink, ',');
	adql_put_number(sink, cone->radius);
	sink_puts(sink, "))");
	return list.columns;
}

void
cone_put_sample(Sink *sink, const ConeTable *table)
{
	sink_puts(sink, "SELECT TOP 1 ");
	put_position_text(sink, table, " AS \"lon\", ");
	sink_puts(sink, " AS \"lat\"");
	put_from(sink, table);
	sink_puts(sink, " WHERE ");
	adql_put_name(sink, table->lon->meta.name);
	sink_puts(sink, " IS NOT NULL");
}
