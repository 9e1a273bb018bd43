#!/usr/bin/env bash
# Holds the structs that 'abiseam compare' calls changed against those whose layout pahole prints differently.
#
#   compare.sh OLD NEW        two images with DWARF; needs pahole and python3
#
# Prints how many structs pahole alone and how many abiseam alone calls changed. pahole's lines are compared by the name, place and size
# of members, so that a member of another type and the same size is in abiseam's list alone; those are named.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,8p' "$0"; exit 2; }
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
pahole --lang_exclude=rust,asm "$1" > "$scratch/old" 2> /dev/null
pahole --lang_exclude=rust,asm "$2" > "$scratch/new" 2> /dev/null
"$home/abiseam" compare --verbose "$1" "$2" > "$scratch/ours" || true
python3 - "$scratch" <<'PY'
import re, sys
def load(path):
    structs, name = {}, None
    for line in open(path, errors="replace"):
        head = re.match(r"^(struct|union) (\w+) \{", line)
        if head and name is None:
            name, kind, body = head.group(2), head.group(1), []
        elif name and line.startswith("}"):
            structs.setdefault(name, set()).add((kind, tuple(body)))
            name = None
        elif name:
            member = re.search(r"^(.*?);.*?/\*\s*(\d+)(?::\s*(\d+))?\s+(\d+) \*/", line.strip())
            size = re.search(r"/\* size: (\d+)", line)
            if member:
                text = re.sub(r"__attribute__\(\(.*?\)\)\)?", "", member.group(1)).split()
                body.append((text[-1].lstrip("*"),) + member.groups()[1:])
            elif size:
                body.append(size.group(1))
    return structs
scratch = sys.argv[1]
old, new = load(scratch + "/old"), load(scratch + "/new")
both = old.keys() & new.keys()
theirs = {name for name in both if not old[name] & new[name]}
ours = set()
for line in open(scratch + "/ours"):
    finding = re.match(r"^(?:HARMFUL|RISKY|HARMLESS)\s+(?:struct|union) (\w+)\s", line)
    reach = re.match(r"^  reaches [\d,]+ others?: (.*)", line)
    if finding:
        ours.add(finding.group(1))
    elif reach:
        ours.update(part.strip() for part in reach.group(1).split(","))
print(f"{len(both)} structs in both, {len(theirs)} changed by pahole; missing {len(theirs - ours)}, extra {len((ours & both) - theirs)}")
print("missing:", *sorted(theirs - ours))
print("extra:", *sorted((ours & both) - theirs))
sys.exit(bool(theirs - ours))
PY
