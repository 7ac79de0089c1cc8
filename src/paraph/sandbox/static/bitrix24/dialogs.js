// What the portal lays over its page: sliders, lists to choose from, short notices.

export function tell(text) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  notice.textContent = text;
  document.body.append(notice);
  setTimeout(() => notice.remove(), 6000);
}

export function openSlider(title, width, closed = () => {}) {
  const shade = document.createElement("div");
  shade.className = "slider";
  const panel = document.createElement("section");
  panel.className = "slider-panel";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-modal", "true");
  if (width) panel.style.maxWidth = `${width}px`;
  const bar = document.createElement("header");
  const heading = document.createElement("strong");
  heading.textContent = title;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Закрыть";
  const body = document.createElement("div");
  body.className = "slider-body";
  bar.append(heading, button);
  panel.append(bar, body);
  shade.append(panel);
  document.body.append(shade);
  const close = () => {
    if (!shade.isConnected) return;
    shade.remove();
    document.removeEventListener("keydown", escape);
    closed();
  };
  const escape = (event) => {
    const topmost = shade === [...document.querySelectorAll(".slider")].at(-1);
    if (event.key === "Escape" && topmost) close();
  };
  document.addEventListener("keydown", escape);
  button.focus();
  button.addEventListener("click", close);
  shade.addEventListener("click", (event) => event.target === shade && close());
  return { body, close, name: (text) => heading.replaceChildren(text) };
}

// A list to choose from; resolves with what was chosen, nothing if it was closed.
function choose(title, rows, several) {
  return new Promise((resolve) => {
    let chosen = [];
    const slider = openSlider(title, 480, () => resolve(chosen));
    const form = document.createElement("form");
    form.className = "choice";
    rows.forEach((row, index) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = several ? "checkbox" : "radio";
      input.name = "row";
      input.value = index;
      input.checked = Boolean(row.checked);
      label.append(input, row.label);
      form.append(label);
    });
    const button = document.createElement("button");
    button.textContent = "Выбрать";
    form.append(button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      chosen = [...form.querySelectorAll("input:checked")].map((input) => rows[input.value].value);
      slider.close();
    });
    slider.body.append(form);
  });
}

const fetched = async (path) => (await fetch(path)).json();

export async function chooseUsers(several) {
  const users = await fetched("/_portal/users");
  const rows = users.map((user) => ({ label: user.name, value: user }));
  return choose(several ? "Выберите сотрудников" : "Выберите сотрудника", rows, several);
}

export async function chooseAccess(held) {
  const rows = (await fetched("/_portal/access")).map((one) => ({ label: one.name, value: one }));
  return choose("Выберите, кому дать доступ", rows.filter((row) => !held.includes(row.value.id)), true);
}

export async function chooseItems(params) {
  const wanted = params.entityType || ["lead", "contact", "company", "deal", "quote"];
  const types = [].concat(wanted);
  const items = await fetched(`/_portal/items?types=${encodeURIComponent(types.join(","))}`);
  const held = params.value || {};
  const rows = items.map((item) => ({
    label: `${item.title} (${item.place})`,
    value: item,
    checked: (held[item.type] || []).includes(Number(item.id.split("_")[1])),
  }));
  const result = {};
  for (const item of await choose("Выберите элементы", rows, Boolean(params.multiple))) {
    result[item.type] = result[item.type] || {};
    result[item.type][Object.keys(result[item.type]).length] = item;
  }
  return result;
}
