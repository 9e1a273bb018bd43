// The list, the filter and what is looked at.

const data = JSON.parse(document.getElementById("data").textContent);
const items = data.items;
const WORDS = { harmful: "Harmful", risky: "Risky", harmless: "Harmless", undetermined: "Not verified", suppressed: "Suppressed" };
const SIGNS = { harmful: "≠", risky: "▲", harmless: "○", undetermined: "?", suppressed: "⊘" };
const CHUNK = 200;

const named = new Map();

items.forEach((item, index) => {
  item.index = index;
  const twins = (named.get(item.id) || 0) + 1;
  named.set(item.id, twins);
  if (twins > 1) item.id += "-" + twins;
  item.text = [item.title, item.rule, item.kind, item.cause, item.reason,
    ...(item.differences || []).map((one) => one[0]), ...(item.reasons || []).map((one) => one[1]),
    ...item.sides.map((side) => side.declared + " " + side.place), ...(item.reach || []), ...(item.divergences || []).map((one) => one.id),
  ].join("\n").toLowerCase();
});

// The address keeps the chosen finding and what is shown beside it: #fingerprint?search=…&rule=…&hide=…
const [askedId, askedView] = ((parts) => [decodeURIComponent(parts[0]), new URLSearchParams(parts[1])])(location.hash.slice(1).split("?"));
const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
const state = { shown: items, off: new Set(askedView.getAll("hide")), rule: askedView.get("rule") || "", kind: askedView.get("kind") || "",
  words: wordsOf(askedView.get("search") || ""), sort: askedView.get("sort") || "severity", selected: -1, drawn: 0 };

// Theme: the system's, light or dark, and remembered where the browser allows that.

const THEMES = ["system", "light", "dark"];

function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

function theme(name) {
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  themeButton.textContent = "Theme: " + name;
}

function nextTheme() {
  const now = document.documentElement.dataset.theme || "system";
  theme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
  try { localStorage.setItem("abiseam-theme", document.documentElement.dataset.theme || "system"); } catch { /* A file may have no storage. */ }
}

const themeButton = el("button", { class: "button", type: "button", onclick: nextTheme });
const keysButton = el("button", { class: "button keyboard", type: "button", onclick: () => keys.showModal() }, "Keys");
document.getElementById("tools").append(keysButton, themeButton);
const remembered = new URLSearchParams(location.search).get("theme") || recall("abiseam-theme");
theme(THEMES.includes(remembered) ? remembered : "system");

// The filter.

const search = el("input", { type: "search", id: "search", placeholder: "Search names, paths, causes…", "aria-label": "Search", autocomplete: "off", spellcheck: "false" });
search.value = state.words.join(" ");
const present = Object.keys(WORDS).filter((word) => items.some((item) => item.state === word));
const chips = el("fieldset", { class: "chips" }, el("legend", { class: "hidden-text" }, "Shown"), ...present.map((word) => {
  const count = items.filter((item) => item.state === word).length;
  const chip = el("button", { class: "chip " + word, type: "button", "aria-pressed": String(!state.off.has(word)), "data-state": word }, SIGNS[word] + " " + WORDS[word] + " " + count.toLocaleString("en"));
  chip.addEventListener("click", () => {
    const on = state.off.delete(word);
    if (!on) state.off.add(word);
    chip.setAttribute("aria-pressed", String(on));
    filter();
  });
  return chip;
}));

function select(label, first, values, field) {
  const box = el("select", { "aria-label": label }, el("option", { value: "" }, first), ...values.map((value) => el("option", { value }, value)));
  box.value = state[field];
  box.addEventListener("change", () => { state[field] = box.value; filter(); });
  return values.length > 1 ? box : null;
}

function distinct(field) {
  return [...new Set(items.map((item) => item[field]))].sort();
}

const sort = el("select", { "aria-label": "Order" }, ...[["severity", "by severity"], ["name", "by name"], ["rule", "by rule"], ["reach", "by reach"]]
  .map(([value, text]) => el("option", { value }, text)));
sort.value = state.sort;
sort.addEventListener("change", () => { state.sort = sort.value; filter(); });
const count = el("span", { class: "count", role: "status" });
const list = el("div", { class: "list", role: "listbox", tabindex: "0", id: "list", "aria-label": "Findings" });
const detail = el("article", { class: "detail", id: "detail", tabindex: "-1", "aria-label": "The chosen finding" });
const section = document.getElementById("findings");

const ORDERS = {
  severity: (a, b) => a.index - b.index,
  name: (a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : a.index - b.index),
  rule: (a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.index - b.index),
  reach: (a, b) => (b.reach || []).length - (a.reach || []).length || a.index - b.index,
};

function filter() {
  state.shown = items.filter((item) => !state.off.has(item.state) && (!state.rule || item.rule === state.rule)
    && (!state.kind || item.kind === state.kind) && state.words.every((word) => item.text.includes(word)));
  state.shown.sort(ORDERS[state.sort] || ORDERS.severity);
  list.replaceChildren();
  state.drawn = 0;
  more();
  const all = items.length.toLocaleString("en");
  count.textContent = state.shown.length === items.length ? all : state.shown.length.toLocaleString("en") + " of " + all;
  if (!state.shown.length) list.append(el("p", { class: "nothing" }, "Nothing matches."));
  const kept = state.shown.findIndex((item) => item.index === state.selected);
  if (kept >= 0) mark(kept);
  else list.removeAttribute("aria-activedescendant");
  keep();
}

function keep() {
  const view = new URLSearchParams();
  if (state.words.length) view.set("search", state.words.join(" "));
  for (const field of ["rule", "kind"]) if (state[field]) view.set(field, state[field]);
  if (state.sort !== "severity") view.set("sort", state.sort);
  for (const word of state.off) view.append("hide", word);
  const chosen = items.find((item) => item.index === state.selected);
  const asked = view.toString();
  history.replaceState(null, "", "#" + (chosen ? encodeURIComponent(chosen.id) : "") + (asked ? "?" + asked : ""));
}

search.addEventListener("input", () => {
  state.words = wordsOf(search.value);
  filter();
});

// The list: rows are made as they come into sight.

function row(item, place) {
  const first = (item.differences || [])[0];
  const about = item.state === "undetermined" ? item.rule : (item.cause || (first ? first[0] + " " + first[1] : "")).split(". ")[0] + " · " + item.rule;
  const line = el("div", { class: "item " + item.state, role: "option", id: "i" + item.index, "aria-selected": "false",
    "aria-posinset": String(place + 1), "aria-setsize": String(state.shown.length) },
    el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[item.state]), el("span", { class: "hidden-text" }, WORDS[item.state] + ": "),
    el("span", { class: "title", title: item.title }, item.title),
    item.reach && item.reach.length ? el("span", { class: "reach" }, "reaches " + item.reach.length.toLocaleString("en")) : null,
    el("span", { class: "more" }, about));
  line.dataset.place = String(place);
  return line;
}

function more(until = state.drawn + CHUNK) {
  const stop = Math.min(until, state.shown.length);
  const rows = [];
  for (let i = state.drawn; i < stop; i++) rows.push(row(state.shown[i], i));
  state.drawn = Math.max(state.drawn, stop);
  list.append(...rows);
}

list.addEventListener("scroll", () => {
  if (list.scrollTop + list.clientHeight > list.scrollHeight - 1200) more();
}, { passive: true });
list.addEventListener("click", (event) => {
  const line = event.target.closest(".item");
  if (line) choose(Number(line.dataset.place), true);
});

function mark(place) {
  if (place >= state.drawn) more(place + CHUNK);
  list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  const line = list.children[place];
  line.setAttribute("aria-selected", "true");
  list.setAttribute("aria-activedescendant", line.id);
  return line;
}

function choose(place, look) {
  if (place < 0 || place >= state.shown.length) return;
  const item = state.shown[place];
  mark(place).scrollIntoView({ block: "nearest" });
  if (state.selected !== item.index) {
    state.selected = item.index;
    show(item);
    keep();
  }
  if (look && matchMedia("(max-width: 62rem)").matches) detail.scrollIntoView();
}

const current = () => state.shown.findIndex((item) => item.index === state.selected);
const MOVES = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10 };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "Escape") {
    if (typing && search.value) { search.value = ""; search.dispatchEvent(new Event("input")); }
    list.focus();
  } else if (typing) {
    if (event.target === search && (event.key === "ArrowDown" || event.key === "Enter")) { list.focus(); choose(Math.max(0, current())); event.preventDefault(); }
  } else if (event.key === "/") { search.focus(); search.select(); event.preventDefault(); }
  else if (event.key === "?") keys.showModal();
  else if (event.key === "t") nextTheme();
  else if (event.target === list || event.key === "j" || event.key === "k") listKey(event);
});

function listKey(event) {
  const now = current();
  if (event.key in MOVES) choose(Math.min(state.shown.length - 1, Math.max(0, now + MOVES[event.key])));
  else if (event.key === "Home") choose(0);
  else if (event.key === "End") choose(state.shown.length - 1);
  else if (event.key === "Enter") { detail.focus(); detail.scrollIntoView({ block: "nearest" }); }
  else return;
  event.preventDefault();
}

const keys = el("dialog", { "aria-labelledby": "keys-title" }, el("h2", { id: "keys-title" }, "Keys"),
  el("dl", { class: "keys" }, ...[["/", "search"], ["j or ↓", "next finding"], ["k or ↑", "finding before"], ["Home, End", "first, last"],
    ["Enter", "read the chosen one"], ["Esc", "back to the list; empty the search"], ["t", "theme"], ["?", "this list"]]
    .flatMap(([key, text]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, text)])),
  el("p", {}, el("button", { class: "button", type: "button", onclick: () => keys.close() }, "Close")));

// What is looked at.

function part(title, ...content) {
  return el("section", {}, el("h3", {}, title), ...content);
}

function prose(text) {
  const spans = (line) => line.split("`").map((span, i) => (i % 2 ? el("code", {}, span) : span));
  const plain = (part) => part.split(/\n\s*\n/).filter((one) => one.trim()).map((paragraph) => el("p", {}, ...spans(paragraph.trim().replace(/\n/g, " "))));
  return text.split(/^```$/m).flatMap((part, i) => (i % 2 ? [el("pre", { tabindex: "0" }, part.trim())] : plain(part)));
}

// C has one colour and Rust another, on whichever side they stand.
const languageHue = (side) => (side && side.language === "rust" ? "var(--rust)" : "var(--c)");

function sidesOf(item) {
  return el("div", { class: "sides" }, ...item.sides.slice(0, 2).map((side) => el("div", { class: "side", "--hue": languageHue(side) },
    el("b", {}, [side.label, side.compiler].filter(Boolean).join(" · ")), el("div", { class: "where" }, side.declared),
    el("div", { class: "about" }, side.place + (item.kind === "object" ? "" : " · known from " + side.evidence)))));
}

function differencesOf(item) {
  return part("Differences", el("div", { class: "wide" }, el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "What"), ...item.sides.map((side) => el("th", { scope: "col" }, side.label)))),
    el("tbody", {}, ...item.differences.map(([path, what, one, other]) => el("tr", {},
      el("td", {}, el("code", {}, path), " " + what), el("td", {}, el("code", {}, one)), el("td", {}, el("code", {}, other))))))));
}

function suppressionOf(item) {
  const text = el("pre", { tabindex: "0" }, item.suppression);
  const copy = el("button", { class: "button", type: "button" }, "Copy");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(item.suppression);
      copy.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      copy.textContent = "Selected";
    }
  });
  return part("To suppress it, with a reason", el("div", { class: "paste" }, text, copy));
}

function whyOf(item) {
  const parts = [];
  for (const one of item.divergences) {
    parts.push(el("p", {}, el("code", {}, one.id), one.summary ? ": " + one.summary : ""), el("p", { class: "note" }, (one.references || []).join("; ")));
  }
  if (item.citations.length) parts.push(el("ul", { class: "plain" }, ...item.citations.map((text) => el("li", {}, text))));
  parts.push(el("details", { class: "page" }, el("summary", {}, "The rule ", el("code", {}, item.rule)), ...prose(data.rules[item.rule])));
  return part("Why", ...parts);
}

function show(item) {
  const back = el("button", { class: "button back", type: "button", onclick: () => { list.focus(); section.scrollIntoView(); } }, "← To the list");
  const head = el("div", { class: "headline " + item.state }, el("h2", { tabindex: "-1" }, item.title), el("span", { class: "badge" }, SIGNS[item.state] + " " + WORDS[item.state]), el("code", {}, item.rule));
  const parts = [back, head];
  if (item.reason) parts.push(el("p", { class: "cause" }, "Suppressed: " + item.reason));
  if (item.cause) parts.push(el("p", { class: "cause" }, item.cause + "."));
  if (item.state === "undetermined") {
    parts.push(part("Why it is not verified", el("ul", { class: "plain" }, ...item.reasons.map(([reason, text]) => el("li", {}, el("b", {}, reason), ": " + text)))), sidesOf(item));
  } else {
    parts.push(sidesOf(item));
    if (item.differences.length) parts.push(differencesOf(item));
    if (item.layouts) parts.push(part("Layout", ...drawLayouts(item, data)));
    for (const call of item.calls || []) parts.push(part(call.path ? el("span", {}, "Call through ", el("code", {}, call.path)) : "Call", ...drawCall(item, call, data)));
    if (item.reach.length) parts.push(part("Reaches " + item.reach.length.toLocaleString("en") + (item.reach.length === 1 ? " other" : " others"), reachOf(item)));
    if (item.fix && item.severity !== "harmless") parts.push(part("What to do", ...prose(item.fix[0].toUpperCase() + item.fix.slice(1) + ".")));
    parts.push(whyOf(item), suppressionOf(item));
  }
  detail.style.setProperty("--left", languageHue(item.sides[0]));
  detail.style.setProperty("--right", languageHue(item.sides[1]));
  detail.className = "detail " + (item.severity || item.state);
  detail.replaceChildren(...parts);
}

function reachOf(item) {
  const names = (from, to) => item.reach.slice(from, to).map((name) => el("li", {}, name));
  const all = el("ul", { class: "chipset" }, ...names(0, 60));
  if (item.reach.length > 60) {
    const rest = el("button", { class: "button", type: "button" }, "All " + item.reach.length.toLocaleString("en"));
    rest.addEventListener("click", () => { rest.parentElement.remove(); all.append(...names(60)); });
    all.append(el("li", {}, rest));
  }
  return all;
}

if (items.length) {
  section.append(el("h2", { class: "quiet" }, "Findings"), el("div", { class: "filter" }, search, chips,
    select("Rule", "every rule", distinct("rule"), "rule"), select("Kind", "every kind", distinct("kind"), "kind"), sort, count),
    el("div", { class: "panes" }, list, detail));
  filter();
  choose(Math.max(0, state.shown.findIndex((item) => item.id === askedId)));
} else {
  section.append(el("p", { class: "nothing" }, "There is no finding."));
}
document.body.append(keys);
