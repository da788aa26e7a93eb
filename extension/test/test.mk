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

# Each fuzzer from its seeds, for so many seconds at most.  The check tries the same inputs
# each time: a fixed seed, and no comparisons traced, whose operands may be addresses.  So
# what passed once passes again, until the code or the seeds change.  To search on by hand:
#   make fuzz FUZZERS=adql_compile FUZZ_SECONDS=3600 FUZZ_FLAGS=build/corpus
FUZZERS      ?= $(FUZZ_SRCS:extension/test/fuzz/%.c=%) $(SHIM_FUZZERS)
FUZZ_FLAGS   ?= -seed=1 -use_cmp=0
seconds_of = $(or $(FUZZ_SECONDS),$(if $(filter adql_compile,$1),60,12))

fuzz: $(FUZZERS:%=build/fuzzers/%)
	@mkdir -p build/corpus
	@for run in $(foreach name,$(FUZZERS),$(name):$(call seconds_of,$(name))); do \
		name=$${run%:*}; \
		seconds=$${run#*:}; \
		found=build/corpus/$$name-found; \
		dict=extension/test/fuzz/$$name.dict; \
		echo "fuzz $$name for $$seconds s"; \
		build/fuzzers/$$name -max_total_time=$$seconds -rss_limit_mb=1024 -timeout=5 \
			-verbosity=0 -print_final_stats=1 -exact_artifact_path=$$found \
			-seed_inputs=$$(ls */test/fuzz/seeds/$$name/* | paste -sd,) \
			$$(test -f $$dict && echo -dict=$$dict) $(FUZZ_FLAGS) || { \
				echo "not ok - fuzz $$name, on this input in base64:"; base64 $$found; exit 1; }; \
		echo "ok - fuzz $$name"; \
	done

-include $(SAN_OBJS:.o=.d) $(FUZZ_OBJS:.o=.d) $(UNIT_PROGS:=.d) $(FUZZ_PROGS:=.d)
