#ifndef INDEX_QUICK_PLAN_PG_H
#define INDEX_QUICK_PLAN_PG_H

/* Let small searches of one table be planned without asking what else could be done. */
extern void quick_plan_init(void);

#endif
