#ifndef BASE_MAPPED_FILE_PG_H
#define BASE_MAPPED_FILE_PG_H

/*
 * Bytes collected in a temporary file and read from its pages, so that their number costs
 * no memory.  The file and its bytes are there until the transaction ends.
 */
typedef struct MappedFile MappedFile;

extern MappedFile *mapped_file_create(void);
extern void mapped_file_append(MappedFile *file, const char *bytes, size_t length);

/* Its name, for those who write by other means. */
extern const char *mapped_file_path(const MappedFile *file);

/* What it holds; after that nothing may be added. */
extern const char *mapped_file_bytes(MappedFile *file, size_t *length);

/*
 * Map a file that is there already and does not change; its bytes are there until the
 * transaction ends.  NULL: there is no such file.
 */
extern const char *mapped_file_open(const char *path, size_t *length);

#endif
