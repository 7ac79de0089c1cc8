// The grid of documents in a card: choice by click, «Выбрать всё», the count; choices outlive a refreshed row.

const chosen = new Set();
const boxes = () => Array.from(document.querySelectorAll("[data-choose] input[name=item]"));
const free = () => boxes().filter((box) => !box.disabled);

function show() {
  const form = document.querySelector("[data-choose]");
  if (!form) return;
  const all = free();
  const marked = all.filter((box) => box.checked).length;
  const head = form.querySelector("[data-all]");
  if (head) {
    head.checked = all.length > 0 && marked === all.length;
    head.indeterminate = marked > 0 && marked < all.length;
  }
  const count = form.querySelector("[data-count]");
  if (count) count.textContent = marked ? count.dataset.count + marked : "";
}

function remember() {
  for (const box of boxes()) chosen[box.checked ? "add" : "delete"](box.value);
  show();
}

function choose(isChosen) {
  for (const box of free()) box.checked = isChosen;
  remember();
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose] [data-all]")) choose(event.target.checked);
  else if (event.target.matches("[data-choose] input[name=item]")) remember();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-all-button]")) {
    choose(true);
    return;
  }
  const row = event.target.closest("[data-choose] [data-row]");
  if (!row || event.target.closest("a, button, input, label, summary, details")) return;
  const box = row.querySelector("input[name=item]");
  if (!box || box.disabled) return;
  box.checked = !box.checked;
  remember();
});

document.addEventListener("htmx:after:swap", (event) => {
  if (event.target.closest?.("#rows")) document.dispatchEvent(new Event("paraph:changed"));
  for (const box of free()) box.checked = chosen.has(box.value);
  show();
});

// Inside a portal: when it says that its data have changed, the rows are asked for at once.
if (document.documentElement.dataset.frame) {
  const frame = await import("./frame.js");
  frame.onReload(() => document.dispatchEvent(new Event("portal-reload")));
}

window.addEventListener("pageshow", remember);
remember();
