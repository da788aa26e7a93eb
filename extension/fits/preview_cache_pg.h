#ifndef FITS_PREVIEW_CACHE_PG_H
#define FITS_PREVIEW_CACHE_PG_H

/*
 * Pictures made before, as files below pgsky.store_dir, pgsky.preview_space of them: the
 * longest unused go first.  It is no error if it cannot be read or written.
 */

/* A name for what is made of one version of a file, by the caller's words. */
extern char *preview_cache_name(const char *path, const char *version, const char *how);

/* NULL: it is not there, or not whole. */
extern bytea *preview_cache_get(const char *name);
extern void preview_cache_put(const char *name, const bytea *picture);

#endif
