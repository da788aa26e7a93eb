#ifndef FITS_HELPER_TASKS_H
#define FITS_HELPER_TASKS_H

#include "fits_helper/channel.h"

/* What the program can do; each answers into the sink, or returns false with a fault. */
extern bool describe(const Received *received, Sink *sink, SkyError *err);
extern bool cut(const Received *received, Sink *sink, SkyError *err);
extern bool preview(const Received *received, Sink *sink, SkyError *err);
extern bool mosaic_add(const Received *received, Sink *sink, SkyError *err);
extern bool mosaic(const Received *received, Sink *sink, SkyError *err);

#endif
