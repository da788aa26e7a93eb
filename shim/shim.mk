# The shim is a program of its own: libh2o, libpq, OpenSSL, libcurl and jansson, nothing of extension/.

SHIM_SRCS   = $(sort $(wildcard shim/*.c))
SHIM_OBJS   = $(SHIM_SRCS:.c=.o)
SHIM_CFLAGS = -std=gnu11 -O2 -g -fPIE -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 \
              $(WARNINGS) -Wundef -Wconversion -Wsign-conversion -D_GNU_SOURCE -DH2O_USE_LIBUV=0 \
              -DSKY_VERSION='"$(EXTVERSION)"' -MMD -MP $(shell pkg-config --cflags libh2o-evloop libpq libcrypto libcurl jansson)
SHIM_LDFLAGS = -pie -Wl,-z,relro,-z,now
SHIM_LIBS   = $(shell pkg-config --libs libh2o-evloop libpq libcrypto libcurl jansson) -lpthread -lm

ifneq ($(SHIM_SRCS),)
all: shim/pgsky-shim
install: install-shim
installdirs: installdirs-shim
uninstall: uninstall-shim
clean: clean-shim
endif

shim/%.o: shim/%.c
	$(CC) $(SHIM_CFLAGS) -c -o $@ $<
shim/pgsky-shim: $(SHIM_OBJS)
	$(CC) $(SHIM_LDFLAGS) -o $@ $(SHIM_OBJS) $(SHIM_LIBS)

.PHONY: install-shim installdirs-shim uninstall-shim clean-shim
installdirs-shim:
	$(MKDIR_P) '$(DESTDIR)$(bindir)'
install-shim: shim/pgsky-shim installdirs-shim
	$(INSTALL_PROGRAM) shim/pgsky-shim '$(DESTDIR)$(bindir)/pgsky-shim'
uninstall-shim:
	rm -f '$(DESTDIR)$(bindir)/pgsky-shim'
clean-shim:
	rm -f shim/pgsky-shim $(SHIM_OBJS) $(SHIM_OBJS:.o=.d)

# The parts without sockets, under the sanitizers: build/unit/shim_NAME from test/unit/NAME.c
# and the source of that name.
SHIM_UNITS = $(patsubst shim/test/unit/%.c,build/unit/shim_%,$(sort $(wildcard shim/test/unit/*.c)))
unit-programs: $(SHIM_UNITS)
build/unit/shim_%: shim/test/unit/%.c shim/%.c shim/%.h shim/test/unit/tap.h
	@mkdir -p $(@D)
	$(SAN_CC) -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined \
		-fno-sanitize-recover=undefined -std=gnu11 $(WARNINGS) -D_GNU_SOURCE \
		-DSKY_VERSION='"$(EXTVERSION)"' -Ishim $(shell pkg-config --cflags libpq) \
		-o $@ $(filter %.c,$^) $(shell pkg-config --libs libpq libcrypto jansson) -lpthread -lm
# The guard is tested with all that it is made of.
SHIM_JSON  = $(addprefix shim/,json.c head.c)
SHIM_GUARD = $(addprefix shim/,token.c issuer.c issuer_file.c key.c base64.c) $(SHIM_JSON)
build/unit/shim_config: shim/setting.c shim/address.c
build/unit/shim_json: $(SHIM_JSON)
build/unit/shim_credential: shim/base64.c shim/utf8.c shim/head.c
build/unit/shim_issuer build/unit/shim_token: $(SHIM_GUARD)

# Its fuzzers run with those of the extension.
SHIM_FUZZERS = $(patsubst shim/test/fuzz/%.c,%,$(sort $(wildcard shim/test/fuzz/*.c)))
build/fuzzers/shim_%: shim/test/fuzz/shim_%.c shim/%.c shim/%.h
	@mkdir -p $(@D)
	$(SAN_CC) -g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=undefined -std=gnu11 $(WARNINGS) -D_GNU_SOURCE -Ishim -o $@ $(filter %.c,$^) \
		$(shell pkg-config --libs libcrypto jansson) -lm
build/fuzzers/shim_token: shim/credential.c shim/utf8.c $(SHIM_GUARD)

-include $(SHIM_OBJS:.o=.d)
