#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# faults-kill.t - 500 kills (CRM_FAULTS=short: 10), and that torture would notice; make torture is the long run
case ${CRM_FAULTS:-} in
short) set -- -n 2 -c 200 ;;
*) set -- -n 100 -c 300 ;;
esac
exec "$(dirname "$0")/../scripts/torture" "$@" self kill
