#ifndef ADQL_FOREIGN_FUNCTION_H
#define ADQL_FOREIGN_FUNCTION_H

/* A function that other databases have, and what a query says here instead. */
typedef struct ForeignFunction
{
	const char *name;	   /* lower case */
	const char *name_here; /* of the function with the same arguments, or NULL */
	const char *hint;
} ForeignFunction;

/* The row of a name (any case), or NULL. */
extern const ForeignFunction *foreign_function_find(const char *name);

#endif
