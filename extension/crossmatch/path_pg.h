#ifndef CROSSMATCH_PATH_PG_H
#define CROSSMATCH_PATH_PG_H

/* Let the planner know SkyMatch. */
extern void crossmatch_init(void);

#endif
