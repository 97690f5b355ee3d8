"use strict";

// The table: a row is shown when all filters agree.
const rows = [...document.querySelectorAll("#findings tbody tr")];
if (rows.length) {
  const [verdict, code, search] = ["verdict", "code", "search"].map((id) => document.getElementById(id));
  const filter = () => {
    const words = search.value.trim().toLowerCase();
    for (const row of rows) {
      row.hidden =
        (verdict.value !== "" && row.dataset.verdict !== verdict.value) ||
        (code.value !== "" && row.dataset.code !== code.value) ||
        !row.textContent.toLowerCase().includes(words);
    }
    document.getElementById("shown").textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} shown`;
  };
  const form = document.getElementById("filters");
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
}

// The timeline: what is pointed at is told in full, and the lanes can be stretched.
const detail = document.getElementById("detail");
if (detail) {
  const tell = (event) => {
    const bar = event.target.closest(".bar");
    if (bar) {
      detail.textContent = bar.querySelector("title").textContent;
      detail.classList.add("told");
    }
  };
  const lanes = document.querySelector(".lanes");
  lanes.addEventListener("mouseover", tell);
  lanes.addEventListener("focusin", tell);
  lanes.addEventListener("click", (event) => {
    if (event.target.closest(".bar")) document.getElementById("all-seen").open = true;
  });
  let stretched = 1;
  const stretch = (factor) => {
    const before = stretched;
    stretched = Math.min(Math.max(stretched * factor, 1), 1024);
    const middle = lanes.scrollLeft + lanes.clientWidth / 2;
    for (const line of lanes.querySelectorAll(".line")) line.setAttribute("width", `${100 * stretched}%`);
    lanes.scrollLeft = (middle * stretched) / before - lanes.clientWidth / 2;
  };
  document.getElementById("closer").addEventListener("click", () => stretch(2));
  document.getElementById("wider").addEventListener("click", () => stretch(1 / 2));
  document.getElementById("zoom").hidden = false;
}
