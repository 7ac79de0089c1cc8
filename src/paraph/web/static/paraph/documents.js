// Registry, document and package pages: keyboard, selection, drag and drop. Every page works without this file.

import { list } from "./drop.js";

const isTyping = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

// Registry: j and k walk the rows, x marks one, Enter opens it.
const rows = () => Array.from(document.querySelectorAll("[data-row]"));

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const place = all.findIndex((row) => "current" in row.dataset);
  const next = all[place < 0 ? 0 : Math.min(Math.max(place + step, 0), all.length - 1)];
  if (place >= 0) delete all[place].dataset.current;
  next.dataset.current = "";
  next.querySelector("[data-open]").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function mark() {
  const box = document.querySelector("[data-row][data-current] input[name=flow]");
  if (box) {
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = { j: () => walk(1), k: () => walk(-1), x: mark }[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// A package is sent only after the last change of its documents has been kept.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!("afterSaving" in form.dataset) || !document.querySelector("form.htmx-request")) return;
    event.preventDefault();
    document.addEventListener("htmx:finally:request", () => setTimeout(() => form.requestSubmit()), { once: true });
  },
  { capture: true },
);

// The bar of group actions shows itself when something is marked.
for (const form of document.querySelectorAll("[data-bulk]")) {
  const bar = form.querySelector("[data-bulk-bar]");
  const count = form.querySelector("[data-bulk-count]");
  const all = form.querySelector("[data-select-all]");
  const boxes = Array.from(form.querySelectorAll("input[name=flow]"));
  const update = () => {
    const marked = boxes.filter((box) => box.checked).length;
    all.checked = marked === boxes.length;
    all.indeterminate = marked > 0 && marked < boxes.length;
    if (!bar) return;
    bar.hidden = marked === 0;
    count.textContent = count.dataset.bulkCount + marked;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}

// A step that asks for a reason opens over the page; its address shows the same form as a page of its own.
const dialog = document.querySelector("dialog[data-dialog]");
if (dialog) {
  document.addEventListener("htmx:after:swap", () => {
    if (!dialog.open && dialog.childElementCount) dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.replaceChildren());
}

// A page that could not be drawn gives way to words.
function noPicture(image) {
  const words = image.closest("[data-preview]").querySelector("[data-no-picture]");
  image.closest("figure").replaceChildren(words.content.cloneNode(true));
}
for (const image of document.querySelectorAll("img[data-page]")) {
  if (image.complete && !image.naturalWidth) noPicture(image);
  else image.addEventListener("error", () => noPicture(image), { once: true });
}

document.addEventListener("htmx:after:swap", () => {
  for (const control of document.querySelectorAll(".attribute-grid [aria-describedby]")) {
    const fault = document.getElementById(control.getAttribute("aria-describedby"));
    control.setAttribute("aria-invalid", String(fault.textContent.trim() !== ""));
  }
  for (const input of document.querySelectorAll("[data-drop] input[type=file]")) list(input);
});
