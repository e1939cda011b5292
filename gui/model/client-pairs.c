#include "gui/model/client-pairs.h"

#include "core/report/title.h"

AppClientPairs *app_client_pairs_new(AppScan *scan, AppProfile *client)
{
	GListModel *servers = app_scan_get_servers(scan);
	AppClientPairs *all = g_new0(AppClientPairs, 1);
	const struct scn_server_result **results;
	const struct scn_verdict **verdicts;
	bool *running;

	all->count = g_list_model_get_n_items(servers);
	all->servers = g_new0(AppServer *, all->count);
	all->pairs = g_new0(AppPair *, all->count);
	results = g_new0(const struct scn_server_result *, all->count);
	verdicts = g_new0(const struct scn_verdict *, all->count);
	running = g_new0(bool, all->count);
	for (guint i = 0; i < all->count; i++) {
		all->servers[i] = g_list_model_get_item(servers, i);
		all->pairs[i] = app_server_get_pair(all->servers[i], client);
		results[i] = app_server_get_result(all->servers[i]);
		verdicts[i] = app_pair_get_verdict(all->pairs[i]);
		running[i] = app_server_get_running(all->servers[i]);
	}
	all->words = g_new0(struct scn_client_pairs, 1);
	*all->words = (struct scn_client_pairs){ .client = app_profile_get_name(client),
		.target = app_scan_get_title(scan),
		.servers = results,
		.pairs = verdicts,
		.running = running,
		.count = all->count };
	return all;
}

void app_client_pairs_free(AppClientPairs *all)
{
	if (!all)
		return;
	for (guint i = 0; i < all->count; i++)
		g_object_unref(all->servers[i]);
	g_free(all->servers);
	g_free(all->pairs);
	g_free((gpointer)all->words->servers);
	g_free((gpointer)all->words->pairs);
	g_free((gpointer)all->words->running);
	g_free(all->words);
	g_free(all);
}
