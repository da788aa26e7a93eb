# pgsky: an astronomical archive inside PostgreSQL.
#
#   make demo        everything a newcomer needs, from packages to a first query
#   make check       every test, on private servers and ports
#   make, make install, make installcheck      as with any PGXS extension
#
# Adding a source, an SQL piece or a test never needs an edit here: lists are wildcards.

EXTENSION  = pgsky
EXTVERSION = $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(EXTENSION).control)
MODULE_big = $(EXTENSION)

# Core is plain C; glue (*_pg.c, *_sql.c, pgsky.c) may meet the server.
GRAMMARS   = $(patsubst %.y,%.c,$(wildcard extension/*/*.y))
SCANNERS   = $(patsubst %.l,%.c,$(wildcard extension/*/*.l))
GENERATED  = $(GRAMMARS) $(SCANNERS)
GLUE_SRCS  = extension/pgsky.c $(filter-out $(FETCH_SRCS),$(sort $(wildcard extension/*/*_pg.c extension/*/*_sql.c)))
FETCH_SRCS = $(wildcard extension/fetch/*_pg.c)
HELPER_SRCS = $(sort $(wildcard extension/fits_helper/*.c))
CORE_SRCS  = $(filter-out $(GLUE_SRCS) $(FETCH_SRCS) $(HELPER_SRCS) $(GENERATED),$(sort $(wildcard extension/*/*.c))) $(sort $(GENERATED))
CORE_OBJS  = $(CORE_SRCS:.c=.o)
OBJS       = $(CORE_OBJS) $(GLUE_SRCS:.c=.o)

INSTALL_SQL = $(sort $(wildcard extension/sql/[0-9]*.sql))
DATA        = $(wildcard extension/sql/upgrade/*.sql)
DATA_built  = extension/sql/$(EXTENSION)--$(EXTVERSION).sql

LIBRARIES   = libcrypto libxml-2.0 yaml-0.1 zlib
# Asked when they are used: "make demo" is there to install what is missing.
LIB_CFLAGS = $(eval LIB_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES)))$(LIB_CFLAGS)
LIB_LIBS   = $(eval LIB_LIBS := $(shell pkg-config --libs $(LIBRARIES)))$(LIB_LIBS)

WARNINGS    = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
              -Wold-style-definition -Wformat=2 -Werror
PG_CPPFLAGS = -I$(CURDIR)/extension -DSKY_VERSION='"$(EXTVERSION)"' \
              -D'PGDLLEXPORT=__attribute__((visibility("default")))'
PG_CFLAGS   = -std=gnu11 $(WARNINGS) -Wno-declaration-after-statement \
              -fvisibility=hidden -ffp-contract=off -MMD -MP
SHLIB_LINK  = $(LIB_LIBS) -lm

REGRESS        = $(patsubst sql/%.sql,%,$(sort $(wildcard sql/*.sql)))
REGRESS_OPTS   = --load-extension=$(EXTENSION)
SPECS          = extension/test/isolation
ISOLATION      = $(patsubst $(SPECS)/specs/%.spec,%,$(sort $(wildcard $(SPECS)/specs/*.spec)))
ISOLATION_OPTS = --inputdir=$(CURDIR)/$(SPECS) --load-extension=$(EXTENSION)
EXTRA_CLEAN    = $(OBJS:.o=.d) $(GENERATED) $(GRAMMARS:.c=.h) $(DATA_built) build

PG_CONFIG ?= pg_config

# These bring their own server, and run before any package is there: no PGXS.
ifneq ($(filter demo demo-stop demo-clean check,$(MAKECMDGOALS)),)
.PHONY: demo demo-stop demo-clean check
demo:
	@demo/demo start
demo-stop:
	@demo/demo stop
demo-clean:
	@demo/demo clean
check:
	@.ci/check
else

PGXS := $(shell $(PG_CONFIG) --pgxs)
ifeq ($(PGXS),)
$(error no pg_config: install postgresql-server-dev-15, or let "make demo" do it)
endif
override with_llvm = no
include $(PGXS)
include shim/shim.mk
include extension/fetch/fetch.mk
include extension/fits_helper/fits_helper.mk
include extension/test/test.mk
-include $(OBJS:.o=.d)

# The layer rule: core objects are built without any server include path.
$(CORE_OBJS): override CPPFLAGS = -I$(CURDIR)/extension -D_GNU_SOURCE $(LIB_CFLAGS)
$(CORE_OBJS): CFLAGS += -Wconversion -Wsign-conversion
$(GENERATED:.c=.o): CFLAGS += -Wno-conversion -Wno-sign-conversion \
	-Wno-unused-function -Wno-missing-prototypes
# Server headers do not bear these.
$(GLUE_SRCS:.c=.o) $(FETCH_SRCS:.c=.o): CFLAGS += -Wno-unused-parameter -Wno-sign-compare \
	-Wno-shadow -Wno-strict-prototypes

$(GRAMMARS): %.c: %.y
	bison -Wall -Werror -d -o $@ $<
# With a recipe, or make would not know that bison has written the header, too.
$(GRAMMARS:.c=.h): %.h: %.c
	@touch $@
$(SCANNERS): %.c: %.l
	flex -o $@ $<
$(OBJS): | $(GRAMMARS:.c=.h)

$(DATA_built): $(INSTALL_SQL) $(EXTENSION).control
	cat $(INSTALL_SQL) > $@

.PHONY: format
format:
	clang-format -i $(filter-out $(GENERATED),$(CORE_SRCS) $(GLUE_SRCS) $(HELPER_SRCS)) \
		$(wildcard extension/*/*.h shim/*.[ch] extension/test/unit/*.[ch] extension/test/fuzz/*.[ch])

endif
