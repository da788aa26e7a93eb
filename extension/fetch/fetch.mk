# pgsky_fetch: a module of its own, so that libcurl is loaded only where it is used.

FETCH_OBJS = $(FETCH_SRCS:.c=.o)
FETCH_LIB  = pgsky_fetch$(DLSUFFIX)

all: $(FETCH_LIB)
install: install-fetch
uninstall: uninstall-fetch
EXTRA_CLEAN += $(FETCH_LIB) $(FETCH_OBJS) $(FETCH_OBJS:.o=.d)

$(FETCH_LIB): $(FETCH_OBJS)
	$(CC) $(CFLAGS) -shared -o $@ $(FETCH_OBJS) $(LDFLAGS) $(shell pkg-config --libs libcurl)

.PHONY: install-fetch uninstall-fetch
install-fetch: $(FETCH_LIB)
	$(MKDIR_P) '$(DESTDIR)$(pkglibdir)'
	$(INSTALL_SHLIB) $(FETCH_LIB) '$(DESTDIR)$(pkglibdir)/$(FETCH_LIB)'
uninstall-fetch:
	rm -f '$(DESTDIR)$(pkglibdir)/$(FETCH_LIB)'

-include $(FETCH_OBJS:.o=.d)
