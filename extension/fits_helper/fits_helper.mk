# pgsky-fits: what needs cfitsio and wcslib, a program apart from the server.

HELPER_LIBS   = cfitsio wcslib libseccomp zlib libpng libjpeg
HELPER_OBJS   = $(HELPER_SRCS:.c=.o)
HELPER_CORE   = $(filter extension/base/%.o extension/geo/%.o,$(CORE_OBJS))
HELPER_CFLAGS = -std=gnu11 -O2 -g -fPIE -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 \
                $(WARNINGS) -Wconversion -Wsign-conversion -D_GNU_SOURCE -Iextension -MMD -MP \
                $(shell pkg-config --cflags $(HELPER_LIBS))
HELPER_LDFLAGS = -pie -Wl,-z,relro,-z,now
HELPER         = extension/fits_helper/pgsky-fits

all: $(HELPER)
install: install-helper
uninstall: uninstall-helper
EXTRA_CLEAN += $(HELPER) $(HELPER_OBJS) $(HELPER_OBJS:.o=.d)

$(HELPER_OBJS): %.o: %.c
	$(CC) $(HELPER_CFLAGS) -c -o $@ $<
$(HELPER): $(HELPER_OBJS) $(HELPER_CORE)
	$(CC) $(HELPER_LDFLAGS) -o $@ $^ $(shell pkg-config --libs $(HELPER_LIBS)) \
		-L$(shell $(PG_CONFIG) --libdir) -L$(pkglibdir) -lpgcommon_shlib -lpgport_shlib -lm

.PHONY: install-helper uninstall-helper
install-helper: $(HELPER)
	$(MKDIR_P) '$(DESTDIR)$(pkglibdir)'
	$(INSTALL_PROGRAM) $(HELPER) '$(DESTDIR)$(pkglibdir)/pgsky-fits'
uninstall-helper:
	rm -f '$(DESTDIR)$(pkglibdir)/pgsky-fits'

-include $(HELPER_OBJS:.o=.d)
