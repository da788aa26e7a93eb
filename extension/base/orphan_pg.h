#ifndef BASE_ORPHAN_PG_H
#define BASE_ORPHAN_PG_H

/*
 * From now on, let this process and its parallel workers end as soon as the postmaster is
 * dead, whatever they are doing: as long as one of them goes on, no new server starts.
 */
extern void orphan_ends(void);

#endif
