/*
 * sign.c
 *		Signs that word processors and other alphabets put in the place of ADQL's.
 *
 * Each is replaced by the right one and blanks, so that no place in the query moves.
 */
#include <string.h>

#include "adql/recover.h"
#include "base/table.h"

/* quote: the sign stands for a quotation mark. */
typedef struct Sign
{
	const char *wrong;
	const char *right;
	bool quote;
} Sign;

static const Sign signs[] = {
	{"\xe2\x80\x98", "'", true},   /* ‘ */
	{"\xe2\x80\x99", "'", true},   /* ’ */
	{"\xe2\x80\x9a", "'", true},   /* ‚ */
	{"\xe2\x80\x9b", "'", true},   /* ‛ */
	{"\xe2\x80\xb2", "'", true},   /* ′ */
	{"\xc2\xb4", "'", true},	   /* ´ */
	{"\xef\xbc\x87", "'", true},   /* ＇ */
	{"\xe2\x80\x9c", "\"", true},  /* “ */
	{"\xe2\x80\x9d", "\"", true},  /* ” */
	{"\xe2\x80\x9e", "\"", true},  /* „ */
	{"\xe2\x80\x9f", "\"", true},  /* ‟ */
	{"\xe2\x80\xb3", "\"", true},  /* ″ */
	{"\xc2\xab", "\"", true},	   /* « */
	{"\xc2\xbb", "\"", true},	   /* » */
	{"\xef\xbc\x82", "\"", true},  /* ＂ */
	{"\xe2\x80\x90", "-", false},  /* ‐ */
	{"\xe2\x80\x91", "-", false},  /* non-breaking hyphen */
	{"\xe2\x80\x92", "-", false},  /* figure dash */
	{"\xe2\x80\x93", "-", false},  /* – */
	{"\xe2\x80\x94", "-", false},  /* — */
	{"\xe2\x88\x92", "-", false},  /* − */
	{"\xef\xbc\x8d", "-", false},  /* － */
	{"\xe2\x89\xa4", "<=", false}, /* ≤ */
	{"\xe2\x89\xa5", ">=", false}, /* ≥ */
	{"\xe2\x89\xa0", "<>", false}, /* ≠ */
	{"\xc3\x97", "*", false},	   /* × */
	{"\xc2\xb7", "*", false},	   /* · */
	{"\xc3\xb7", "/", false},	   /* ÷ */
	{"\xe2\x88\x97", "*", false},  /* ∗ */
	{"\xe2\x88\x95", "/", false},  /* ∕ */
	{"\xef\xbc\x88", "(", false},  /* （ */
	{"\xef\xbc\x89", ")", false},  /* ） */
	{"\xef\xbc\x8a", "*", false},  /* ＊ */
	{"\xef\xbc\x8b", "+", false},  /* ＋ */
	{"\xef\xbc\x8c", ",", false},  /* ， */
	{"\xe3\x80\x81", ",", false},  /* 、 */
	{"\xef\xbc\x8e", ".", false},  /* ． */
	{"\xef\xbc\x8f", "/", false},  /* ／ */
	{"\xef\xbc\x9b", ";", false},  /* ； */
	{"\xef\xbc\x9c", "<", false},  /* ＜ */
	{"\xef\xbc\x9d", "=", false},  /* ＝ */
	{"\xef\xbc\x9e", ">", false},  /* ＞ */
	{"\xc2\xa0", " ", false},	   /* no-break space */
	{"\xe2\x80\x82", " ", false},  /* en space */
	{"\xe2\x80\x83", " ", false},  /* em space */
	{"\xe2\x80\x89", " ", false},  /* thin space */
	{"\xe2\x80\xaf", " ", false},  /* narrow no-break space */
	{"\xe3\x80\x80", " ", false},  /* ideographic space */
	{"\xe2\x80\xa8", "\n", false}, /* line separator */
	{"\xe2\x80\x8b", "", false},   /* zero width space */
	{"\xe2\x80\x8d", "", false},   /* zero width joiner */
	{"\xe2\x81\xa0", "", false},   /* word joiner */
	{"\xc2\xad", "", false},	   /* soft hyphen */
	{"\xef\xbb\xbf", "", false},   /* byte order mark */
};

/* The query while its signs are mended. */
typedef struct Mending
{
	AdqlParse *p;
	char *text;
	AdqlFault *told[SKY_LENGTH(signs)]; /* each meaning once, with all its repairs */
} Mending;

static const Sign *
sign_at(const char *text)
{
	if ((unsigned char) text[0] >= 0x80)
		for (size_t i = 0; i < SKY_LENGTH(signs); i++)
			if (strncmp(text, signs[i].wrong, strlen(signs[i].wrong)) == 0)
				return &signs[i];
	return NULL;
}

/* The first sign that stands for the same. */
static size_t
meaning(const Sign *sign)
{
	size_t i = 0;

	while (strcmp(signs[i].right, sign->right) != 0)
		i++;
	return i;
}

/* Tell a sign at its first place; more of the kind only add to the repair. */
static void
tell_sign(Mending *m, const Sign *sign, int begin)
{
	FaultList *faults = m->p->faults;
	AdqlFault **told = &m->told[meaning(sign)];
	AdqlSpan span = {begin, begin + (int) strlen(sign->wrong)};

	if (*told != NULL)
		faults->last = *told;
	else if (sign->right[0] > ' ')
		sky_error_hint(fault_add(faults,
								 SKY_E_SYNTAX,
								 span,
								 "\"%s\" is no character of ADQL",
								 sign->wrong),
					   "It is written %s.",
					   sign->right);
	else
		sky_error_hint(
			fault_add(
				faults, SKY_E_SYNTAX, span, "there is a character that cannot be seen"),
			"It is a kind of blank that ADQL does not know.");
	*told = faults->last;
	fault_repair(faults, span, sign->right);
}

/* Put the right sign there, and blanks after it, or before it where a quotation opens. */
static char *
mend_sign(Mending *m, char *at, const Sign *sign, bool opens)
{
	size_t wrong = strlen(sign->wrong);
	size_t right = strlen(sign->right);

	tell_sign(m, sign, (int) (at - m->text));
	memset(at, ' ', wrong);
	memcpy(opens ? at + wrong - right : at, sign->right, right);
	return at + wrong;
}

/* Past what stands between quotes; a wrong one closes it where no right one does. */
static char *
mend_quoted(Mending *m, char *at, char quote)
{
	char *end = strchr(at, quote);

	if (end != NULL)
		return end + 1;
	for (; *at != '\0'; at++)
	{
		const Sign *sign = sign_at(at);

		if (sign != NULL && sign->right[0] == quote)
			return mend_sign(m, at, sign, false);
	}
	return at;
}

/* Likewise where a wrong one opened it: the first that is like it closes it. */
static char *
mend_wrongly_quoted(Mending *m, char *at, char quote)
{
	for (; *at != '\0'; at++)
	{
		const Sign *sign = sign_at(at);

		if (*at == quote)
			return at + 1;
		if (sign != NULL && sign->right[0] == quote)
			return mend_sign(m, at, sign, false);
	}
	return at;
}

/* # and a comment, as in a shell. */
static char *
mend_comment(Mending *m, char *at)
{
	FaultList *faults = m->p->faults;
	int begin = (int) (at - m->text);
	size_t length = strcspn(at, "\r\n");

	sky_error_hint(fault_add(faults,
							 SKY_E_SYNTAX,
							 (AdqlSpan){begin, begin + 1},
							 "unexpected character \"#\""),
				   "Comments begin with --.");
	fault_repair(faults, (AdqlSpan){begin, begin + 1}, "--");
	memset(at, ' ', length);
	return at + length;
}

char *
adql_mend_signs(AdqlParse *p)
{
	Mending mending = {.p = p, .text = arena_strndup(p->arena, p->text, p->length)};
	Mending *m = &mending;
	char *at = m->text;

	while (*at != '\0')
	{
		const Sign *sign = sign_at(at);

		if (sign != NULL)
		{
			at = mend_sign(m, at, sign, sign->quote);
			if (sign->quote)
				at = mend_wrongly_quoted(m, at, sign->right[0]);
		}
		else if (at[0] == '\'' || at[0] == '"')
			at = mend_quoted(m, at + 1, at[0]);
		else if (at[0] == '-' && at[1] == '-')
			at += strcspn(at, "\r\n");
		else if (at[0] == '#')
			at = mend_comment(m, at);
		else
			at++;
	}
	return m->text;
}
