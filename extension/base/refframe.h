#ifndef BASE_REFFRAME_H
#define BASE_REFFRAME_H

/* A reference frame of the sky: its name, and the rotation that leads to it from ICRS. */
typedef struct RefFrame
{
	const char *name;
	double from_icrs[3][3]; /* times a column vector */
} RefFrame;

/*
 * The frame of a name of the IVOA vocabulary (http://www.ivoa.net/rdf/refframe), which
 * tells capitals from small letters; NULL for none.
 */
extern const RefFrame *refframe_find(const char *name);

/* The name that was meant by another one, or NULL; all names, for people. */
extern const char *refframe_nearest(const char *name);
extern const char refframe_names[];

#endif
