# Core tests: plain programs under ASan and UBSan, without any server.

SAN_CC     = clang
SAN_FLAGS  = -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined \
             -fno-sanitize-recover=undefined -std=gnu11 -D_GNU_SOURCE -ffp-contract=off \
             -Iextension -Iextension/test $(LIB_CFLAGS) -MMD -MP
# libpgcommon: the server's own shortest-decimal printer, used by the core (base/number.h).
SAN_LIBS   = $(LIB_LIBS) -L$(shell $(PG_CONFIG) --libdir) -L$(shell $(PG_CONFIG) --pkglibdir) \
             -lpgcommon -lpgport -lm
SAN_OBJS   = $(CORE_SRCS:%.c=build/san/%.o)
FUZZ_OBJS  = $(CORE_SRCS:%.c=build/fuzz/%.o)
UNIT_SRCS  = $(sort $(wildcard extension/test/unit/*.c))
UNIT_PROGS = $(UNIT_SRCS:extension/test/unit/%.c=build/unit/%)
FUZZ_SRCS  = $(sort $(wildcard extension/test/fuzz/*.c))
FUZZ_PROGS = $(FUZZ_SRCS:extension/test/fuzz/%.c=build/fuzzers/%)
FUZZ_SECONDS ?= 30

build/san/%.o: %.c
	@mkdir -p $(@D)
	$(SAN_CC) $(SAN_FLAGS) -c -o $@ $<
build/fuzz/%.o: %.c
	@mkdir -p $(@D)
	$(SAN_CC) $(SAN_FLAGS) -fsanitize=fuzzer-no-link -c -o $@ $<
$(SAN_OBJS) $(FUZZ_OBJS): | $(GRAMMARS:.c=.h)

build/unit/%: extension/test/unit/%.c $(SAN_OBJS)
	@mkdir -p $(@D)
	$(SAN_CC) $(SAN_FLAGS) -o $@ $< $(SAN_OBJS) $(SAN_LIBS)
build/fuzzers/%: extension/test/fuzz/%.c $(FUZZ_OBJS)
	@mkdir -p $(@D)
	$(SAN_CC) $(SAN_FLAGS) -fsanitize=fuzzer -o $@ $< $(FUZZ_OBJS) $(SAN_LIBS)

# PostgreSQL's own parser judges the SQL of the ADQL compiler.  It has functions of the
# same names as libpgcommon, which must not take their place.
build/fuzzers/adql_compile: SAN_LIBS += -Wl,--exclude-libs,libpgcommon.a:libpgport.a -lpg_query

.PHONY: unit unit-programs fuzz
unit-programs: $(UNIT_PROGS)
unit: unit-programs
	@prove --exec '' $(UNIT_PROGS)

# Each fuzzer for FUZZ_SECONDS from its seeds; new findings stay in build/corpus.
fuzz: $(FUZZ_PROGS)
	@for prog in $(FUZZ_PROGS); do \
		name=$$(basename $$prog); \
		mkdir -p build/corpus/$$name extension/test/fuzz/seeds/$$name; \
		dict=extension/test/fuzz/$$name.dict; \
		echo "fuzz $$name for $(FUZZ_SECONDS) s"; \
		$$prog -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=1024 -timeout=5 -verbosity=0 \
			-print_final_stats=1 -artifact_prefix=build/corpus/$$name- \
			$$(test -f $$dict && echo -dict=$$dict) \
			build/corpus/$$name extension/test/fuzz/seeds/$$name || { echo "not ok - fuzz $$name"; exit 1; }; \
		echo "ok - fuzz $$name"; \
	done

-include $(SAN_OBJS:.o=.d) $(FUZZ_OBJS:.o=.d) $(UNIT_PROGS:=.d) $(FUZZ_PROGS:=.d)
