// Our page inside a page of Битрикс24 (decision 20).
//
// Browsers keep no cookies of ours here. What scripts ask for carries the frame's token in a header; pages,
// forms and files are opened by addresses with a ticket good once, asked for at the click. With the portal's
// page we speak by postMessage: «command:JSON:key:APP_SID» there, «key:JSON» back.

const root = document.documentElement;
const HEADER = "X-Paraph-Frame";
const TICKETS = "/bitrix24/ticket/";
const KEPT = "paraph-frame";

/** The token of this page, or the one the frame had before a page without one came (a reload, «back»). */
const token = root.dataset.frame ?? kept();
const portal = root.dataset.portal;
const [, , sid] = window.name.split("|");

function kept() {
  if (history.state?.[KEPT]) return history.state[KEPT];
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null; // storage is closed to pages in frames
  }
}

function keep() {
  const address = new URL(location.href);
  address.searchParams.delete("_ticket");
  history.replaceState({ ...history.state, [KEPT]: token }, "", address);
  try {
    sessionStorage.setItem(KEPT, token);
  } catch {
    // the history entry remembers it as well
  }
}

// -- requests of scripts -------------------------------------------------------------------------------------

const send = window.fetch.bind(window);

window.fetch = (input, options = {}) => {
  const address = new URL(input instanceof Request ? input.url : input, location.href);
  if (address.origin !== location.origin || !token) return send(input, options);
  const headers = new Headers(options.headers ?? (input instanceof Request ? input.headers : undefined));
  headers.set(HEADER, token);
  return send(input, { ...options, headers });
};

// -- whole pages, forms, files -------------------------------------------------------------------------------

/** The address with a ticket. Only for addresses of this site. */
async function ticketed(address) {
  const url = new URL(address, location.href);
  const body = new URLSearchParams({ to: url.pathname + url.search });
  const answer = await fetch(TICKETS, { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).address + url.hash;
}

/** Go to a page of ours. */
export async function go(address, { inNewTab = false, replace = false } = {}) {
  const target = await ticketed(address);
  if (inNewTab) window.open(target, "_blank");
  else if (replace) location.replace(target);
  else location.assign(target);
}

function failed() {
  const flash = document.getElementById("flash");
  const template = document.getElementById("network-fault");
  if (flash && template) flash.replaceChildren(template.content.cloneNode(true));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button > 1) return;
  const url = new URL(link.href, location.href);
  if (link.dataset.portalPath ?? url.origin === portal) {
    event.preventDefault();
    openPath(link.dataset.portalPath ?? url.pathname + url.search);
  } else if (url.origin !== location.origin) {
    if (url.protocol.startsWith("http")) link.target = "_blank";
  } else if (!isHere(url)) {
    event.preventDefault();
    const inNewTab = link.target === "_blank" || event.ctrlKey || event.metaKey || event.button === 1;
    go(url, { inNewTab }).catch(failed);
  }
});

const isHere = (url) =>
  Boolean(url.hash) && url.pathname === location.pathname && url.search === location.search;

// Scripts that leave for another page say so first.
document.addEventListener("paraph:go", (event) => {
  event.preventDefault();
  go(event.detail).catch(failed);
});

const ready = new WeakSet();
const waiting = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (ready.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (waiting.has(form)) return;
  waiting.add(form);
  leave(form, event.submitter)
    .catch(failed)
    .finally(() => waiting.delete(form));
});

/** Send a form as the browser would, to its address with a ticket. */
async function leave(form, submitter) {
  const carrier = submitter?.hasAttribute("formaction") ? submitter : form;
  const name = carrier === form ? "action" : "formaction";
  const plain = carrier.getAttribute(name);
  const address = new URL(plain || location.href, location.href);
  if ((submitter?.formMethod || form.method) !== "post") {
    address.search = String(new URLSearchParams(new FormData(form, submitter)));
    return go(address);
  }
  carrier.setAttribute(name, await ticketed(address));
  ready.add(form);
  form.requestSubmit(submitter);
  if (plain === null) carrier.removeAttribute(name);
  else carrier.setAttribute(name, plain);
}

// -- the portal's page ---------------------------------------------------------------------------------------

const answers = new Map();
let number = 0;

/** A command to the portal's page; its answer. Outside of a portal nothing answers. */
export function call(command, params = {}, repeated = null) {
  if (window.parent === window || !sid || !portal) return Promise.resolve(null);
  const key = `paraph${++number}`;
  return new Promise((resolve) => {
    answers.set(key, { answer: repeated ?? resolve, isRepeated: Boolean(repeated) });
    window.parent.postMessage(`${command}:${JSON.stringify(params)}:${key}:${sid}`, portal);
  });
}

window.addEventListener("message", (event) => {
  if (event.origin !== portal || event.source !== window.parent || typeof event.data !== "string") return;
  const [key] = event.data.split(":", 1);
  const asked = answers.get(key);
  if (!asked) return;
  if (!asked.isRepeated) answers.delete(key);
  let value = null;
  try {
    value = JSON.parse(event.data.slice(key.length + 1) || "null");
  } catch {
    // not for us to read: the call is answered all the same
  }
  asked.answer(value);
});

/** Open a page of the portal over this one: «/crm/deal/details/5/». */
export const openPath = (path) => call("openPath", { path });

/** Open our application's page over this one; `params` come to it as PLACEMENT_OPTIONS. */
export const openApplication = (params) => call("openApplication", params);

/** Have the card or list around this frame read its data anew. */
export const reloadData = () => call("reloadData");

/** Call back whenever the portal says that data around the frame have changed. */
export const onReload = (callback) => call("placementBindEvent", { event: "reloadData" }, callback);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-portal-reload]")) reloadData();
});
document.addEventListener("paraph:changed", () => reloadData());

/** The frame is as high as the page. */
function fit() {
  const bottom = document.querySelector("main").getBoundingClientRect().bottom + window.scrollY;
  const height = Math.max(Math.ceil(bottom) + 16, 300);
  if (height !== fit.last) call("resizeWindow", { width: "100%", height: (fit.last = height) });
}

// -- begin ---------------------------------------------------------------------------------------------------

if (root.dataset.frame) {
  const isFirst = kept() !== token;
  keep();
  new ResizeObserver(fit).observe(document.querySelector("main"));
  const heading = document.querySelector("h1");
  if (root.dataset.place === "DEFAULT") {
    if (heading) call("setTitle", { title: heading.textContent.trim() });
    if (!isFirst) call("setScroll", { scroll: 0 });
  }
} else if ("install" in root.dataset) {
  call("setInstallFinish");
} else if ("return" in root.dataset && token) {
  go(location.href, { replace: true }).catch(() => root.removeAttribute("data-return"));
}
