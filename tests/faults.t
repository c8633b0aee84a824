#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# faults.t - a short torture: kills, failing disks, crowds (make torture is the long one)
exec "$(dirname "$0")/../scripts/torture" -n 2 -c 500
