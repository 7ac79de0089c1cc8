// Cards and lists follow the system. Whatever a person clicks is a form or a link and works without this
// script; the widget is drawn by it, so its button is there only when the script is.

const EVERY = 4000;
const written = new Map();
document.querySelectorAll("[data-live]").forEach((part) => written.set(part.dataset.live, part.innerHTML));

async function drawWidget() {
  const widget = document.querySelector("[data-widget]");
  if (!widget) return;
  const answer = await fetch(widget.dataset.widget);
  if (!answer.ok) return;
  const text = await answer.text();
  if (written.get("widget") === text) return;
  written.set("widget", text);
  widget.innerHTML = text;
}

// Only parts that have changed: a list of steps somebody has opened stays open otherwise.
async function reread() {
  const parts = document.querySelectorAll("[data-live]");
  const answer = await fetch(location.href);
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  let changed = false;
  for (const part of parts) {
    const next = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!next || next.innerHTML === written.get(part.dataset.live)) continue;
    written.set(part.dataset.live, next.innerHTML);
    part.innerHTML = next.innerHTML;
    changed = true;
  }
  return changed;
}

// The hub is asked when the page is opened and when something has changed here, not all the time.
async function follow() {
  try {
    if (document.visibilityState === "visible" && (await reread())) await drawWidget();
  } catch {
    // The system does not answer now: it is asked again next time.
  }
  setTimeout(follow, EVERY);
}

drawWidget().finally(() => setTimeout(follow, EVERY));
