/*
 * What is said of queries that do not follow the grammar: every fault with its place, no
 * fault that is only the echo of another, and the query that was meant.
 */
#include "base/sink.h"
#include "unit/adql_case.h"
#include "unit/unit.h"

/* faults: "position+length message (hint)", one a line; fixed NULL: none is offered. */
static const struct
{
	const char *query;
	const char *faults;
	const char *fixed;
} cases[] = {
	{"SELECT id FORM stars",
	 "10+4 syntax error at or near \"FORM\" (Perhaps you meant FROM.)",
	 "SELECT id FROM stars"},
	{"SELCT id FROM stars",
	 "0+5 syntax error at or near \"SELCT\" (Perhaps you meant SELECT.)",
	 "SELECT id FROM stars"},
	{"SELECT id FROM stars WEHRE n = 1",
	 "21+5 syntax error at or near \"WEHRE\" (Perhaps you meant WHERE.)",
	 "SELECT id FROM stars WHERE n = 1"},
	{"SELECT id FROM stars WERE n = 1",
	 "21+4 syntax error at or near \"WERE\" (Perhaps you meant WHERE.)",
	 "SELECT id FROM stars WHERE n = 1"},
	{"SELECT id FROM stars WHERE",
	 "21+5 nothing follows \"WHERE\"",
	 "SELECT id FROM stars"},
	{"SELECT id, FROM stars", "9+1 nothing follows \",\"", "SELECT id FROM stars"},
	{"SELECT id,, n FROM stars", "9+1 nothing follows \",\"", "SELECT id, n FROM stars"},
	{"SELECT id FROM stars WHERE (n = 1 AND (ra > 2) ORDER BY id",
	 "27+1 this parenthesis is not closed",
	 "SELECT id FROM stars WHERE (n = 1 AND (ra > 2)) ORDER BY id"},
	{"SELECT id FROM stars WHERE (n = 1)) AND ra > 2",
	 "34+1 this parenthesis closes nothing",
	 "SELECT id FROM stars WHERE (n = 1) AND ra > 2"},
	{"SELECT id FROM stars WHERE n == 1 AND ra = 2 || dec > 3",
	 "29+2 \"==\" is no operator of ADQL (It is written =.)\n"
	 "45+2 \"||\" joins texts, not conditions (It is written OR.)",
	 "SELECT id FROM stars WHERE n = 1 AND ra = 2 OR dec > 3"},
	{"SELECT id FROM stars GROUP n",
	 "7+2 column \"id\" is neither grouped nor aggregated (Add it to GROUP BY, or take "
	 "MIN, MAX or AVG of it.)\n"
	 "27+1 GROUP stands without BY",
	 NULL},
	{"SELECT id FROM stars ORDERBY n DSC",
	 "21+7 syntax error at or near \"ORDERBY\" (Write ORDER BY.)\n"
	 "31+3 syntax error at or near \"DSC\" (Perhaps you meant DESC.)",
	 "SELECT id FROM stars ORDER BY n DESC"},
	{"SELECT id FROM stars ORDER BY n WHERE ra > 1",
	 "32+5 WHERE stands before ORDER BY (The order is SELECT, FROM, WHERE, GROUP BY, "
	 "HAVING, ORDER BY, OFFSET.)",
	 "SELECT id FROM stars WHERE ra > 1 ORDER BY n"},
	{"SELECT id FROM 'cat.stars' WHERE n IS 5",
	 "15+11 a name does not stand in single quotes (Write cat.stars.)\n"
	 "38+1 syntax error at or near \"5\"",
	 NULL},
	{"SELECT id FROM stars WHERE name = \xe2\x80\x9cx\xe2\x80\x9d AND ra > 5 "
	 "\xe2\x80\x93 3",
	 "34+3 \"\xe2\x80\x9c\" is no character of ADQL (It is written \".)\n"
	 "34+7 column \"x\" does not exist (Strings are written in single quotes.)\n"
	 "53+3 \"\xe2\x80\x93\" is no character of ADQL (It is written -.)",
	 "SELECT id FROM stars WHERE name = 'x' AND ra > 5 - 3"},
	{"SELECT id FROM stars WHERE name = 'x AND ra > 5",
	 "34+13 a string does not end (Close it with a single quote; a quote inside a "
	 "string is written twice.)",
	 NULL},
	{"SELECT id FROM stars WHERE ra > {ra} AND dec < $dec AND n = ?",
	 "32+4 nothing was put in for \"{ra}\" (Queries have no parameters: put the value "
	 "itself there.)\n"
	 "47+4 nothing was put in for \"$dec\" (Queries have no parameters: put the value "
	 "itself there.)\n"
	 "60+1 nothing was put in for \"?\" (Queries have no parameters: put the value "
	 "itself there.)",
	 NULL},
	{"SELECT `id` FROM `stars` # comment",
	 "7+4 \"`\" is no character of ADQL (Names are quoted with double quotes.)\n"
	 "17+7 \"`\" is no character of ADQL (Names are quoted with double quotes.)\n"
	 "25+1 unexpected character \"#\" (Comments begin with --.)",
	 "SELECT \"id\" FROM \"stars\" -- comment"},
	{"SELECT gr\xc3\xb6\xc3\x9f"
	 "e FROM stars",
	 "7+7 name \"gr\xc3\xb6\xc3\x9f"
	 "e\" stands without quotes (A name begins with a "
	 "letter and is made of letters from A to Z, digits and _; others are written in "
	 "double quotes.)\n"
	 "7+7 column \"gr\xc3\xb6\xc3\x9f"
	 "e\" does not exist",
	 NULL},
	{"SELECT _x FROM stars",
	 "7+2 name \"_x\" stands without quotes (A name begins with a letter and is made "
	 "of letters from A to Z, digits and _; others are written in double quotes.)\n"
	 "7+2 column \"_x\" does not exist",
	 NULL},
	{"SELECT id FROM stars WHERE ra \xe2\x89\xa5 5 AND dec \xe2\x89\xa4 3",
	 "30+3 \"\xe2\x89\xa5\" is no character of ADQL (It is written >=.)\n"
	 "44+3 \"\xe2\x89\xa4\" is no character of ADQL (It is written <=.)",
	 "SELECT id FROM stars WHERE ra >= 5 AND dec <= 3"},
	{"SELECT id ra dec FROM stars",
	 "10+2 syntax error at or near \"ra\" (Perhaps a comma is missing before it.)",
	 "SELECT id , ra, dec FROM stars"},
	{"SELECT POINT(ra dec) FROM stars",
	 "16+3 syntax error at or near \"dec\" (Perhaps a comma is missing before it.)",
	 "SELECT POINT(ra, dec) FROM stars"},
	{"SELECT * stars",
	 "9+5 syntax error at or near \"stars\" (Perhaps FROM is missing before it.)",
	 "SELECT * FROM stars"},
	{"SELECT id FROM stars WHERE ra BETWEEN 1, 5",
	 "39+1 syntax error at or near \",\" (The limits of BETWEEN are joined by AND.)",
	 "SELECT id FROM stars WHERE ra BETWEEN 1 AND 5"},
	{"SELECT id FROM stars WHERE ra BETWEN 1 AND 5 ADN dec > 3",
	 "30+6 syntax error at or near \"BETWEN\" (Perhaps you meant BETWEEN.)\n"
	 "45+3 syntax error at or near \"ADN\" (Perhaps you meant AND.)",
	 "SELECT id FROM stars WHERE ra BETWEEN 1 AND 5 AND dec > 3"},
	{"SELECT id FROM stars WHERE n = 1 ra > 4",
	 "33+2 syntax error at or near \"ra\" (Perhaps AND or OR is missing before it.)",
	 NULL},
	{"SELECT id FROM stars WHERE n NOT NULL",
	 "29+3 syntax error at or near \"NOT\" (NULL is tested by IS NULL and IS NOT NULL.)",
	 "SELECT id FROM stars WHERE n IS NOT NULL"},
	{"SELECT order, group FROM stars",
	 "7+5 \"order\" is a reserved word (As a name it is written in double quotes.)\n"
	 "7+5 column \"order\" does not exist\n"
	 "14+5 \"group\" is a reserved word (As a name it is written in double quotes.)\n"
	 "14+5 column \"group\" does not exist",
	 NULL},
	{"SELECT COUNT(* FROM stars",
	 "12+1 this parenthesis is not closed",
	 "SELECT COUNT(*) FROM stars"},
	{"INSERT INTO stars VALUES (1)",
	 "0+6 a query does not begin with \"INSERT\" (ADQL reads tables and changes "
	 "nothing: it begins with SELECT or WITH.)",
	 NULL},
	{"DROP TABLE stars",
	 "0+4 a query does not begin with \"DROP\" (ADQL reads tables and changes nothing: "
	 "it begins with SELECT or WITH.)",
	 NULL},
	{"SELECT id FROM stars; DROP TABLE stars",
	 "22+16 something follows the semicolon (One query is sent at a time.)",
	 NULL},
	{"SELECT id FROM WHERE n = 1", "15+5 something is missing before \"WHERE\"", NULL},
	{"SELECT a + FROM stars WHERE = 5",
	 "7+1 column \"a\" does not exist\n"
	 "11+4 something is missing before \"FROM\"\n"
	 "28+1 something is missing before \"=\"",
	 NULL},
	{"SELECT TOP 10, id FROM stars",
	 "13+1 there is a comma too many",
	 "SELECT TOP 10 id FROM stars"},
	{"SELECT id FROM stars WHERE name <> \"\"",
	 "35+2 a delimited name is empty (An empty string is written ''.)",
	 "SELECT id FROM stars WHERE name <> ''"},
	{"SELECT id FORM stars WEHRE n == 1 ODER BY rra, DSC",
	 "10+4 syntax error at or near \"FORM\" (Perhaps you meant FROM.)\n"
	 "21+5 syntax error at or near \"WEHRE\" (Perhaps you meant WHERE.)\n"
	 "29+2 \"==\" is no operator of ADQL (It is written =.)\n"
	 "34+4 syntax error at or near \"ODER\" (Perhaps you meant ORDER.)\n"
	 "42+3 column \"rra\" does not exist (Perhaps you meant \"ra\".)\n"
	 "47+3 column \"DSC\" does not exist (Perhaps you meant \"dec\".)",
	 "SELECT id FROM stars WHERE n = 1 ORDER BY ra, dec"},
	{"SELECT id FROM stars WHERE !flag",
	 "27+1 unexpected character \"!\" (It is written NOT.)",
	 "SELECT id FROM stars WHERE NOT flag"},
	{"SELECT id FROM stars WHERE \xe2\x80\x98"
	 "a\xe2\x80\x99 = name AND n = "
	 "\xe2\x80\x9cx",
	 "27+3 \"\xe2\x80\x98\" is no character of ADQL (It is written '.)\n"
	 "50+3 \"\xe2\x80\x9c\" is no character of ADQL (It is written \".)\n"
	 "52+2 a delimited name does not end (Close it with a double quote.)\n"
	 "52+2 column \"x\" does not exist",
	 NULL},
	{"SELECT a.id b.n FROM stars",
	 "7+4 table \"a\" is not in FROM (FROM has stars.)\n"
	 "12+1 syntax error at or near \"b\" (Perhaps a comma is missing before it.)\n"
	 "12+3 table \"b\" is not in FROM (FROM has stars.)",
	 NULL},
	{"SELECT id FROM stars WHERE n ISNULL AND (ra >= 3",
	 "29+6 syntax error at or near \"ISNULL\" (Write IS NULL.)\n"
	 "40+1 this parenthesis is not closed",
	 "SELECT id FROM stars WHERE n IS NULL AND (ra >= 3)"},
	{"SELECT CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3) FROM stars",
	 "15+1 this parenthesis is not closed",
	 "SELECT CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3)) FROM stars"},
	{"SELECT id FROM (SELECT id FROM stars WHERE (n = 1) AS x",
	 "15+1 this parenthesis is not closed",
	 "SELECT id FROM (SELECT id FROM stars WHERE (n = 1)) AS x"},
	{"SELECT id FROM stars WHERE n IN (1, 2, ) AND ra = 3",
	 "37+1 nothing follows \",\"",
	 "SELECT id FROM stars WHERE n IN (1, 2 ) AND ra = 3"},
	{"SELECT id FROM stars AND ra > 5",
	 "21+3 there is no WHERE before this AND (Conditions begin with WHERE.)",
	 "SELECT id FROM stars WHERE ra > 5"},
	{"SELECT TOP id FROM stars", "7+3 TOP stands before a whole number", NULL},
	{"SELECT * FROM stars UNOIN SELECT * FROM stars",
	 "20+5 syntax error at or near \"UNOIN\" (Perhaps you meant UNION.)",
	 "SELECT * FROM stars UNION SELECT * FROM stars"},
	{"WITH w (SELECT id FROM stars) SELECT * FROM w",
	 "7+1 syntax error at or near \"(\" (Expected AS before it.)",
	 "WITH w AS (SELECT id FROM stars) SELECT * FROM w"},
	{"SELECT id FROM stars WHERE ra > 3 ORDER id",
	 "40+2 ORDER stands without BY",
	 "SELECT id FROM stars WHERE ra > 3 ORDER BY id"},
	{"SELECT id FROM stars WHERE ra >", "31+0 the query ends too early", NULL},
	{"SELECT id FROM stars WHERE name LIKE \"M%\"",
	 "37+4 column \"M%\" does not exist (Strings are written in single quotes.)",
	 "SELECT id FROM stars WHERE name LIKE 'M%'"},
	{"SELECT DISTICNT id FROM stars",
	 "7+8 column \"DISTICNT\" does not exist (Perhaps you meant DISTINCT.)",
	 "SELECT DISTINCT id FROM stars"},
	{"SELECT MAX(mag) FROM stars GROUP BY HAVING MAX(mag) > 5",
	 "36+6 something is missing before \"HAVING\"",
	 NULL},
	{"SELECT id, FROM stars WHERE AND ra > 5",
	 "9+1 nothing follows \",\"\n"
	 "28+3 nothing precedes \"AND\"",
	 "SELECT id FROM stars WHERE ra > 5"},
	{"SELECT id FROM stars JOIN ON id = id",
	 "26+2 something is missing before \"ON\"",
	 NULL},
	{"SELECT id FROM stars WHERE ra BETWEEN 1 AND AND dec = 4",
	 "44+3 something is missing before \"AND\"",
	 NULL},
	{"SELECT id; FROM stars",
	 "9+1 a semicolon stands inside the query (One query is sent at a time.)",
	 "SELECT id FROM stars"},
	{"SELECT id FROM stars WHERE n = 1; AND ra > 4",
	 "32+1 a semicolon stands inside the query (One query is sent at a time.)",
	 "SELECT id FROM stars WHERE n = 1 AND ra > 4"},
	{"SELECT id FROM stars s LETF JOIN cat.objects o ON s.id = o.id",
	 "7+2 column \"id\" is ambiguous (Write s.id or o.id.)\n"
	 "23+4 syntax error at or near \"LETF\" (Perhaps you meant LEFT.)",
	 NULL},
	{"SELECT id FROM stars GROUP BY id HAVNG COUNT(*) > 1",
	 "33+5 syntax error at or near \"HAVNG\" (Perhaps you meant HAVING.)",
	 "SELECT id FROM stars GROUP BY id HAVING COUNT(*) > 1"},
	{"SELECT id FROM stars WHERE n NOTNULL",
	 "29+7 syntax error at or near \"NOTNULL\" (Write IS NOT NULL.)",
	 "SELECT id FROM stars WHERE n IS NOT NULL"},
	{"SELECT id FROM stars WHERE name LIEK 'M%' AND n IN 1, 2",
	 "32+4 syntax error at or near \"LIEK\" (Perhaps you meant LIKE.)\n"
	 "51+1 syntax error at or near \"1\" (Perhaps a parenthesis is missing before it.)",
	 NULL},
	{"SELECT COUNT(*) n FROM stars WHERE (((n = 1) AND ra > 2",
	 "36+1 this parenthesis is not closed",
	 "SELECT COUNT(*) n FROM stars WHERE (((n = 1) AND ra > 2))"},
	{"SELECT id AS FROM stars", "10+2 nothing follows \"AS\"", "SELECT id FROM stars"},
	{"SELECT id FROM stars ORDER BY id DESC ASC",
	 "38+3 syntax error at or near \"ASC\"",
	 NULL},
	{"SELECT id FROM stars WHERE n = 1 AND",
	 "33+3 nothing follows \"AND\"",
	 "SELECT id FROM stars WHERE n = 1"},
	{"SELECT id FROM stars WHERE n = 1 OR OR n = 2",
	 "36+2 \"OR\" is there twice",
	 "SELECT id FROM stars WHERE n = 1 OR n = 2"},
	{"SELECT * FROM stars WHERE n => 5 OR n =< 3",
	 "28+2 \"=>\" is no operator of ADQL (It is written >=.)\n"
	 "38+2 \"=<\" is no operator of ADQL (It is written <=.)",
	 "SELECT * FROM stars WHERE n >= 5 OR n <= 3"},
	{"SELECT TOP 5 id, ra dec mag FROM stars",
	 "20+3 syntax error at or near \"dec\" (Perhaps a comma is missing before it.)",
	 "SELECT TOP 5 id, ra , dec, mag FROM stars"},
	{"SELECT TOP -5 id FROM stars", "7+3 TOP stands before a whole number", NULL},
	{"SELECT id FROM stars WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', "
	 "1, 2, 3)",
	 "39+1 this parenthesis is not closed",
	 "SELECT id FROM stars WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', "
	 "1, 2, 3))"},
	{"SELECT id FROM stars HAVING n > 3 GROUP BY n",
	 "7+2 column \"id\" is neither grouped nor aggregated (Add it to GROUP BY, or take "
	 "MIN, MAX or AVG of it.)\n"
	 "34+5 GROUP BY stands before HAVING (The order is SELECT, FROM, WHERE, GROUP BY, "
	 "HAVING, ORDER BY, OFFSET.)",
	 NULL},
	{"SELECT id FROM stars OFFSET 3 ORDER BY id",
	 "30+5 ORDER BY stands before OFFSET (The order is SELECT, FROM, WHERE, GROUP BY, "
	 "HAVING, ORDER BY, OFFSET.)",
	 "SELECT id FROM stars ORDER BY id OFFSET 3"},
	{"SELECT id FROM stars WHERE ra > 5 WHERE dec > 3",
	 "34+5 there is a WHERE before this one (Conditions are joined by AND.)",
	 "SELECT id FROM stars WHERE ra > 5 AND dec > 3"},
	{"SELECT", "6+0 the query ends too early", NULL},
	{"'",
	 "0+1 a string does not end (Close it with a single quote; a quote inside a string "
	 "is written twice.)",
	 NULL},
	{"\"", "0+1 a delimited name does not end (Close it with a double quote.)", NULL},
	{"--", "2+0 the query ends too early (Expected SELECT, WITH or '('.)", NULL},
	{"SELECT ((((", "11+0 the query ends too early", NULL},
	{"FROM stars",
	 "0+4 a query does not begin with \"FROM\" (ADQL reads tables and changes nothing: "
	 "it begins with SELECT or WITH.)",
	 NULL},
	{"SELECT id,ra,,,,dec FROM stars",
	 "13+3 there is a comma too many",
	 "SELECT id,ra, dec FROM stars"},
	{"SELECT id FROM stars WHERE name = 'O'Neill'",
	 "36+1 a string ends here (A quote inside a string is written twice.)",
	 "SELECT id FROM stars WHERE name = 'O''Neill'"},
	{"SELECT id FROM stars WHERE name = \"M31\" AND name = 'x'",
	 "34+5 column \"M31\" does not exist (Strings are written in single quotes.)",
	 "SELECT id FROM stars WHERE name = 'M31' AND name = 'x'"},
	{"SELECT id FROM (SELECT id FROM stars)) AS x",
	 "37+1 this parenthesis closes nothing",
	 "SELECT id FROM (SELECT id FROM stars) AS x"},
	{"SELECT id FROM stars WHERE ra > 3 ORDER BY id,",
	 "45+1 nothing follows \",\"",
	 "SELECT id FROM stars WHERE ra > 3 ORDER BY id"},
	{"SELECT id FROM stars, WHERE ra > 3",
	 "20+1 nothing follows \",\"",
	 "SELECT id FROM stars WHERE ra > 3"},
	{"SELECT id FROM stars INNER cat.objects ON 1 = 1",
	 "7+2 column \"id\" is ambiguous (Write stars.id or objects.id.)\n"
	 "27+3 syntax error at or near \"cat\" (Expected JOIN before it.)",
	 NULL},
	{"SELECT id FROM stars WHERE EXISTS SELECT id FROM stars",
	 "34+6 syntax error at or near \"SELECT\" (Perhaps a parenthesis is missing before "
	 "it.)",
	 NULL},
	{"SELECT id FROM stars UNION ALL",
	 "30+0 the query ends too early (Expected SELECT or '('.)",
	 NULL},
	{"SELECT id ra FROM stars WHERE WHERE n = 1",
	 "30+5 \"WHERE\" is there twice",
	 "SELECT id ra FROM stars WHERE n = 1"},
	{"SELECT count(distinct) FROM stars", "21+1 something is missing before \")\"", NULL},
	{"SELECT POINT(ra, dec, FROM stars",
	 "12+1 this parenthesis is not closed",
	 "SELECT POINT(ra, dec) FROM stars"},
	{"SELECT ra*, dec FROM stars", "10+1 something is missing before \",\"", NULL},
	{"SELECT s.* ra FROM stars s",
	 "11+2 syntax error at or near \"ra\" (Perhaps a comma is missing before it.)",
	 "SELECT s.*, ra FROM stars s"},
	{"SELECT id FROM cat stars",
	 "15+3 table \"cat\" does not exist (TAP_SCHEMA.tables lists every table.)",
	 NULL},
	{"SELECT id FROM cat..stars", "19+1 syntax error at or near \".\"", NULL},
	{"SELECT id FROM stars WHERE ra = 1 2", "34+1 syntax error at or near \"2\"", NULL},
	{"SELECT id FROM stars WHERE CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3))) = 1",
	 "68+1 this parenthesis closes nothing",
	 "SELECT id FROM stars WHERE CONTAINS(POINT(ra, dec), CIRCLE(1, 2, 3)) = 1"},
	{"SELECT id FROM stars WHERE name = 'a\\'b'",
	 "37+1 a string ends here (A quote inside a string is written twice.)",
	 "SELECT id FROM stars WHERE name = 'a\\''b'"},
	{"\xef\xbc\xb3\xef\xbc\xa5\xef\xbc\xac\xef\xbc\xa5\xef\xbc\xa3\xef\xbc\xb4 id FROM "
	 "stars",
	 "0+18 name "
	 "\"\xef\xbc\xb3\xef\xbc\xa5\xef\xbc\xac\xef\xbc\xa5\xef\xbc\xa3\xef\xbc\xb4\" "
	 "stands without quotes (A name begins with a letter and is made of letters from A "
	 "to Z, digits and _; others are written in double quotes.)",
	 NULL},
	{"SELECT id,\n"
	 "  dec\n"
	 "FORM stars\n",
	 "17+4 syntax error at or near \"FORM\" (Perhaps you meant FROM.)",
	 "SELECT id,\n"
	 "  dec\n"
	 "FROM stars\n"},
	{"SELECT id stars WHERE n = 1", "22+1 a query of columns needs FROM", NULL},
	{"SELECT id FROM stars WHERE n IN [1, 2]",
	 "32+1 \"[\" does not stand around lists (Lists stand in parentheses.)\n"
	 "37+1 \"]\" does not stand around lists (Lists stand in parentheses.)",
	 "SELECT id FROM stars WHERE n IN (1, 2)"},
	{"SELECT id FROM stars WHERE n = 5 && ra > 3",
	 "33+2 \"&&\" is no operator of ADQL (It is written AND.)",
	 "SELECT id FROM stars WHERE n = 5 AND ra > 3"},
	{"SELECT id WHERE n = 1 FROM stars",
	 "22+4 FROM stands before WHERE (The order is SELECT, FROM, WHERE, GROUP BY, "
	 "HAVING, ORDER BY, OFFSET.)",
	 "SELECT id FROM stars WHERE n = 1"},
	{"SELECT id FROM stars WHERE ra > %s AND dec > %(dec)s",
	 "32+2 nothing was put in for \"%s\" (Queries have no parameters: put the value "
	 "itself there.)\n"
	 "45+7 nothing was put in for \"%(dec)s\" (Queries have no parameters: put the "
	 "value itself there.)",
	 NULL},
	{"SELECT id FROM stars /* comment",
	 "21+2 a comment does not end (Close it with */.)",
	 NULL},
	{"SELECT st.id FROM stars AS s",
	 "7+5 table \"st\" is not in FROM (FROM has s.)",
	 NULL},
	{"SELECT stars.id FROM cat.stars AS s",
	 "7+8 table \"stars\" is not in FROM (Perhaps you meant s.)",
	 "SELECT s.id FROM cat.stars AS s"},
	{"SELECT name, id FROM stars WHERE MAX(ra) > 5 AND dec > 1",
	 "33+7 aggregate \"MAX\" cannot stand in WHERE (Conditions on groups belong to HAVING; what is compared with a whole table is a subquery, (SELECT MAX(...) FROM ...).)",
	 NULL},
	{"SELECT MAX(AVG(ra)) FROM stars",
	 "11+7 aggregates cannot be nested (Select the inner one in a subquery in FROM.)",
	 NULL},
	{"SELECT id FROM stars GROUP BY nosuch",
	 "30+6 column \"nosuch\" does not exist",
	 NULL},
	{"SELECT id FROM stars WHERE name REGEXP '^V' AND name !~ 'x'",
	 "32+6 there are no regular expressions (LIKE and ILIKE match with % for any text and _ for any character.)\n"
	 "53+1 unexpected character \"!\" (It is written NOT.)\n"
	 "54+1 there are no regular expressions (LIKE and ILIKE match with % for any text and _ for any character.)",
	 NULL},
	{"SELECT id FROM stars WHERE name ~* '^V' OR name SIMILAR TO 'V%' OR name NOT RLIKE 'x'",
	 "32+2 there are no regular expressions (LIKE and ILIKE match with % for any text and _ for any character.)\n"
	 "48+10 there are no regular expressions (LIKE and ILIKE match with % for any text and _ for any character.)\n"
	 "76+5 there are no regular expressions (LIKE and ILIKE match with % for any text and _ for any character.)",
	 NULL},
	{"SELECT id FROM stars WHERE name LIKE Vega% AND ra > 5",
	 "37+5 a pattern stands in single quotes (Write 'Vega%'.)",
	 "SELECT id FROM stars WHERE name LIKE 'Vega%' AND ra > 5"},
	{"SELECT id FROM stars WHERE ra > 5,25",
	 "32+4 a number has a decimal point, not a comma (Write 5.25.)",
	 "SELECT id FROM stars WHERE ra > 5.25"},
	{"SELECT id FROM stars LIMIT 10, 20",
	 "27+6 LIMIT takes one number (OFFSET says how many rows to leave out.)",
	 "SELECT id FROM stars LIMIT 20 OFFSET 10"},
	{"SELECT id FROM stars WHERE DISTANCE(ra, dec, 10, 20) < 5 arcsec AND ra < 3 degrees",
	 "57+6 \"arcsec\" after a number says nothing (Numbers are in the unit of what they are compared with; those of geometry are in degrees.)\n"
	 "75+7 \"degrees\" after a number says nothing (Numbers are in the unit of what they are compared with; those of geometry are in degrees.)",
	 NULL},
	{"SELECT id FROM stars WHERE ra BETWEEN 1 TO 5 AND dec BETWEEN -3, 4",
	 "40+2 syntax error at or near \"TO\" (The limits of BETWEEN are joined by AND.)\n"
	 "63+1 syntax error at or near \",\" (The limits of BETWEEN are joined by AND.)",
	 "SELECT id FROM stars WHERE ra BETWEEN 1 AND 5 AND dec BETWEEN -3 AND 4"},
	{"SELECT id FROM stars WHERE 1 < ra < 5 AND 2 <= stars.dec < 3.5",
	 "34+1 a comparison is not compared again (Each is a condition of its own: write AND ra before it.)\n"
	 "57+1 a comparison is not compared again (Each is a condition of its own: write AND stars.dec before it.)",
	 "SELECT id FROM stars WHERE 1 < ra AND ra < 5 AND 2 <= stars.dec AND stars.dec < 3.5"},
	{"SELECT CAST(ra, INTEGER), CAST(ra AS INTT) FROM stars",
	 "14+1 syntax error at or near \",\" (The type follows AS: CAST(x AS type).)\n"
	 "37+4 CAST knows no type \"INTT\" (Perhaps you meant INTEGER.)",
	 "SELECT CAST(ra AS INTEGER), CAST(ra AS INTEGER) FROM stars"},
	{"SELECT FROM stars WHERE EXISTS (SELECT FROM cat.objects)",
	 "7+4 nothing is selected (Write what to select before FROM, or * for all columns.)\n"
	 "39+4 nothing is selected (Write what to select before FROM, or * for all columns.)",
	 "SELECT * FROM stars WHERE EXISTS (SELECT * FROM cat.objects)"},
	{"SELECT id FROM stars WHERE ISNULL(name) AND YEAR(\"at\") = 2020 AND LEN(name) > LOG2(5)",
	 "27+6 function \"ISNULL\" does not exist (Write x IS NULL; COALESCE(x, y) is y where x is NULL.)\n"
	 "44+4 function \"YEAR\" does not exist (Write EXTRACT(YEAR FROM time).)\n"
	 "66+3 function \"LEN\" does not exist (It is called char_length here.)\n"
	 "78+4 function \"LOG2\" does not exist (Write LOG(2, x).)",
	 NULL},
	{"SELECT NVL(mag, 0), IF(ra > 1, 2, 3), GETDATE() FROM stars",
	 "7+3 function \"NVL\" does not exist (It is called coalesce here.)\n"
	 "20+2 function \"IF\" does not exist (It is called if_then_else here.)\n"
	 "38+7 function \"GETDATE\" does not exist (It is called now here.)",
	 "SELECT coalesce(mag, 0), if_then_else(ra > 1, 2, 3), now() FROM stars"},
	{"SELECT SQRT(name), POWER(ra), CIRCLE(ra, dec), POLYGON(1, 2, 3, 4) FROM stars",
	 "12+4 argument 1 of \"SQRT\" must be a number, not a value of type VARCHAR (It is sqrt(x DOUBLE PRECISION) -> DOUBLE PRECISION.)\n"
	 "19+9 function \"POWER\" takes 2 arguments, not 1 (It is power(x DOUBLE PRECISION, y DOUBLE PRECISION) -> DOUBLE PRECISION.)\n"
	 "30+15 function \"CIRCLE\" takes 3 arguments, not 2 (It is circle(lon DOUBLE PRECISION, lat DOUBLE PRECISION, radius DOUBLE PRECISION) -> CIRCLE; circle(center POINT, radius DOUBLE PRECISION) -> CIRCLE.)\n"
	 "47+19 function \"POLYGON\" takes 6 or more arguments, not 4 (It is polygon(lon DOUBLE PRECISION, lat DOUBLE PRECISION, ...) -> POLYGON; polygon(vertex POINT, ...) -> POLYGON.)",
	 NULL},
	{"SELECT CIRCLE('ICRS', pos, name), COUNT(id, ra), SQRT(), ROUND(ra, n) FROM stars",
	 "27+4 argument 3 of \"CIRCLE\" must be a number, not a value of type VARCHAR (It is circle(lon DOUBLE PRECISION, lat DOUBLE PRECISION, radius DOUBLE PRECISION) -> CIRCLE; circle(center POINT, radius DOUBLE PRECISION) -> CIRCLE.)\n"
	 "34+13 function \"COUNT\" takes 1 argument, not 2 (It is count(x ANY) -> BIGINT.)\n"
	 "49+6 function \"SQRT\" takes 1 argument, not 0 (It is sqrt(x DOUBLE PRECISION) -> DOUBLE PRECISION.)\n"
	 "67+1 argument 2 of \"ROUND\" must be an integer as a literal, not a value of type INTEGER (It is round(x DOUBLE PRECISION) -> DOUBLE PRECISION; round(x DOUBLE PRECISION, digits INTEGER) -> DOUBLE PRECISION.)",
	 NULL},
	{"SELECT a.id FROM stars AS s JOIN cat.objects AS o ON s.id = o.id WHERE b.ra > 1",
	 "7+4 table \"a\" is not in FROM (FROM has s, o.)\n"
	 "71+4 table \"b\" is not in FROM (FROM has s, o.)",
	 NULL},
	{"SELECT id FROM stars WHERE \"at\" > 2020-01-01",
	 "27+17 a value of type TIMESTAMP is not compared with one of type INTEGER (Times are strings, as in '2020-01-31T12:30:00'; ivo_to_mjd(time) makes a number of one.)",
	 NULL},
	{"SELECT id FROM TAP_UPLOAD.mine",
	 "15+15 table \"TAP_UPLOAD.mine\" does not exist (No table of that name was uploaded with the query.)",
	 NULL},
	{"SELECT id FROM stars ORDER BY 5",
	 "30+1 the result has no column 5 (It has 1.)",
	 NULL},
	{"SELECT name + 'x' + 5, -name FROM stars",
	 "7+4 + computes with numbers, not with a value of type VARCHAR (Texts are joined with ||.)\n"
	 "24+4 - computes with numbers, not with a value of type VARCHAR (CAST(x AS DOUBLE PRECISION) makes a number of a text.)",
	 NULL},
	{"SELECT IN_UNIT(ra, \"arcsec\") FROM stars",
	 "19+8 column \"arcsec\" does not exist",
	 NULL},
	{"SELECT ra * 2 AS twice FROM stars WHERE twice > 5",
	 "40+5 column \"twice\" does not exist (It is a name of the result, which is made later: write its expression here.)",
	 NULL},
	{"SELECT id FROM stars UNION SELECT name FROM stars",
	 "27+22 column 1 has different types in the two queries, BIGINT and VARCHAR (CAST(x AS type) makes them alike.)",
	 NULL},
	{"SELECT BETWEEN(REGION)AND ivAS!b",
	 "7+7 something is missing before \"BETWEEN\"\n"
	 "14+8 a query of columns needs FROM\n"
	 "30+1 unexpected character \"!\" (It is written NOT.)\n"
	 "30+1 syntax error at or near \"!\" (Perhaps a comma is missing before it.)",
	 NULL},
	{"SELECT idd FROM sters WHERE sqr(mga) > 1",
	 "16+5 table \"sters\" does not exist (Perhaps you meant cat.stars.)\n"
	 "28+3 function \"sqr\" does not exist (Perhaps you meant sqrt.)",
	 "SELECT id FROM cat.stars WHERE sqrt(mag) > 1"},
	{"SELECT s.idd, s.X FROM cat.stars AS s",
	 "7+5 column \"idd\" does not exist (Perhaps you meant \"id\".)\n"
	 "14+3 column \"X\" does not exist",
	 NULL},
};

static const char *
told(AdqlCase *c)
{
	Sink text;

	sink_init_malloc(&text);
	for (int i = 0; i < c->result.nfaults; i++)
	{
		const SkyError *fault = &c->result.faults[i]->error;

		sink_printf(&text,
					"%s%d+%d %s",
					i > 0 ? "\n" : "",
					fault->position,
					fault->length,
					fault->message);
		if (fault->hint[0] != '\0')
			sink_printf(&text, " (%s)", fault->hint);
	}
	sink_putc(&text, '\0');
	return text.buffer;
}

int
main(void)
{
	for (size_t i = 0; i < SKY_LENGTH(cases); i++)
	{
		AdqlCase c;
		AdqlCase fixed;
		const char *text;
		const char *fix;

		adql_case_run(&c, cases[i].query, ADQL_LENIENT);
		text = told(&c);
		is(text, cases[i].faults, cases[i].query);
		free((char *) text);
		fix = adql_case_fix(&c, cases[i].query);
		is(fix, cases[i].fixed, "the query that was meant");
		if (fix != NULL)
		{
			adql_case_run(&fixed, fix, ADQL_LENIENT);
			ok(fixed.compiled, "it compiles");
			adql_case_end(&fixed);
		}
		adql_case_end(&c);
	}
	return unit_done();
}
