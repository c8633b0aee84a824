# SPDX-License-Identifier: GPL-2.0-or-later
# crm - small programs, one library, one SQLite file. `make help` lists the targets.
# No list here is kept by hand: a new .c, .sql, .csv, test or manual page needs no edit.

CC ?= cc
AR ?= ar
CFLAGS ?= -O2 -g
INSTALL ?= install
PROVE ?= prove -j3 --failures --comments
BUILD ?= build
FUZZ_STOP ?= -max_total_time=60

prefix ?= /usr/local
bindir ?= $(prefix)/bin
datadir ?= $(prefix)/share/crm
mandir ?= $(prefix)/share/man

GEN := $(BUILD)/gen
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
HARDEN := -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-clash-protection \
	$(if $(filter x86_64 i386 i686,$(shell uname -m)),-fcf-protection)
COMPILE = $(CC) -std=gnu11 -D_GNU_SOURCE -Ilib -I$(GEN) $(CPPFLAGS) $(WARN) -fPIE $(HARDEN) \
	-ffile-prefix-map=$(CURDIR)=. -ffunction-sections -fdata-sections $(CFLAGS) -MMD -MP
LINK = $(CC) $(CFLAGS) -pie -Wl,-z,relro,-z,now,--as-needed,--gc-sections $(LDFLAGS)
# STATIC=1 links these in: a short command starts a tenth faster, and has to be built again for each mend in them.
LIBS ?= $(foreach l,sqlite3 csv utf8proc,$(if $(STATIC),-l:lib$l.a,-l$l)) -lm -ldl

LIB_C := $(sort $(shell find lib -name '*.c'))
CMD_C := $(sort $(wildcard cmd/crm-*.c))
UNIT_C := $(sort $(wildcard tests/unit/test_*.c))
FUZZ_C := $(sort $(wildcard tests/fuzz/fuzz_*.c))
SCRIPTED_T := $(sort $(wildcard tests/*.t))
EMBEDDED := $(sort $(shell find lib/sql lib/kpi lib/preset -name '*.sql' -o -name '*.csv'))
EMBEDDED_DIRS := $(sort $(shell find lib/sql lib/kpi lib/preset -type d))

# A registry made from the comments of the schema, as soon as there is a schema.
REGISTRY_SQL := $(wildcard lib/sql/schema.sql lib/sql/derived.sql)
GEN_C := $(GEN)/sql_data.c $(if $(REGISTRY_SQL),$(GEN)/registry_data.c)

LIB_O := $(LIB_C:%.c=$(BUILD)/obj/%.o) $(GEN_C:$(GEN)/%.c=$(BUILD)/obj/gen/%.o)
BINS := $(CMD_C:cmd/%.c=$(BUILD)/bin/%)
UNITS := $(UNIT_C:tests/unit/%.c=$(BUILD)/unit/%)
FUZZERS := $(FUZZ_C:tests/fuzz/%.c=$(BUILD)/fuzz/%)

all: $(BINS) $(BUILD)/libcrm.a $(BUILD)/man/crm-tables.5

help:
	@echo 'all check check-asan lint install bench bench-dup torture fuzz clean'
	@echo 'variables: CC CFLAGS LDFLAGS BUILD DESTDIR prefix PROVE FUZZ_STOP STATIC'

# The directories stand among the prerequisites so that a file taken away is noticed too.
$(GEN)/sql_data.c: scripts/embed $(EMBEDDED) $(EMBEDDED_DIRS)
	@mkdir -p $(@D)
	scripts/embed $(GEN) $(EMBEDDED)
$(GEN)/registry_data.c: scripts/make-registry $(REGISTRY_SQL)
	@mkdir -p $(@D)
	scripts/make-registry $(REGISTRY_SQL) > $@
$(BUILD)/man/crm-tables.5: scripts/make-tables $(REGISTRY_SQL)
	@mkdir -p $(@D)
	scripts/make-tables $(REGISTRY_SQL) > $@

$(BUILD)/obj/gen/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<
$(BUILD)/obj/%.o: %.c | $(GEN)/sql_data.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

$(BUILD)/libcrm.a: $(LIB_O)
	rm -f $@
	$(AR) rcsD $@ $^
$(BUILD)/bin/%: $(BUILD)/obj/cmd/%.o $(BUILD)/libcrm.a
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(LIBS) $(if $(filter crm-xlsx,$*),-lxlsxwriter)
$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libcrm.a
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(LIBS) -lcmocka

# One build for the tests under sanitizers and for libFuzzer, which wants the library itself instrumented.
SANITIZED = CC=clang BUILD=$(BUILD)/sanitized HARDEN= CFLAGS='-O1 -g -fno-omit-frame-pointer \
	-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all'

# The paths in the environment let the same tests run against any build.
check: all $(UNITS)
	@CRM_BUILD='$(abspath $(BUILD))' CMOCKA_MESSAGE_OUTPUT=TAP \
		$(PROVE) --exec '' $(SCRIPTED_T) $(UNITS)
check-asan:
	@CRM_FAULTS=short ASAN_OPTIONS=detect_leaks=0:malloc_context_size=1 UBSAN_OPTIONS=print_stacktrace=1 \
		$(MAKE) check $(SANITIZED)

lint:
	@scripts/lint
bench bench-dup torture: all
	@CRM_BUILD='$(abspath $(BUILD))' scripts/$@

fuzz:
	@$(MAKE) fuzz-run $(SANITIZED)
fuzz-run: $(FUZZERS:%=%.run)
$(BUILD)/fuzz/%.run: $(BUILD)/fuzz/%
	$< $(FUZZ_STOP) -artifact_prefix=$(BUILD)/
$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/libcrm.a
	@mkdir -p $(@D)
	$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)

install: all
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(datadir)
	$(INSTALL) -m 755 $(BINS) $(DESTDIR)$(bindir)
	cp -R lib/preset scripts $(DESTDIR)$(datadir)
	for page in $(sort $(wildcard man/*.[1-8])) $(BUILD)/man/crm-tables.5; do \
		d=$(DESTDIR)$(mandir)/man$${page##*.}; \
		$(INSTALL) -d $$d && $(INSTALL) -m 644 $$page $$d || exit 1; done

clean:
	rm -rf $(BUILD)

.PHONY: all help check check-asan lint bench bench-dup torture fuzz fuzz-run install clean
.DELETE_ON_ERROR:
.SECONDARY:
-include $(LIB_O:.o=.d) $(CMD_C:%.c=$(BUILD)/obj/%.d) \
	$(UNIT_C:%.c=$(BUILD)/obj/%.d) $(FUZZ_C:%.c=$(BUILD)/obj/%.d)
