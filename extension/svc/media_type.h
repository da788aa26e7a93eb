#ifndef SVC_MEDIA_TYPE_H
#define SVC_MEDIA_TYPE_H

/* What a file of that name holds, by how it ends; never NULL. */
extern const char *media_type_of(const char *name);

#endif
