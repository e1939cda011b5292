/*
 * A state of the program out of a file, for tests and pictures: the hidden option --test-state=FILE. A key file:
 *
 *   [state]
 *   now=1741701720              what the clock says, and goes on saying
 *   history=a.json;b.json       saved scans in the sidebar, beside this file
 *   scan=three-mx.json          the one that is shown
 *   state=running               or done, stopped, failed
 *   fraction=0.63               of a running one; also waiting, text, stage, detail: struct app_progress
 *   error=…                     of a failed one
 *   client=exchange-2016        the id of a profile
 *   server=2                    in the order of the scan; 0: all
 *   view=suites
 *
 * Everything may be missing.
 */
#ifndef GUI_TEST_STATE_H
#define GUI_TEST_STATE_H

#include "gui/context.h"

gboolean app_test_state_apply(AppContext *context, const char *path, GError **error);

#endif
