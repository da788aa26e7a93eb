#ifndef READER_COPY_FROM_PG_H
#define READER_COPY_FROM_PG_H

/* Install the hook that takes COPY ... FROM ... (FORMAT votable | fits | ecsv). */
extern void reader_init(void);

#endif
