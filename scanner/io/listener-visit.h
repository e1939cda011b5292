/*
 * One connection of the listener, from the greeting to the end. Private to the listener.
 */
#ifndef SCN_IO_LISTENER_VISIT_H
#define SCN_IO_LISTENER_VISIT_H

#include "io/listener-tls.h"
#include "io/listener.h"

struct scn_visit;
/* fd: non-blocking, stays the caller's. address is borrowed. tls NULL: end after the hello. */
struct scn_visit *scn_visit_new(int fd, const char *address, struct scn_tls_server *tls);
/* Returns when the connection is over; the socket is still open. */
void scn_visit_run(struct scn_visit *visit);
/* Borrowed from the visit. */
const struct scn_heard *scn_visit_heard(struct scn_visit *visit);
void scn_visit_free(struct scn_visit *visit);

#endif
