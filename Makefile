# The whole set-up: `make demo` and `make test` need nothing but the Swift toolchain.

TIDEMARK := .build/release/tidemark
STORE    := ./tidemark-store
RELEASE  := -c release --product tidemark --static-swift-stdlib
FIGURES  := $(addprefix Datasets/,cancer.csv chronic-disease.csv maternal-perinatal.csv mental-health.csv \
              life-expectancy.csv child-injury.csv inequality.csv counts-alone.csv)

.PHONY: all build demo test fuzz lint bench clean packages extras pictures install

all: build

# SQLite's and zlib's headers, from the system's package manager, where they are missing.
packages:
	@cc=$$(command -v clang || command -v cc); \
	if ! printf '#include <sqlite3.h>\n#include <zlib.h>\n' | $$cc -fsyntax-only -x c - 2>/dev/null; then \
	  if command -v apt-get >/dev/null; then \
	    echo "installing libsqlite3-dev and zlib1g-dev"; \
	    sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	    $$sudo apt-get update -qq && $$sudo apt-get install -y -qq libsqlite3-dev zlib1g-dev; \
	  elif [ "$$(uname)" != Darwin ]; then \
	    echo "please install the headers of SQLite and zlib (libsqlite3-dev, zlib1g-dev)"; exit 1; \
	  fi; \
	fi

# What some tests need beside the toolchain, each as a program and Debian's package of it: the program is killed at each of
# its system calls, its completions are tried in the shells, its manual page is set, and its pictures and pages are looked
# at in a browser, on paper and by axe-core, the checker of accessibility rules, from PyPI; .ci/run runs some tests on
# another day. Where one cannot be installed its tests are skipped. The browser is the largest: with all it needs 200 MB to fetch where nothing is there.
EXTRAS := strace:strace zsh:zsh man:man-db chromium:chromium fc-match:fontconfig rsvg-convert:librsvg2-bin \
          pdftotext:poppler-utils pngquant:pngquant faketime:faketime \
          pip3:python3-pip
AXE    := axe_playwright_python-0.1.8

extras:
	@if [ "$$(uname)" = Linux ] && command -v apt-get >/dev/null; then \
	  missing=; for extra in $(EXTRAS); do command -v $${extra%:*} >/dev/null || missing="$$missing $${extra#*:}"; done; \
	  fc-match Arial 2>/dev/null | grep -qE 'Arial|Arimo|Liberation' || missing="$$missing fonts-liberation"; \
	  if [ -n "$$missing" ]; then \
	    echo "installing$$missing"; \
	    sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	    $$sudo apt-get update -qq; \
	    for package in $$missing; do \
	      $$sudo apt-get install -y -qq --no-install-recommends $$package >/dev/null || echo "the tests go on without $$package"; \
	    done; \
	  fi; \
	fi
	@[ -d .build/extras/axe ] || { \
	  python3 -m pip download -q --no-deps -d .build/extras $(subst _,-,$(subst -,==,$(AXE))) && \
	  python3 -m zipfile -e .build/extras/$(AXE)-py3-none-any.whl .build/extras/axe; \
	} || echo "the tests go on without axe-core"

# Where the system has its libraries as archives too the program needs none at run time, and starts in half the time.
STATIC := printf 'int main(void) { return 0; }' | cc -x c - -o /dev/null -static -lsqlite3 -lz -lm -lstdc++ 2>/dev/null \
            && echo '-Xswiftc -static-executable'

build: packages
	swift build $(RELEASE) $$([ "$$(uname)" = Linux ] && $(STATIC))

demo: build
	$(TIDEMARK) append Datasets/areas.csv Datasets/indicators.csv $(FIGURES) --store $(STORE)
	@echo
	$(TIDEMARK) overview --store $(STORE) --format table
	@printf '%s\n' '' 'Next:' \
	  '  $(TIDEMARK) compare' \
	  '  $(TIDEMARK) trend "infant mortality"' \
	  '  $(TIDEMARK) rank "infant mortality" --peers core-cities' \
	  '  $(TIDEMARK) profile' \
	  '  $(TIDEMARK) watchlist' \
	  '  $(TIDEMARK) find smoking in pregnancy' \
	  '  $(TIDEMARK) help topics' \
	  '  $(TIDEMARK) append YOUR-FINGERTIPS-DOWNLOAD.csv'

# Optimised, because the tests read whole published files and damage stores byte by byte; traps stay on.
test: packages extras
	swift test -c release -Xswiftc -enable-testing --scratch-path .build/tests

# Coverage-guided fuzzing of whatever reads what others wrote. It stops at the first input that traps, hangs or takes
# more than 2 GB; the input lies in Tests/Fuzz/.build then, and the fuzzer runs it alone when given its path.
RUNS    := 20000
FUZZERS := Segments Figures Words Questions
FUZZ    := Tests/Fuzz/.build
fuzz: packages
	swift build -c release --package-path Tests/Fuzz --sanitize=fuzzer -Xswiftc -enable-testing -Xswiftc -DFUZZING
	@for name in $(FUZZERS); do \
	  mkdir -p $(FUZZ)/found/$$name; \
	  echo "== $$name: $(RUNS) inputs"; \
	  SWIFT_BACKTRACE=enable=no $(FUZZ)/release/Fuzz$$name -runs=$(RUNS) -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
	    -artifact_prefix=$(FUZZ)/$$name- $(FUZZ)/found/$$name Tests/Fuzz/Corpus/$$name >$(FUZZ)/$$name.log 2>&1 || \
	    { tail -40 $(FUZZ)/$$name.log; exit 1; }; \
	  grep 'stat::\|^SUMMARY' $(FUZZ)/$$name.log; \
	done

# The pictures of README, of the datasets: a chart, the top of the report, and the digest of the report that was drawn, by
# which a test tells when the picture is out of date.
PICTURES := Datasets/pictures
# The program, heedless of the settings of whoever runs it.
PLAIN    := env -i LC_ALL=C.UTF-8 TIDEMARK_STORE=.build/pictures/store $(TIDEMARK)
pictures: build extras
	rm -rf .build/pictures && mkdir -p .build/pictures $(PICTURES)
	$(PLAIN) append --published 2026-11-26 Datasets/*.csv
	$(PLAIN) chart trend "infant mortality rate" --output $(PICTURES)/infant-mortality.svg
	$(PLAIN) report >.build/pictures/report.html
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --log-level=3 --user-data-dir="$(CURDIR)/.build/pictures/profile" \
	  --window-size=1000,1400 --screenshot="$(CURDIR)/.build/pictures/report.png" "file://$(CURDIR)/.build/pictures/report.html"
	pngquant --force --strip --output $(PICTURES)/report.png 32 .build/pictures/report.png
	sha256sum <.build/pictures/report.html | cut -d ' ' -f 1 >$(PICTURES)/report.sha256

lint:
	swift format lint --strict -r Package.swift Sources Tests Benchmarks

# The peers come from PyPI, into Benchmarks/.venv. M takes half an hour and 20 GB of disk.
SIZES := S M
bench: build
	cd Benchmarks && swift package --disable-sandbox benchmark --target TideCoreBenchmarks
	swift run -c release --package-path Benchmarks KernelTable | tee Benchmarks/results/kernels.md
	python3 Benchmarks/peers/methods.py
	python3 Benchmarks/peers/realfiles.py --tidemark $(TIDEMARK) $(FIGURES)
	for size in $(SIZES); do python3 Benchmarks/peers/processes.py --tidemark $(TIDEMARK) --size $$size || exit 1; done
	for size in $(SIZES); do python3 Benchmarks/peers/run.py --tidemark $(TIDEMARK) --size $$size --readme || exit 1; done

# The program, its manual page, and completions for bash, zsh and fish, where those shells look for them.
ROOT := $(DESTDIR)$(or $(PREFIX),/usr/local)
install: build
	install -d "$(ROOT)/bin" "$(ROOT)/share/man/man1" "$(ROOT)/share/bash-completion/completions" \
	  "$(ROOT)/share/zsh/site-functions" "$(ROOT)/share/fish/vendor_completions.d"
	install -m 755 $(TIDEMARK) "$(ROOT)/bin/tidemark"
	$(TIDEMARK) manual >"$(ROOT)/share/man/man1/tidemark.1"
	$(TIDEMARK) --generate-completion-script bash >"$(ROOT)/share/bash-completion/completions/tidemark"
	$(TIDEMARK) --generate-completion-script zsh >"$(ROOT)/share/zsh/site-functions/_tidemark"
	$(TIDEMARK) --generate-completion-script fish >"$(ROOT)/share/fish/vendor_completions.d/tidemark.fish"

clean:
	rm -rf .build $(STORE)
