#!/bin/sh
# N workers on several machines by GNU parallel over ssh, then one result.
#
#   parallel-ssh.sh 16 machines.txt domains.txt results -c exchange-2019
#
# machines.txt: a login a line as ssh takes it, such as "4/worker1.example" for four workers there; ":" is
# this machine. handfast is installed on each. The list is copied to them, the results are brought back into
# the folder; workers that were done before are left out when the command is given again. What follows the
# folder is given to `handfast check`. HANDFAST says which program, if not the one in PATH.
set -eu
shards=$1 machines=$2 list=$3 folder=$4
shift 4
list=$(realpath "$list") machines=$(realpath "$machines")
program=${HANDFAST:-handfast}
# Quoted once more: the words pass through a shell on the other machine.
options=
for word; do
	options="$options '$(printf %s "$word" | sed "s/'/'\\\\''/g")'"
done
mkdir -p "$folder"
cd "$folder"
cp "$list" targets.txt
# 0 to 4 are results, about mail servers; anything else is a failure of the worker, which is tried again.
seq "$shards" | parallel --sshloginfile "$machines" --basefile targets.txt --return part-{}.jsonl \
	--retries 3 --joblog jobs.log --resume-failed \
	"$program check @targets.txt --shard {}/$shards --resume part-{}.jsonl -q $options; [ \$? -le 4 ]"
code=0
"$program" merge part-*.jsonl -o all.jsonl || code=$?
exit "$code"
