# Include it in a Makefile that builds objects of C and of Rust:
#
#   ABISEAM_FILES := build/core.o target/release/libdriver.a
#   include .../check.mk
#   all: abi
#
# 'make abi' verifies the files when one of them is newer than the last run that found nothing, and fails where they disagree.
#
# ABISEAM is the program, ABISEAMFLAGS its options (--bindings FILE), ABISEAM_STAMP the file that keeps the time.
ABISEAM ?= abiseam
ABISEAMFLAGS ?=
ABISEAM_STAMP ?= .abiseam-stamp

.PHONY: abi
abi: $(ABISEAM_STAMP)
$(ABISEAM_STAMP): $(ABISEAM_FILES)
	$(ABISEAM) check $(ABISEAMFLAGS) $(ABISEAM_FILES)
	@touch $@
