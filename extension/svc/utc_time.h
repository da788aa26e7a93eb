#ifndef SVC_UTC_TIME_H
#define SVC_UTC_TIME_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

/*
 * Read an instant as UWS has them (UWS 1.1, section 2.2.1; DALI 1.1, section 3.3.3):
 * 2026-01-02, or with T03:04, T03:04:05 or T03:04:05.678 behind it, and Z at the end or
 * not; UTC in any case.  Returns it with Z, in the arena; NULL with *err if it is none.
 * what names it in the message.
 */
extern const char *
utc_time_read(Arena *arena, const char *text, const char *what, SkyError *err);

#endif
