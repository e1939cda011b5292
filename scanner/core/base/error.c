#include "core/base/error.h"

#include "core/base/language.h"

const char *scn_err_text(enum scn_err err)
{
	static const char *const texts[] = {
#define X(name, sentence) [SCN_ERR_##name] = sentence,
		SCN_ERR_LIST(X)
#undef X
	};

	if ((unsigned)err >= sizeof(texts) / sizeof(texts[0]))
		return scn_tr("unknown error");
	return scn_tr(texts[err]);
}
