#ifndef SHIM_SETTING_H
#define SHIM_SETTING_H

#include "config.h"

/* One row of the table that the file, the command line and --help are made from. */
typedef struct Setting Setting;

/* The setting of that name; NULL: there is none. */
extern const Setting *setting_find(const char *name, size_t len);
/* Store a value given as text; false after a message on err. */
extern bool setting_set(const Setting *setting,
						Config *config,
						const char *value,
						const char *where,
						FILE *err);
/* A config in which every setting has its default. */
extern bool settings_preset(Config *config, FILE *err);
/* All of them for --help, a line each. */
extern void settings_print(FILE *out);
extern void settings_free(Config *config);

#endif
