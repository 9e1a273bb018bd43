#!/usr/bin/env bash
# Holds the structs that 'abiseam compare' calls changed against those that pahole prints differently, and takes the time.
#
#   compare.sh OLD NEW        two images with DWARF; needs pahole and python3
#
#   PAHOLE="chroot DIR pahole"   another command; PAHOLE_ROOT=DIR where it sees only what is in DIR
#   RUNS=3                       how often each command is timed; 0 for not at all
#   ABISEAM=...                  another command
#
# pahole's structs are compared by name, type, place and size of each member and by their own size. What one of the two calls changed and
# the other does not is missing or extra, unless it is of a class that can be shown from pahole's own output:
#   spelled   pahole's texts differ in qualifiers, or in typedefs that mean the same number
#   holds     its text is the same, but a member is of a type that changed and is as large as before, or an array of no length of one,
#             or points to a typedef that changed
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,16p' "$0"; exit 2; }
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
abiseam=${ABISEAM:-$home/abiseam}
pahole=${PAHOLE:-pahole}
scratch=$(mktemp -d)
inside=$scratch
if [ -n "${PAHOLE_ROOT:-}" ]; then
  inside=$(mktemp -d "$PAHOLE_ROOT/tmp/abiseam.XXXXXX")
fi
trap 'rm -rf "$scratch" "$inside"' EXIT
seen() {
  if [ -z "${PAHOLE_ROOT:-}" ]; then echo "$1"; return; fi
  ln "$1" "$inside/$2" 2> /dev/null || cp "$1" "$inside/$2"
  echo "${inside#"${PAHOLE_ROOT%/}"}/$2"
}
old=$(seen "$1" old)
new=$(seen "$2" new)
$pahole --lang_exclude=rust,asm "$old" > "$scratch/old" 2> /dev/null
$pahole --lang_exclude=rust,asm "$new" > "$scratch/new" 2> /dev/null
$abiseam compare --verbose "$1" "$2" > "$scratch/ours" || true
PAHOLE_COMMAND=$pahole PAHOLE_OLD=$old PAHOLE_NEW=$new python3 - "$scratch" << 'PY' && status=0 || status=$?
import os, re, subprocess, sys

def load(path):
    structs, name = {}, None
    for line in open(path, errors="replace"):
        head = re.match(r"^(struct|union) (\w+) \{", line)
        if head and name is None:
            kind, name, body = head.group(1), head.group(2), []
        elif name and line.startswith("}"):
            structs.setdefault(name, set()).add((kind, tuple(body)))
            name = None
        elif name:
            member = re.search(r"^(.*?);.*?/\*\s*(\d+)(?::\s*(\d+))?\s+(\d+) \*/", line.strip())
            size = re.search(r"/\* size: (\d+)", line)
            if member:
                text = re.sub(r"__attribute__\s*\(\(.*?\)\)\)?", "", member.group(1))
                body.append((" ".join(text.split()),) + member.groups()[1:])
            elif size:
                body.append(("", size.group(1)))
    return structs

def ours(path):
    causes, reached = {}, set()
    for line in open(path):
        finding = re.match(r"^(?:HARMFUL|RISKY|HARMLESS)\s+(struct |union |enum |)(\w+)\s", line)
        reach = re.match(r"^  reaches [\d,]+ others?: (.*)", line)
        if finding:
            causes[finding.group(2)] = finding.group(1)
        elif reach:
            reached.update(part.strip() for part in reach.group(1).split(","))
    return causes, reached

def typedefs(names, file):
    """What a typedef stands for, to the end, as pahole says."""
    known, asked = {}, set(names)
    while asked:
        command = os.environ["PAHOLE_COMMAND"].split() + ["-C", ",".join(sorted(asked)), file]
        text = subprocess.run(command, capture_output=True, text=True).stdout
        found = dict((m.group(2), m.group(1)) for m in re.finditer(r"^typedef ([\w ]+?) (\w+);", text, re.M))
        known.update(found)
        asked = {value for value in found.values() if " " not in value and value not in known}
    return known

QUALIFIERS = re.compile(r"\b(const|volatile|restrict)\b")

def plain(text):
    return " ".join(QUALIFIERS.sub(" ", text).replace("*", " * ").split())

def meant(text, known):
    name = text.rsplit(" ", 1)[0] if " " in text else text
    while name in known:
        name = known[name]
    return " ".join(sorted(name.split())), text.rsplit(" ", 1)[-1]

scratch = sys.argv[1]
old, new = load(scratch + "/old"), load(scratch + "/new")
both = old.keys() & new.keys()
theirs = {name for name in both if not old[name] & new[name]}
causes, reached = ours(scratch + "/ours")
all_ours = set(causes) | reached

def differing(name):
    """The texts of members that differ; None where more than a text does."""
    texts = []
    (kind, one), (other_kind, other) = min(old[name]), min(new[name])
    if kind != other_kind or len(one) != len(other):
        return None
    for a, b in zip(one, other):
        if a[1:] != b[1:]:
            return None
        if a[0] != b[0]:
            texts.append((plain(a[0]), plain(b[0])))
    return texts

missing, spelled, open_texts = set(), set(), {}
for name in theirs - all_ours:
    texts = differing(name)
    if texts is None:
        missing.add(name)
    elif all(a == b for a, b in texts):
        spelled.add(name)
    else:
        open_texts[name] = texts
if open_texts:
    words = {text.rsplit(" ", 1)[0] for texts in open_texts.values() for pair in texts for text in pair}
    words = {word for word in words if re.fullmatch(r"\w+", word)}
    before, after = typedefs(words, os.environ["PAHOLE_OLD"]), typedefs(words, os.environ["PAHOLE_NEW"])
    for name, texts in open_texts.items():
        same = all(meant(a, before) == meant(b, after) for a, b in texts)
        (spelled if same else missing).add(name)

extra, holds = set(), set()
for name in (all_ours & both) - theirs:
    words = set()
    for _, body in old[name]:
        for member in body:
            found = re.findall(r"\w+", member[0])[:-1]
            tagged = "struct" in found or "union" in found
            if "*" not in member[0] or not tagged:
                words.update(found)
    (holds if words & (all_ours - {name}) else extra).add(name)

print(f"{len(both):,} structs and unions in both, {len(theirs):,} printed differently by pahole")
print(f"missing {len(missing)}, extra {len(extra)}")
for title, names in (("missing", missing), ("extra", extra), ("spelled", spelled), ("holds", holds)):
    if names:
        print(f"  {title} {len(names)}: {' '.join(sorted(names))}")
sys.exit(bool(missing or extra))
PY
[ "${RUNS:-3}" -gt 0 ] || exit "$status"
cp "$1" "$scratch/same"
python3 - "${RUNS:-3}" "$abiseam" "$1" "$2" "$scratch/same" << 'PY'
import os, statistics, subprocess, sys, time

def once(command):
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

runs, command, (old, new, same) = int(sys.argv[1]), sys.argv[2].split(), sys.argv[3:]
work = {"compare": ["compare", old, new], "check old": ["check", old], "check new": ["check", new], "equal files": ["compare", old, same]}
taken = {name: [] for name in work}
for _ in range(runs):
    for name, arguments in work.items():
        taken[name].append(once(command + arguments))
print(f"{'':12} wall s   processor s   peak MB   (median of {runs})")
wall, used = {}, {}
for name, figures in taken.items():
    wall[name], used[name], memory = (statistics.median(column) for column in zip(*figures))
    print(f"{name:12} {wall[name]:6.2f}   {used[name]:11.2f}   {memory:7.0f}")
both = "check old", "check new"
ratio = [of["compare"] / sum(of[name] for name in both) for of in (wall, used)]
print(f"compare takes {ratio[0]:.2f} of the time of both checks, {ratio[1]:.2f} of their processor time")
PY
exit "$status"
