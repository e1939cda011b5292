/*
 * Random servers for the simulation: of the sorts that are met, and of none. The same number and seed
 * give the same server.
 */
#ifndef TESTS_SIM_SERVERS_H
#define TESTS_SIM_SERVERS_H

#include "sim-server.h"

/* What stands in the way of asking it plainly. */
enum sim_sort {
	SIM_PLAIN,   /* nothing: any order, any lists */
	SIM_LIMITED, /* reads only so many suites, or so many bytes */
	SIM_ODD,     /* closes or says internal_error for "no", or closes on newer versions */
	SIM_FAULTY,  /* throttles, or one of five connections breaks */
	SIM_SORT_COUNT,
};

struct sim_server sim_make(enum sim_sort sort, uint64_t seed);

#endif
