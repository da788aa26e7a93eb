#ifndef SHIM_LOG_H
#define SHIM_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum LogFormat
{
	LOG_LOGFMT,
	LOG_JSON,
	LOG_OFF, /* faults still go to standard error */
} LogFormat;

/* Where the lines go; shared by threads, which write whole lines. */
typedef struct Log
{
	const char *path; /* NULL: standard error */
	int fd;
	LogFormat format;
} Log;

/* A line being built; bounded: a text is cut, a field without room left out. */
typedef struct LogLine
{
	Log *log;
	size_t len;
	char text[4096];
} LogLine;

/* Lines of one thread that are written together: whole ones only. */
typedef struct LogBatch
{
	size_t len;
	char text[32 * 1024];
} LogBatch;

/* False with errno if the file cannot be opened. */
extern bool log_open(Log *log, const char *path, const char *format);

/* Open the file again, for log rotation; keeps the old one if that fails. */
extern void log_reopen(Log *log);

/* level: "info", "warning", "error"; msg: what the line is about. */
extern void log_begin(LogLine *line, Log *log, const char *level, const char *msg);
extern void log_text(LogLine *line, const char *key, const char *value, size_t len);
extern void log_number(LogLine *line, const char *key, int64_t value);
/* Microseconds, written as milliseconds. */
extern void log_duration(LogLine *line, const char *key, int64_t us);
/* Write the line; or have it written with the others of a batch, by log_flush at the
 * latest. */
extern void log_end(LogLine *line);
extern void log_gather(LogLine *line, LogBatch *batch);
extern void log_flush(Log *log, LogBatch *batch);

/* A whole line with one text of detail (NULL for none). */
extern void log_event(Log *log, const char *level, const char *msg, const char *detail);

#endif
