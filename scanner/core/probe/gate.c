#include "core/probe/gate.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/address.h"
#include "core/base/alloc.h"

/* One network with somebody in or waiting; it is forgotten when it is empty. */
struct network {
	uint8_t bytes[16]; /* first: the tree compares it */
	unsigned inside;
	struct scn_gate_place *inside_list;  /* for the count of one address */
	struct scn_gate_place *first, *last; /* waiting */
	struct network *next, *previous;     /* all networks, for turning away */
};

struct scn_gate {
	unsigned per_address, per_network;
	void *tree; /* of networks, by tsearch */
	struct network *networks;
};

/* ---- networks ---- */

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, 16);
}

static struct network *network_of(struct scn_gate *gate, const uint8_t bytes[16])
{
	void *found = tfind(bytes, &gate->tree, compare);
	struct network *network;

	if (found)
		return *(struct network **)found;
	network = scn_alloc(1, sizeof(*network));
	memcpy(network->bytes, bytes, 16);
	network->next = gate->networks;
	if (network->next)
		network->next->previous = network;
	gate->networks = network;
	if (!tsearch(network, &gate->tree, compare))
		abort(); /* out of memory */
	return network;
}

static void forget(struct scn_gate *gate, struct network *network)
{
	tdelete(network, &gate->tree, compare);
	if (network->next)
		network->next->previous = network->previous;
	if (network->previous)
		network->previous->next = network->next;
	else
		gate->networks = network->next;
	free(network);
}

struct scn_gate *scn_gate_new(unsigned per_address, unsigned per_network)
{
	struct scn_gate *gate = scn_alloc(1, sizeof(*gate));

	gate->per_address = per_address;
	gate->per_network = per_network;
	return gate;
}

void scn_gate_free(struct scn_gate *gate)
{
	if (!gate)
		return;
	while (gate->networks)
		forget(gate, gate->networks);
	free(gate);
}

/* ---- in and out ---- */

static bool may_enter(const struct scn_gate *gate, const struct network *network,
	const struct scn_gate_place *place)
{
	unsigned same = 0;

	if (network->inside >= gate->per_network)
		return false;
	/* At most per_network of them, so this list is short. */
	for (struct scn_gate_place *p = network->inside_list; p; p = p->next)
		same += memcmp(p->address, place->address, 16) == 0;
	return same < gate->per_address;
}

static void let_in(struct network *network, struct scn_gate_place *place)
{
	place->next = network->inside_list;
	network->inside_list = place;
	network->inside++;
}

bool scn_gate_enter(struct scn_gate *gate, struct scn_gate_place *place, const char *address)
{
	struct network *network;

	/* What is no address (it was checked before) is one network of its own: all zeros. */
	memset(place->address, 0, sizeof(place->address));
	memset(place->network, 0, sizeof(place->network));
	if (scn_address_bytes(address, place->address))
		scn_network_bytes(address, place->network);
	network = network_of(gate, place->network);
	if (may_enter(gate, network, place)) {
		let_in(network, place);
		return true;
	}
	place->next = NULL;
	if (network->last)
		network->last->next = place;
	else
		network->first = place;
	network->last = place;
	return false;
}

static void take_out(struct network *network, const struct scn_gate_place *place)
{
	struct scn_gate_place **at = &network->inside_list;

	while (*at != place)
		at = &(*at)->next;
	*at = place->next;
	network->inside--;
}

/* The first that waits and whose address has room. */
static struct scn_gate_place *next_in(const struct scn_gate *gate, struct network *network)
{
	struct scn_gate_place *before = NULL;

	for (struct scn_gate_place *p = network->first; p; before = p, p = p->next) {
		if (!may_enter(gate, network, p))
			continue;
		*(before ? &before->next : &network->first) = p->next;
		if (network->last == p)
			network->last = before;
		return p;
	}
	return NULL;
}

struct scn_gate_place *scn_gate_leave(struct scn_gate *gate, struct scn_gate_place *place)
{
	struct network *network = network_of(gate, place->network);
	struct scn_gate_place *next;

	take_out(network, place);
	next = next_in(gate, network);
	if (next)
		let_in(network, next);
	else if (!network->inside && !network->first)
		forget(gate, network);
	return next;
}

struct scn_gate_place *scn_gate_turn_away(struct scn_gate *gate)
{
	for (struct network *network = gate->networks; network; network = network->next) {
		struct scn_gate_place *first = network->first;

		if (!first)
			continue;
		network->first = first->next;
		if (!network->first)
			network->last = NULL;
		return first;
	}
	return NULL;
}
