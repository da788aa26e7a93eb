#ifndef BASE_OWNER_PG_H
#define BASE_OWNER_PG_H

/*
 * Acting as the owner of the extension's tables, with search_path pinned: how C code that
 * has checked the caller reads and writes what ordinary roles may not touch.  An error in
 * between restores the caller with the transaction.
 */
typedef struct OwnerScope
{
	Oid user;
	int context;
	int nest;
} OwnerScope;

extern OwnerScope owner_begin(void);
extern void owner_end(const OwnerScope *scope);

/* SET, until owner_end. */
extern void owner_set(const char *name, const char *value);

/* Oid of a table or index in schema sky, InvalidOid while there is none. */
extern Oid owner_relation(const char *name);

#endif
