#include "core/probe/suite-list.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/registry/offer.h"

static int compare(const void *a, const void *b)
{
	const struct scn_candidate *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight - y->weight;
	return (x->code > y->code) - (x->code < y->code);
}

void scn_suite_list_fill(struct scn_suite_list *list, enum scn_version version)
{
	size_t count;
	const struct scn_suite *all = scn_suites(&count);

	for (size_t i = 0; i < count; i++)
		if (scn_suite_in_version(&all[i], version))
			SCN_APPEND(list->items, list->count,
				((struct scn_candidate){ .code = all[i].code,
					.weight = scn_offer_weight(&all[i]) }));
	qsort(list->items, list->count, sizeof(list->items[0]), compare);
	for (size_t i = 0; i < list->count; i++)
		list->items[i].place = i;
}

void scn_suite_list_finish(struct scn_suite_list *list)
{
	free(list->items);
	*list = (struct scn_suite_list){ 0 };
}

void scn_suite_list_drop(struct scn_suite_list *list, scn_suite_code code)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].code != code)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

size_t scn_suite_list_place(const struct scn_suite_list *list, scn_suite_code code)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].code == code)
			return list->items[i].place;
	return 0;
}
