#include "core/probe/question.h"

#include <stdlib.h>

void scn_question_free(struct scn_question *question)
{
	if (!question)
		return;
	scn_hello_free(question->hello);
	free((void *)question->order.suites);
	free((void *)question->order.groups);
	free((void *)question->order.schemes);
	free((void *)question->order.server_name);
	free((void *)question->order.verify_name);
	free(question->purpose);
	free(question);
}
