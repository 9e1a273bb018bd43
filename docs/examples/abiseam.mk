# Include it in the Makefile of a kernel's build or of modules outside the tree:
#
#   include .../abiseam.mk
#
#   make abiseam KDIR=../build                 the kernel's build tree, behind 'make'
#   make abiseam KDIR=/lib/modules/$(uname -r)/build M=$PWD
#                                              the modules of a directory, behind 'make -C $(KDIR) M=$PWD modules'
#   make abiseam-changed ...                   only what is newer than the last run that found nothing
#
# ABISEAM is the program, ABISEAMFLAGS its options, ABISEAM_STAMP the file that keeps the time.
ABISEAM ?= abiseam
ABISEAMFLAGS ?=
ABISEAM_STAMP ?= .abiseam-stamp
KDIR ?= .
ABISEAM_MODULE := $(if $(M),--module $(M))

.PHONY: abiseam abiseam-changed
abiseam:
	$(ABISEAM) kbuild $(ABISEAMFLAGS) $(ABISEAM_MODULE) $(KDIR)
	@touch $(ABISEAM_STAMP)

abiseam-changed:
	$(ABISEAM) kbuild $(ABISEAMFLAGS) $(ABISEAM_MODULE) $(if $(wildcard $(ABISEAM_STAMP)),--changed-since $(ABISEAM_STAMP)) $(KDIR)
	@touch $(ABISEAM_STAMP)
