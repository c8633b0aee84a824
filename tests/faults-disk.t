#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# faults-disk.t - failing disks and kills at each write (CRM_FAULTS=short: at some)
case ${CRM_FAULTS:-} in
short) set -- -e 12 -c 50 ;;
*) set -- -c 50 ;;
esac
exec "$(dirname "$0")/../scripts/torture" "$@" inject
