/*
 * tap_name.c
 *		Which names need quotes in ADQL, and putting them on.
 */
#include "publish/tap_name.h"

#include <string.h>

#include "base/table.h"

/* clang-format off */
/* ADQL 2.1, sections 2.1.3 (SQL words) and 2.1.4 (words of its own). */
const char *const tap_reserved_words[] = {
	"abs", "absolute", "acos", "action", "add", "all", "allocate", "alter", "and", "any",
	"are", "area", "as", "asc", "asin", "assertion", "at", "atan", "atan2",
	"authorization", "avg", "begin", "between", "bigint", "bit", "bit_length", "both",
	"box", "by", "cascade", "cascaded", "case", "cast", "catalog", "ceiling", "centroid",
	"char", "char_length", "character", "character_length", "check", "circle", "close",
	"coalesce", "collate", "collation", "column", "commit", "connect", "connection",
	"constraint", "constraints", "contains", "continue", "convert", "coord1", "coord2",
	"coordsys", "corresponding", "cos", "cot", "count", "create", "cross", "current",
	"current_date", "current_time", "current_timestamp", "current_user", "cursor",
	"date", "day", "deallocate", "decimal", "declare", "default", "deferrable",
	"deferred", "degrees", "delete", "desc", "describe", "descriptor", "diagnostics",
	"disconnect", "distance", "distinct", "domain", "double", "drop", "else", "end",
	"end-exec", "escape", "except", "exception", "exec", "execute", "exists", "exp",
	"external", "extract", "false", "fetch", "first", "float", "floor", "for", "foreign",
	"found", "from", "full", "get", "global", "go", "goto", "grant", "group", "having",
	"hour", "identity", "ilike", "immediate", "in", "in_unit", "indicator", "initially",
	"inner", "input", "insensitive", "insert", "int", "integer", "intersect",
	"intersects", "interval", "into", "is", "isolation", "join", "key", "language",
	"last", "leading", "left", "level", "like", "local", "log", "log10", "lower",
	"match", "max", "min", "minute", "mod", "module", "month", "names", "national",
	"natural", "nchar", "next", "no", "not", "null", "nullif", "numeric", "octet_length",
	"of", "offset", "on", "only", "open", "option", "or", "order", "outer", "output",
	"overlaps", "pad", "partial", "pi", "point", "polygon", "position", "power",
	"precision", "prepare", "preserve", "primary", "prior", "privileges", "procedure",
	"public", "radians", "rand", "read", "real", "references", "region", "relative",
	"restrict", "revoke", "right", "rollback", "round", "rows", "schema", "scroll",
	"second", "section", "select", "session", "session_user", "set", "sin", "size",
	"smallint", "some", "space", "sql", "sqlcode", "sqlerror", "sqlstate", "sqrt",
	"substring", "sum", "system_user", "table", "tan", "temporary", "then", "time",
	"timestamp", "timezone_hour", "timezone_minute", "to", "top", "trailing",
	"transaction", "translate", "translation", "trim", "true", "truncate", "union",
	"unique", "unknown", "update", "upper", "usage", "user", "using", "value", "values",
	"varchar", "varying", "view", "when", "whenever", "where", "with", "work", "write",
	"year", "zone",
};
/* clang-format on */
const size_t tap_reserved_word_count = SKY_LENGTH(tap_reserved_words);

bool
tap_name_reserved(const char *word)
{
	return SKY_TABLE_FIND(tap_reserved_words, word) != NULL;
}

/* Does the name stand without quotes? */
static bool
is_regular(const char *name)
{
	const char *letters = "abcdefghijklmnopqrstuvwxyz";
	const char *others = "abcdefghijklmnopqrstuvwxyz0123456789_";

	return name[0] != '\0' && strchr(letters, name[0]) != NULL &&
		   name[strspn(name, others)] == '\0' && !tap_name_reserved(name);
}

size_t
tap_name_put(char *to, const char *name)
{
	char *next = to;
	bool quoted = !is_regular(name);

	if (quoted)
		*next++ = '"';
	for (; *name != '\0'; name++)
	{
		if (*name == '"')
			*next++ = '"';
		*next++ = *name;
	}
	if (quoted)
		*next++ = '"';
	*next = '\0';
	return (size_t) (next - to);
}

size_t
tap_name_put_table(char *to, const char *schema, const char *table)
{
	size_t used = tap_name_put(to, schema);

	to[used++] = '.';
	return used + tap_name_put(to + used, table);
}

/*
 * Take one part, plain or in double quotes, from *next to *room; *next moves to the dot
 * or the end that must follow, *room behind the part.  False if it is malformed.
 */
static bool
take_part(const char **next, char **room, TapNamePart *part)
{
	const char *from = *next;
	char *to = *room;

	part->text = to;
	part->delimited = *from == '"';
	if (!part->delimited)
	{
		while (*from != '\0' && *from != '.' && *from != '"')
			*to++ = *from++;
	}
	else
	{
		for (from++; *from != '"' || from[1] == '"'; from++)
		{
			if (*from == '\0')
				return false;
			from += *from == '"';
			*to++ = *from;
		}
		from++;
	}
	*to = '\0';
	*next = from;
	*room = to + 1;
	return part->text[0] != '\0' && (*from == '.' || *from == '\0');
}

bool
tap_name_split(const char *written, char *room, TapNamePart *schema, TapNamePart *table)
{
	*schema = (TapNamePart){0};
	if (!take_part(&written, &room, table))
		return false;
	if (*written == '\0')
		return true;
	*schema = *table;
	written++;
	return take_part(&written, &room, table) && *written == '\0';
}
