#ifndef PUBLISH_VIEW_ORIGIN_PG_H
#define PUBLISH_VIEW_ORIGIN_PG_H

#include "utils/relcache.h"

/*
 * Let the columns of a view that show a column of another relation unchanged take over
 * what is recorded of that one, and its comment, wherever nothing is said of them yet.
 * The view's records must be there already.  Does nothing for other relations.
 */
extern void view_inherit_metadata(Relation view);

#endif
