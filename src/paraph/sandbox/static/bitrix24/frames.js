// Applications in frames: how one is opened and how it talks with the portal by postMessage.
//
// A frame's name is DOMAIN|PROTOCOL|APP_SID. It says «command:JSON:key:APP_SID», the portal answers «key:JSON».

import { chooseAccess, chooseItems, chooseUsers, openSlider, tell } from "./dialogs.js";

const frames = new Map();

export async function ask(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body || {}),
  });
  if (!answer.ok) {
    tell(await answer.text());
    throw new Error(`${path}: ${answer.status}`);
  }
  return answer.json();
}

// Opens an application inside `place`; `extra` has what only this page can do: close, setPropertyValue.
export async function openFrame(place, order, extra = {}) {
  const spec = await ask("/_portal/frames", { ...order, uri: location.pathname + location.search });
  const iframe = document.createElement("iframe");
  iframe.name = spec.name;
  iframe.title = spec.title;
  iframe.className = "app-frame";
  const form = document.createElement("form");
  form.method = "post";
  form.action = spec.action;
  form.target = spec.name;
  form.hidden = true;
  for (const [name, value] of Object.entries(spec.form)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  place.replaceChildren(iframe);
  const frame = { spec, iframe, extra, bound: [], listeners: [] };
  frames.set(spec.sid, frame);
  document.body.append(form); // not into the place: it may stand in a form of its own
  form.submit();
  form.remove();
  return frame;
}

// Tells frames that have asked for it about something that happened on the page.
export function tellFrames(name, data, except) {
  for (const frame of frames.values()) {
    if (frame === except || !frame.iframe.isConnected) continue;
    for (const one of frame.bound) if (one.event === name) send(frame, one.key, data);
  }
}

function send(frame, key, value) {
  if (key) frame.iframe.contentWindow.postMessage(`${key}:${JSON.stringify(value ?? null)}`, frame.spec.origin);
}

function parsed(data) {
  if (data && typeof data === "object" && data.method) {
    return { command: data.method, params: data.params, key: data.callback, sid: data.appSid };
  }
  if (typeof data !== "string") return null;
  const parts = data.split(":");
  if (parts.length < 3) return null;
  const [sid, key] = [parts.pop(), parts.pop()];
  const text = parts.slice(1).join(":");
  let params = text;
  try {
    params = text ? JSON.parse(text) : {};
  } catch {
    // a bare value, as placement.call("setValue") sends it
  }
  return { command: parts[0], params, key, sid };
}

window.addEventListener("message", (event) => {
  const message = parsed(event.data);
  const frame = message && frames.get(message.sid);
  if (!frame || event.source !== frame.iframe.contentWindow || event.origin !== frame.spec.origin) return;
  const own = frame.spec.interface.command.includes(message.command) ? frame.extra[message.command] : null;
  const command = own || commands[message.command];
  if (command) command(message.params, (value) => send(frame, message.key, value), frame, message.key);
});

const bridge = (frame, verb, body) => ask(`/_portal/frames/${frame.spec.sid}/${verb}`, body);

const commands = {
  getInitData: (params, answer, frame) => answer(frame.spec.init),

  async refreshAuth(params, answer, frame) {
    const auth = await bridge(frame, "auth");
    Object.assign(frame.spec.init, auth);
    answer(auth);
  },

  async setInstall(params, answer, frame) {
    answer(await bridge(frame, "install"));
  },

  async setInstallFinish(params, answer, frame) {
    const told = await bridge(frame, "install-finish");
    answer(told);
    location.assign(told.path);
  },

  async setAppOption(params, answer, frame) {
    answer(await bridge(frame, "app-option", params));
  },

  async setUserOption(params, answer, frame) {
    answer(await bridge(frame, "user-option", params));
  },

  resizeWindow(params, answer, frame) {
    const { width, height } = params;
    if (height) frame.iframe.style.height = typeof height === "number" ? `${height}px` : height;
    if (width) frame.iframe.style.width = typeof width === "number" ? `${width}px` : width;
    answer({ width: frame.iframe.offsetWidth, height: frame.iframe.offsetHeight });
  },

  reloadWindow(params, answer) {
    answer({});
    location.reload();
  },

  setTitle(params, answer) {
    document.title = params.title;
    document.querySelectorAll("[data-title]").forEach((node) => node.replaceChildren(params.title));
    answer({});
  },

  setScroll(params, answer) {
    window.scrollTo(0, params.scroll);
    answer({});
  },

  openApplication(params, answer, frame) {
    const slider = openSlider(params.bx24_title || frame.spec.title, params.bx24_width, () => answer({}));
    const order = { app_id: frame.spec.app_id, placement: "DEFAULT", options: params };
    openFrame(slider.body, order, { close: slider.close });
  },

  closeApplication(params, answer, frame) {
    answer({});
    if (frame.extra.close) frame.extra.close();
  },

  openPath(params, answer) {
    const url = new URL(params.path, location.origin);
    if (url.origin !== location.origin || !/^\/(crm|marketplace|company|bizproc|workgroups|stream)\//.test(url.pathname)) {
      answer({ result: "error", errorCode: "PATH_NOT_AVAILABLE" });
      return;
    }
    openPage(url, () => answer({ result: "close" }));
  },

  getInterface: (params, answer, frame) => answer(frame.spec.interface),

  placementBindEvent(params, answer, frame, key) {
    if (frame.spec.interface.event.includes(params.event)) frame.bound.push({ event: params.event, key });
  },

  async selectUser(params, answer) {
    const chosen = await chooseUsers(Boolean(params.mult));
    answer(params.mult ? chosen : chosen[0] || null);
  },

  async selectAccess(params, answer) {
    answer(await chooseAccess(params.value || []));
  },

  async selectCRM(params, answer) {
    answer(await chooseItems(params));
  },

  imCallTo: (params, answer) => besides("звонок сотруднику", answer),
  imPhoneTo: (params, answer) => besides("звонок по телефону", answer),
  imOpenMessenger: (params, answer) => besides("чат", answer),
  imOpenHistory: (params, answer) => besides("историю переписки", answer),
  showAppForm: (params, answer) => besides("форму приложения", answer),
};

function besides(what, answer) {
  tell(`Настоящий портал открыл бы здесь ${what}.`);
  answer({});
}

// Opens a page of the portal over this one.
export function openPage(url, closed = () => {}) {
  url.searchParams.set("IFRAME", "Y");
  const slider = openSlider("", 0, closed);
  const iframe = document.createElement("iframe");
  iframe.className = "page-frame";
  iframe.src = url;
  slider.body.replaceChildren(iframe);
  iframe.addEventListener("load", () => slider.name(iframe.contentDocument.title));
}
