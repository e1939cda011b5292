/*
 * Capture files, pcap and pcapng, read by libpcap: each packet goes to core/capture. What the packets
 * mean is decided there.
 */
#ifndef SCN_IO_PCAP_H
#define SCN_IO_PCAP_H

#include <stdbool.h>

#include "core/base/text.h"
#include "core/capture/capture.h"

/* Does it begin like a capture file of either format, of any byte order? */
bool scn_pcap_recognise(struct scn_bytes file);
/* Feed all packets of the file. False: the sentence is in *error_out; what was read until then has
 * been fed (a file that is cut short). */
bool scn_pcap_read(struct scn_bytes file, struct scn_capture *capture, struct scn_text *error_out);

#endif
