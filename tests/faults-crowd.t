#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# faults-crowd.t - 8 writers beside 8 readers, 500 operations each (CRM_FAULTS=short: 10)
case ${CRM_FAULTS:-} in
short) set -- -o 10 -c 50 ;;
*) set -- -o 500 -c 50 ;;
esac
exec "$(dirname "$0")/../scripts/torture" "$@" crowd
