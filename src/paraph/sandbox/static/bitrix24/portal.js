// The portal's own pages: tabs, menus, the timeline's buttons, parts that keep themselves fresh.

import { openSlider } from "./dialogs.js";
import { ask, openFrame, openPage, tellFrames } from "./frames.js";

const REFRESH_EVERY = 4000;
const opened = new Map();

// -- parts of the page that follow the portal --------------------------------------------------------------

let fresh = Promise.resolve();
// As the portal wrote them: a menu opened meanwhile is no change.
const written = new Map();
document.querySelectorAll("[data-live]").forEach((part) => written.set(part.dataset.live, part.innerHTML));

async function reread() {
  const parts = document.querySelectorAll("[data-live]");
  if (!parts.length) return;
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const next = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!next || next.innerHTML === written.get(part.dataset.live)) continue;
    written.set(part.dataset.live, next.innerHTML);
    part.innerHTML = next.innerHTML;
  }
}

// One after another; a portal that does not answer now is asked again next time.
function refresh() {
  fresh = fresh.then(reread).catch(() => {});
  return fresh;
}

async function reloadData(params, answer, frame) {
  await refresh();
  answer({});
  tellFrames("reloadData", {}, frame);
}

setInterval(() => document.visibilityState === "visible" && refresh(), REFRESH_EVERY);

// -- applications ------------------------------------------------------------------------------------------

function inSlider(title, order, width) {
  const slider = openSlider(title, width);
  return openFrame(slider.body, order, { close: slider.close, reloadData });
}

document.querySelectorAll("[data-frame]").forEach((place) => {
  openFrame(place, JSON.parse(place.dataset.frame), { reloadData });
});

document.addEventListener("click", async (event) => {
  const target = event.target.closest(window.early.selector);
  if (!target) return;
  event.preventDefault();
  if (target.dataset.tab) return showTab(target);
  if (target.dataset.open) return inSlider(target.textContent.trim(), JSON.parse(target.dataset.open));
  if (target.dataset.page) return openPage(new URL(target.dataset.page, location.origin), refresh);
  if (target.dataset.act) return act(target);
  await refresh();
  tellFrames("reloadData", {});
});

function showTab(tab) {
  document.querySelectorAll("[data-tab]").forEach((one) => {
    const active = one === tab;
    one.setAttribute("aria-selected", active);
    document.getElementById(one.dataset.tab).hidden = !active;
  });
  const order = tab.dataset.order;
  if (order && !opened.has(tab)) {
    opened.set(tab, openFrame(document.getElementById(tab.dataset.tab), JSON.parse(order), { reloadData }));
  }
}

const named = location.hash && document.querySelector(`[data-tab="${CSS.escape(location.hash.slice(1))}"]`);
if (named) showTab(named);

// -- the timeline ------------------------------------------------------------------------------------------

async function act(button) {
  const action = await ask("/_portal/timeline", JSON.parse(button.dataset.act));
  if (action.animation) button.disabled = true;
  if (action.type === "redirect") {
    const url = new URL(action.uri, location.origin);
    if (url.origin === location.origin) openPage(url, refresh);
    else window.open(url, "_blank", "noopener");
  }
  if (action.type === "openRestApp") inSlider(action.title, action.order, action.width);
}

// -- clicks that came before this script -------------------------------------------------------------------

document.removeEventListener("click", window.early.keep);
for (const target of window.early.targets) target.click();
