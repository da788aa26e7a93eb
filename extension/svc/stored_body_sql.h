#ifndef SVC_STORED_BODY_SQL_H
#define SVC_STORED_BODY_SQL_H

/*
 * The request body that sky.add_body has collected in this transaction; false if there is
 * none.  The bytes stay until the transaction ends; no piece can be added any more.
 */
extern bool stored_body(const char **bytes, size_t *length);

#endif
