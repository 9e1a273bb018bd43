"use strict";
// Drawings of memory, registers and the stack. Text becomes text: nothing here writes markup.

/** An element: attributes (on* are listeners, -- are style properties), then children. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) element.style.setProperty(name, value);
    else if (name === "column") element.style.gridColumn = value;
    else if (name === "row") element.style.gridRow = value;
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The same name has the same colour on both sides. */
function hue(name) {
  let hash = 7;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) >>> 0;
  return [250, 200, 150, 110, 75, 300, 330, 225, 175, 50][hash % 10];
}

function position(bits) {
  return bits % 8 === 0 ? String(bits / 8) : Math.floor(bits / 8) + ":" + (bits % 8);
}

function extent(bits) {
  if (bits === null) return "size not known";
  const [number, noun] = bits % 8 === 0 ? [bits / 8, "byte"] : [bits, "bit"];
  return number.toLocaleString("en") + " " + noun + (number === 1 ? "" : "s");
}

// Layouts.

const WORD = 64;
const FOLD = 2; // Lines alike that are shown around what differs.
const MOST = 64; // Lines shown at once.

/** The rows of one side as segments: what lies on each other gets lanes of its own. */
function segments(layout, marks) {
  const marked = new Set(marks);
  const found = [];
  (layout.rows || []).forEach(([at, bits, name, text, kind, , inside], index) => {
    if (bits === null || bits === 0) return;
    const parts = (inside || []).map(([from, width, inner]) => ({ from, to: from + width, name: inner }));
    found.push({ from: at, to: at + bits, name, text, kind, marked: marked.has(index), parts, lane: 0 });
  });
  const ends = [];
  for (const one of found) {
    while ((ends[one.lane] || 0) > one.from) one.lane++;
    ends[one.lane] = one.to;
  }
  return found;
}

function segment(one, from, to) {
  const begins = one.from >= from;
  const ends = one.to <= to;
  const start = Math.max(one.from, from);
  const stop = Math.min(one.to, to);
  const names = one.kind === "hole" ? "hole" : one.name || one.text;
  const label = begins ? (one.marked ? "≠ " : "") + names : "…" + (one.kind === "member" || one.kind.startsWith("bit-field") ? " " + names : "");
  const classes = ["seg", one.kind === "member" ? "" : one.kind, begins && "begins", ends && "ends",
    one.marked && "marked", stop - start < 8 && to - from > 8 && "slim", one.kind.startsWith("bit-field") && "bits"];
  return el("div", {
    class: classes.filter(Boolean).join(" "),
    column: (start - from + 1) + " / span " + (stop - start), row: String(one.lane + 1),
    "--h": String(hue(one.name || one.text)), "--n": String(stop - start),
    title: one.kind === "beyond" ? one.text : one.text + " — from " + position(one.from) + ", " + extent(one.to - one.from) + (one.marked ? " (differs)" : ""),
  }, stop - start < 8 && to - from > 8 ? "" : label);
}

function strip(segs, from, to, end) {
  const here = segs.filter((one) => one.from < to && one.to > from);
  const lanes = [...new Set(here.map((one) => one.lane))].sort((a, b) => a - b);
  const drawn = here.map((one) => segment({ ...one, lane: lanes.indexOf(one.lane) }, from, to));
  if (end < to) {
    drawn.push(segment({ from: end, to: Infinity, name: "", text: "beyond the end", kind: "beyond", lane: 0 }, from, to));
  }
  return el("div", { class: "strip", "aria-hidden": "true" }, ...drawn);
}

/** The bit-fields of one byte, a column for each bit; a unit shows what its accessors read. */
function bitStrip(segs, from) {
  const fields = segs.flatMap((one) => {
    if (!one.kind.startsWith("bit-field")) return [];
    if (!one.parts.length) return [one];
    return one.parts.map((part) => ({ ...one, ...part, text: part.name + " in " + one.name, kind: "bit-field" }));
  });
  return strip(fields, from, from + 8, Infinity);
}

function lineOf(sides, from) {
  const to = from + WORD;
  const differs = sides.some((side) => side.segs.some((one) => one.marked && one.from < to && one.to > from));
  const rows = [el("div", { class: "row" + (differs ? " differs" : "") },
    el("span", { class: "offset" }, (differs ? "≠ " : "") + position(from)),
    ...sides.map((side) => strip(side.segs, from, to, side.bits)))];
  for (let byte = from; byte < to; byte += 8) {
    const fields = (side) => side.segs.some((one) => one.kind.startsWith("bit-field") && one.from < byte + 8 && one.to > byte);
    if (sides.some(fields)) {
      rows.push(el("div", { class: "row bits" },
        el("span", { class: "offset" }, "byte " + byte / 8),
        ...sides.map((side) => bitStrip(side.segs, byte))));
    }
  }
  return rows;
}

/** Lines worth a look: the edges of what differs, with their neighbours; all where there are few. */
function linesOfInterest(sides, end) {
  const last = Math.max(0, Math.ceil(end / WORD) - 1);
  const lines = new Set();
  if (last < 16) for (let i = 0; i <= last; i++) lines.add(i);
  const around = (line) => {
    for (let i = line - FOLD; i <= line + FOLD; i++) if (i >= 0 && i <= last) lines.add(i);
  };
  around(0);
  for (const one of sides.flatMap((side) => side.segs.filter((seg) => seg.marked))) {
    if (lines.size > 160) break;
    around(Math.floor(one.from / WORD));
    around(Math.floor((one.to - 1) / WORD));
  }
  sides.forEach((side) => around(Math.max(0, Math.ceil(side.bits / WORD) - 1)));
  return [[...lines].sort((a, b) => a - b), last];
}

function fold(sides, first, past) {
  const count = past - first;
  const button = el("button", { class: "fold", type: "button" },
    "Bytes " + first * 8 + " to " + (past * 8 - 1) + ": " + count.toLocaleString("en") + (count === 1 ? " line" : " lines") + " more");
  button.addEventListener("click", () => {
    const until = Math.min(past, first + MOST);
    const rows = [];
    for (let line = first; line < until; line++) rows.push(...lineOf(sides, line * WORD));
    if (until < past) rows.push(fold(sides, until, past));
    const next = rows[rows.length - 1].matches("button") ? rows[rows.length - 1] : button.nextElementSibling;
    button.replaceWith(...rows);
    if (next && next.matches("button")) next.focus();
  });
  return button;
}

function memory(item, layouts) {
  const sides = layouts.map((layout, i) => ({ segs: segments(layout, item.marks[i]), bits: layout.bits || 0, layout }));
  const ruler = () => el("div", { class: "ruler", "aria-hidden": "true" }, ...[0, 1, 2, 3, 4, 5, 6, 7].map((byte) => el("span", {}, "+" + byte)));
  const head = el("div", { class: "row head" }, el("span", { class: "offset" }, "byte"),
    ...sides.map((side, i) => el("div", {}, el("div", { class: "side-name" }, sideName(item, side.layout, i)), ruler())));
  const drawing = el("div", { class: "memory" }, head);
  const [lines, last] = linesOfInterest(sides, Math.max(...sides.map((side) => side.bits)));
  let next = 0;
  for (const line of lines) {
    if (line > next) drawing.append(fold(sides, next, line));
    drawing.append(...lineOf(sides, line * WORD));
    next = line + 1;
  }
  if (next <= last) drawing.append(fold(sides, next, last + 1));
  return drawing;
}

function sideName(item, layout, index) {
  const name = el("span", {}, el("b", {}, item.sides[index].label + "  "), el("code", {}, layout.name));
  const aligned = layout.alignment ? ", aligned to " + layout.alignment : "";
  if (layout.bits !== undefined) name.append(el("span", { class: "size" }, "  " + extent(layout.bits) + aligned));
  return name;
}

function legend(layouts) {
  const rows = layouts.flatMap((layout) => layout.rows || []);
  const key = (classes, text) => el("span", {}, el("span", { class: "key seg begins ends " + classes, "--h": "250", "--n": "8" }), text);
  return el("div", { class: "legend" },
    el("span", {}, "A line is 8 bytes; a name has one colour on both sides."),
    key("marked", "≠ differs"),
    rows.some((row) => row[4] === "hole") ? key("hole", "hole") : null,
    layouts[0].bits !== layouts[1].bits ? key("beyond", "beyond the end") : null,
    rows.some((row) => row[4].startsWith("bit-field")) ? key("bits", "bit-fields; below, bit 0 of each byte first") : null);
}

/** The same for those who do not see the drawing, and to copy. */
function members(item, layouts) {
  const head = el("tr", {}, ...layouts.flatMap((layout, i) => [
    el("th", { scope: "col" }, item.sides[i].label + ": byte"), el("th", { scope: "col" }, "size"), el("th", { scope: "col" }, "declaration")]));
  const body = el("tbody");
  const details = el("details", {}, el("summary", {}, "Members as a table"), el("div", { class: "wide" }, el("table", {}, el("thead", {}, head), body)));
  details.addEventListener("toggle", () => {
    if (!details.open || body.firstChild) return;
    const marks = item.marks.map((all) => new Set(all));
    const places = new Map();
    layouts.forEach((layout, side) => (layout.rows || []).forEach((row, index) => {
      if (!places.has(row[0])) places.set(row[0], [[], []]);
      places.get(row[0])[side].push([row, marks[side].has(index)]);
    }));
    for (const at of [...places.keys()].sort((a, b) => a - b)) {
      const pair = places.get(at);
      for (let i = 0; i < Math.max(pair[0].length, pair[1].length); i++) body.append(memberRow(at, [pair[0][i], pair[1][i]]));
    }
  });
  return details;
}

function memberRow(at, pair) {
  const differs = pair.some((cell) => cell && cell[1]);
  const cells = pair.flatMap((cell) => {
    if (!cell) return [el("td"), el("td"), el("td")];
    const [, bits, , text, , depth] = cell[0];
    return [el("td", {}, position(at)), el("td", {}, extent(bits)), el("td", {}, el("code", {}, "\u00a0\u00a0".repeat(depth) + text))];
  });
  if (differs) cells[0].prepend(el("span", { class: "hidden-text" }, "differs "));
  return el("tr", { class: differs ? "marked" : null }, ...cells);
}

function enumerators(item, layouts) {
  const names = [...new Set(layouts.flatMap((layout) => (layout.values || []).map((value) => value[0])))];
  const maps = layouts.map((layout) => new Map(layout.values || []));
  const rows = names.map((name) => {
    const values = maps.map((map) => (map.has(name) ? map.get(name) : "absent"));
    return el("tr", { class: values[0] !== values[1] ? "marked" : null },
      el("th", { scope: "row" }, el("code", {}, name)), ...values.map((value) => el("td", { class: "n" }, value)));
  });
  return el("div", { class: "wide" }, el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Value"), ...layouts.map((layout, i) => el("th", { scope: "col", class: "n" }, sideName(item, layout, i))))),
    el("tbody", {}, ...rows)));
}

function drawLayouts(item, data) {
  const layouts = item.layouts.map((index) => data.layouts[index]);
  if (layouts.every((layout) => layout.rows)) return [legend(layouts), memory(item, layouts), members(item, layouts)];
  if (layouts.every((layout) => layout.values)) return [enumerators(item, layouts)];
  return [el("div", { class: "definitions" }, ...layouts.map((layout, i) =>
    el("div", {}, sideName(item, layout, i), el("pre", {}, layout.text || (layout.rows || []).map((row) => position(row[0]).padStart(6) + "  " + row[3]).join("\n")
      || (layout.values || []).map((value) => value.join(" = ")).join("\n")))))];
}

// Calls.

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Neighbours have colours apart, and the result has its own. */
function valueHue(index) {
  return index === -1 ? 200 : [150, 75, 300, 250, 110, 330, 50, 270, 20][index % 9];
}

/** The name that either side gives to the value of an index; -1 is the result. */
function nameOf(calls, index) {
  const names = calls.map((call) => call.values[index === -1 ? call.values.length - 1 : index]).filter(Boolean).map((value) => value.name);
  return names.find((name) => !name.startsWith("#")) || names[0];
}

/** Values with their index; an address that the result is written to travels first. */
function inOrder(call) {
  const values = call.values.map((value, index) => [value, index]);
  const result = values.pop();
  return [[result[0], -1], ...values];
}

/** Bytes beside a narrow number that one side sets and the other relies on. */
function extended(call, value, side, result) {
  if (!value.extension || value.pieces.length !== 1) return [];
  const [register, at, bytes] = value.pieces[0];
  const sends = (side === 1) !== result;
  const until = sends ? value.extension.given : value.extension.trusted;
  if (until <= bytes) return [];
  const filler = value.extension.signed ? "sign" : "zeros";
  const text = filler + (sends ? " sent" : " relied on");
  const from = call.bigEndian ? at - (until - bytes) : at + bytes;
  return from < 0 ? [] : [[register, from, until - bytes, text]];
}

/** Places by name: a register, or the stack's slot; in order of first use over both sides. */
function places(calls, marks, result) {
  const found = new Map();
  calls.forEach((call, side) => inOrder(call).forEach(([value, index]) => {
    if ((index === -1 && !value.reference) !== result) return;
    const owner = { index, letter: index === -1 ? "=" : LETTERS[index % 26], name: nameOf(calls, index), reference: value.reference, marked: marks.includes(index) };
    for (const [register, at, bytes, beside] of [...value.pieces, ...extended(call, value, side, result)]) {
      for (let byte = at; byte < at + Math.min(bytes, 512); byte++) {
        const slot = register === null ? Math.floor(byte / call.word) * call.word : register;
        const cell = register === null ? byte - slot : byte;
        if (!found.has(slot)) found.set(slot, { slot, stack: register === null, width: call.word, cells: [new Map(), new Map()] });
        const place = found.get(slot);
        while (place.width <= cell) place.width *= 2;
        place.cells[side].set(cell, beside ? { ...owner, beside } : owner);
      }
    }
  }));
  const all = [...found.values()];
  return [...all.filter((one) => !one.stack), ...all.filter((one) => one.stack).sort((a, b) => a.slot - b.slot)];
}

function cells(place, side) {
  const drawn = [];
  let run = null;
  for (let byte = 0; byte <= place.width; byte++) {
    const cell = byte < place.width ? place.cells[side].get(byte) : undefined;
    if (run && (!cell || cell.index !== run.cell.index || cell.beside !== run.cell.beside)) {
      const { cell: owner, from } = run;
      const text = owner.beside || owner.letter + " " + (owner.reference ? "address of " : "") + owner.name;
      drawn.push(el("div", {
        class: "seg begins ends" + (owner.marked ? " marked" : "") + (owner.beside ? " beside" : ""), column: (from + 1) + " / span " + (byte - from), row: "1",
        "--h": String(valueHue(owner.index)), title: text + ": bytes " + from + " to " + (byte - 1),
      }, text));
      run = null;
    }
    if (cell && !run) run = { cell, from: byte };
    if (!cell && byte < place.width) drawn.push(el("div", { class: "empty", column: (byte + 1) + " / span 1", row: "1" }));
  }
  return el("div", { class: "strip", "aria-hidden": "true", "--bytes": String(place.width) }, ...drawn);
}

function group(title, all) {
  if (!all.length) return [];
  return [el("div", { class: "group" }, title), ...all.slice(0, 96).map((place) => {
    const differs = place.cells.some((side) => [...side.values()].some((cell) => cell.marked));
    return el("div", { class: "row" + (differs ? " differs" : "") },
      el("span", { class: "offset" }, (differs ? "≠ " : "") + (place.stack ? "+" + place.slot : place.slot)), cells(place, 0), cells(place, 1));
  })];
}

function valueRow(calls, marks, index) {
  const own = calls.map((call) => call.values[index === -1 ? call.values.length - 1 : index < call.values.length - 1 ? index : Infinity]);
  const differs = marks.includes(index);
  const letter = index === -1 ? "=" : LETTERS[index % 26];
  const sign = el("span", { class: "letter seg begins ends", "--h": String(valueHue(index)) }, letter);
  return el("tr", { class: differs ? "marked" : null },
    el("th", { scope: "row" }, differs ? el("span", { class: "hidden-text" }, "differs ") : null, sign, el("code", {}, nameOf(calls, index))),
    ...own.map((value) => (value ? el("td", {}, ...passage(value)) : el("td", { class: "note" }, "no such argument"))));
}

function passage(value) {
  const parts = [el("div", {}, el("code", {}, value.type)), el("div", {}, el("b", { class: "mono" }, value.place))];
  if (value.extension) parts.push(el("div", { class: "note" }, value.extension.text));
  for (const clause of value.clauses) parts.push(el("div", { class: "note" }, clause));
  for (const one of value.asked) {
    parts.push(el("div", { class: "note" }, el("code", {}, one.id), ": " + one.question + " " + one.answer + " (" + one.references.join("; ") + ")"));
  }
  return parts;
}

function drawCall(item, call, data) {
  const calls = call.plans.map((index) => data.calls[index]);
  const parts = [el("div", { class: "definitions" }, ...calls.map((plan, i) =>
    el("div", {}, el("b", {}, item.sides[i].label + (call.path ? "" : i === 0 ? ", which is called" : ", which calls")), el("pre", {}, plan.prototype))))];
  const open = calls.filter((plan) => plan.reason);
  if (open.length) return [...parts, ...open.map((plan) => el("p", { class: "note" }, "Where it travels is not determined: " + plan.reason + "."))];
  const head = el("div", { class: "row head" }, el("span", { class: "offset" }), ...item.sides.map((side) => el("b", { class: "side-name" }, side.label)));
  const into = places(calls, call.marks, false);
  parts.push(el("div", { class: "memory call" }, head,
    ...group("Registers on entry", into.filter((place) => !place.stack)), ...group("Stack on entry, from the first argument", into.filter((place) => place.stack)),
    ...group("Result", places(calls, call.marks, true))));
  const count = Math.max(...calls.map((plan) => plan.values.length)) - 1;
  const rows = [];
  for (let i = 0; i < count; i++) rows.push(valueRow(calls, call.marks, i));
  rows.push(valueRow(calls, call.marks, -1));
  parts.push(el("div", { class: "wide" }, el("table", { class: "values" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Value"), ...item.sides.map((side) => el("th", { scope: "col" }, side.label)))), el("tbody", {}, ...rows))));
  calls.forEach((plan, i) => plan.otherwise.forEach(([when, text]) =>
    parts.push(el("p", { class: "note" }, item.sides[i].label + ", where " + when + ": ", el("code", {}, text)))));
  parts.push(el("p", { class: "note" }, "Bytes of a register stand in the order in which storing the whole of it would write them; [0..4) are its first four."));
  return parts;
}
