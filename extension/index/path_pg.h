#ifndef INDEX_PATH_PG_H
#define INDEX_PATH_PG_H

/* Let the planner know SkyScan. */
extern void path_init(void);

#endif
