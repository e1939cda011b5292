/*
 * How many servers of one address and of one network may be asked at the same time, in runs over many
 * targets: the servers of one owner stand beside each other, in one /24 of IPv4 or one /64 of IPv6.
 * Pure: it only counts, and keeps whom it turned away in the order of their coming.
 */
#ifndef SCN_CORE_PROBE_GATE_H
#define SCN_CORE_PROBE_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who waits at the gate: part of the waiting thing's own struct. */
struct scn_gate_place {
	struct scn_gate_place *next;
	void *owner; /* the caller's */
	/* Private. */
	uint8_t address[16], network[16];
};

struct scn_gate;
/* At most so many at once for one address and for one network. */
struct scn_gate *scn_gate_new(unsigned per_address, unsigned per_network);
void scn_gate_free(struct scn_gate *gate);

/* True: in, until scn_gate_leave. False: it waits, and scn_gate_leave of another one will give it
 * back. The place must live until then. */
bool scn_gate_enter(struct scn_gate *gate, struct scn_gate_place *place, const char *address);
/* Out again. Gives the one that is in now instead, if one waited that may go in; or NULL. */
struct scn_gate_place *scn_gate_leave(struct scn_gate *gate, struct scn_gate_place *place);
/* All that wait, one after the other, without letting them in: NULL when nobody waits any more. */
struct scn_gate_place *scn_gate_turn_away(struct scn_gate *gate);

#endif
