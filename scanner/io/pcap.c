#include "io/pcap.h"

#include <stdio.h>

#include <pcap/pcap.h>

#include "core/base/alloc.h"
#include "core/base/language.h"

/* The link types of libpcap that we can read. */
static const struct {
	int libpcap;
	enum scn_link link;
} links[] = {
	{ DLT_EN10MB, SCN_LINK_ETHERNET },
	{ DLT_RAW, SCN_LINK_RAW },
	{ DLT_IPV4, SCN_LINK_RAW },
	{ DLT_IPV6, SCN_LINK_RAW },
	{ DLT_NULL, SCN_LINK_LOOPBACK },
	{ DLT_LOOP, SCN_LINK_LOOPBACK },
	{ DLT_LINUX_SLL, SCN_LINK_COOKED },
	{ DLT_LINUX_SLL2, SCN_LINK_COOKED2 },
};

bool scn_pcap_recognise(struct scn_bytes file)
{
	/* pcap with micro- or nanoseconds in either byte order, pcapng */
	static const uint32_t magics[] = { 0xA1B2C3D4, 0xD4C3B2A1, 0xA1B23C4D, 0x4D3CB2A1,
		0x0A0D0D0A };
	struct scn_reader r = scn_reader(file);
	uint32_t magic = scn_read_u32(&r);

	for (size_t i = 0; i < SCN_COUNT(magics); i++) {
		if (scn_read_ok(&r) && magics[i] == magic)
			return true;
	}
	return false;
}

static bool link_of(pcap_t *pcap, enum scn_link *link_out, struct scn_text *error_out)
{
	int type = pcap_datalink(pcap);
	const char *name = pcap_datalink_val_to_name(type);

	for (size_t i = 0; i < SCN_COUNT(links); i++) {
		if (links[i].libpcap == type) {
			*link_out = links[i].link;
			return true;
		}
	}
	scn_text_printf(error_out,
		scn_tr("packets of the link type %s are not understood; capture on an Ethernet "
		       "interface or on \"any\""),
		name ? name : "unknown");
	return false;
}

static bool read_packets(pcap_t *pcap, struct scn_capture *capture, struct scn_text *error_out)
{
	struct pcap_pkthdr *header;
	const u_char *bytes;
	enum scn_link link;
	int got;

	if (!link_of(pcap, &link, error_out))
		return false;
	while ((got = pcap_next_ex(pcap, &header, &bytes)) == 1)
		scn_capture_packet(capture, link, header->ts.tv_sec,
			(struct scn_bytes){ bytes, header->caplen });
	if (got == PCAP_ERROR)
		scn_text_add(error_out, pcap_geterr(pcap));
	return got != PCAP_ERROR;
}

bool scn_pcap_read(struct scn_bytes file, struct scn_capture *capture, struct scn_text *error_out)
{
	/* Only read, whatever the type says. */
	FILE *stream = fmemopen((void *)file.at, file.len, "rb");
	char why[PCAP_ERRBUF_SIZE] = "";
	pcap_t *pcap = stream ? pcap_fopen_offline(stream, why) : NULL;
	bool ok;

	if (!pcap) {
		scn_text_add(error_out, why[0] ? why : scn_tr("the capture cannot be read"));
		if (stream)
			fclose(stream);
		return false;
	}
	ok = read_packets(pcap, capture, error_out);
	pcap_close(pcap);
	return ok;
}
