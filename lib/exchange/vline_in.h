/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vline_in - what the files of vline share */
#ifndef CRM_VLINE_IN_H
#define CRM_VLINE_IN_H

#include "exchange/vline.h"

/* Undoes quoted-printable and CHARSET; the value then stands in room. */
void vline_decode(struct vline *, struct str *room);

#endif
