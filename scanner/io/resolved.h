/*
 * The answer to a look-up while it is being put together. Private to io: resolver.h has the struct.
 */
#ifndef SCN_IO_RESOLVED_H
#define SCN_IO_RESOLVED_H

#include "io/resolver.h"

/* Takes host over. The server counts as NO_SERVER until an address is added. */
struct scn_resolved_server *scn_resolved_add_server(
	struct scn_resolved *r, char *take_host, int preference);
void scn_resolved_add_address(struct scn_resolved_server *server, const char *address);
void scn_resolved_drop_servers(struct scn_resolved *r);
/* By preference, then name. A host that is there twice counts once, with its better preference; what
 * is beyond SCN_RESOLVER_MAX_SERVERS is dropped. Before addresses are added. */
void scn_resolved_sort_servers(struct scn_resolved *r);
/* IPv4 first; then by their text, because name servers rotate their answers and the same scan shall
 * have the same order twice. */
void scn_resolved_sort_addresses(struct scn_resolved *r);

#endif
