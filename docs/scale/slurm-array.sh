#!/bin/sh
#SBATCH --job-name=handfast
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --requeue
#SBATCH --open-mode=append
# One worker of N, as a task of a Slurm job array.
#
#   sbatch --array=1-16 slurm-array.sh 16 domains.txt results -c exchange-2019
#
# N is told besides --array, so that `--array=3,7` can repeat two of 16 tasks. Each task writes
# results/part-K.jsonl and goes on there after it was killed, requeued or submitted again. What follows the
# folder is given to `handfast check`. HANDFAST says which program, if not the one in PATH.
set -u
shards=$1 list=$2 folder=$3
shift 3
mkdir -p "$folder"
"${HANDFAST:-handfast}" check "@$list" --shard "$SLURM_ARRAY_TASK_ID/$shards" \
	--resume "$folder/part-$SLURM_ARRAY_TASK_ID.jsonl" "$@"
code=$?
# 0 to 4 are results, about mail servers; anything else is a failure of the task.
[ "$code" -le 4 ] || exit "$code"
