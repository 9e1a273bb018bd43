"use strict";
// Filters rows; the address keeps the choice, so that a link shows the same builds.
const form = document.getElementById("filters");
const rows = [...document.querySelectorAll("#matrix tbody tr")];

function show() {
  const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
  let count = 0;
  for (const row of rows) {
    const hidden = chosen.some(([key, value]) =>
      key === "search"
        ? !row.dataset.text.toLowerCase().includes(value.toLowerCase())
        : row.getAttribute("data-tag-" + key) !== value);
    row.hidden = hidden;
    count += hidden ? 0 : 1;
  }
  document.getElementById("shown").textContent = chosen.length ? count + " of " + rows.length + " builds are shown." : "";
  history.replaceState(null, "", chosen.length ? "#" + new URLSearchParams(chosen) : location.pathname + location.search);
}

for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
  if (form.elements[key]) form.elements[key].value = value;
}
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
