#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# faults-init.t - the same for the making of a base, at some of its 700 writes
case ${CRM_FAULTS:-} in
short) set -- -e 120 ;;
*) set -- -e 50 ;;
esac
exec "$(dirname "$0")/../scripts/torture" "$@" inject_init
