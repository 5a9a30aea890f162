// Elements without innerHTML: whatever people and the bot write goes in as text, and can be nothing else.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  send: "M3 20.5 21.5 12 3 3.5v6.6L15 12 3 13.9z",
  attach: "M16.5 6v11a4 4 0 0 1-8 0V5.5a2.5 2.5 0 0 1 5 0V16a1 1 0 0 1-2 0V6H10v10a2.5 2.5 0 0 0 5 0V5.5a4 4 0 0 0-8 0V17a5.5 5.5 0 0 0 11 0V6z",
  mic: "M12 15a3.5 3.5 0 0 0 3.5-3.5v-6a3.5 3.5 0 0 0-7 0v6A3.5 3.5 0 0 0 12 15zm6.5-3.5a6.5 6.5 0 0 1-13 0H4a8 8 0 0 0 7.2 7.9V22h1.6v-2.6a8 8 0 0 0 7.2-7.9z",
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zm6 0h4v14h-4z",
  stop: "M6 6h12v12H6z",
  menu: "M4 6h16v2H4zm0 5h16v2H4zm0 5h16v2H4z",
  more: "M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  down: "M7.4 8.6 12 13.2l4.6-4.6L18 10l-6 6-6-6z",
  close: "M18.3 7.1 13.4 12l4.9 4.9-1.4 1.4-4.9-4.9-4.9 4.9-1.4-1.4 4.9-4.9-4.9-4.9 1.4-1.4 4.9 4.9 4.9-4.9z",
  file: "M6 2h8l5 5v13a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm7 1.5V8h4.5z",
  pin: "M12 2a7 7 0 0 1 7 7c0 5-7 13-7 13S5 14 5 9a7 7 0 0 1 7-7zm0 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  person: "M12 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zm0 2c-4 0-9 2-9 6v2h18v-2c0-4-5-6-9-6z",
  plus: "M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z",
  link: "M10 6v2H5v11h11v-5h2v7H3V6zm4-3h7v7h-2V6.4l-9.3 9.3-1.4-1.4L17.6 5H14z",
  copy: "M8 3h11v13h-2V5H8zM4 7h11v14H4zm2 2v10h7V9z",
  lock: "M12 2a5 5 0 0 1 5 5v2h1a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1h1V7a5 5 0 0 1 5-5zm0 2a3 3 0 0 0-3 3v2h6V7a3 3 0 0 0-3-3z",
  mute: "M4.3 3 21 19.7 19.7 21l-3-3H4v-2l2-1v-5c0-.7.1-1.4.3-2L3 4.3zM18 14.5V10a6 6 0 0 0-4.5-5.8V3h-3v1.2l-1 .4zM14 20a2 2 0 0 1-4 0z",
  reply: "M10 8V4l-8 8 8 8v-4.2c5 0 9 1.2 11.5 4.2C20.5 14 17 9 10 8z",
  edit: "M4 17.2V20h2.8L17.8 9l-2.8-2.8zM20 6.8a1 1 0 0 0 0-1.4L18.6 4a1 1 0 0 0-1.4 0l-1.3 1.3 2.8 2.8z",
  photo: "M4 4h16a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zm1.5 13h13l-4.3-5.7-3.2 4.2-2.2-2.7z",
  next: "M5 5v14l8-7zm8 0v14l8-7z",
  clock: "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm-1 4v6.6l5 3 1-1.7-4-2.4V6z",
  check: "M1.5 12.5 6 17l1.4-1.4L3 11zM22 6 12 16.3l-3.7-3.7L7 14l5 5L23.5 7.4zM17 7.4 15.6 6l-6 6 1.4 1.5z",
};

/** An element: `h("button", {class: "x", onclick: f}, "text", child)`. Absent children are left out. */
export function h(tag, traits = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, worth] of Object.entries(value)) element.style.setProperty(key, worth);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An icon, silent for readers: what it means stands in its button's label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon and a name. */
export function iconButton(name, label, onclick, traits = {}) {
  return h("button", { type: "button", class: "round", "aria-label": label, title: label, onclick, ...traits }, icon(name));
}

/** A small menu at a button; it closes on a choice, on Escape, and when one looks elsewhere. */
export function openMenu(anchor, items, traits = {}) {
  document.querySelectorAll(".menu").forEach((menu) => menu.remove());
  const close = () => { menu.remove(); document.removeEventListener("pointerdown", away, true); };
  const away = (event) => { if (!menu.contains(event.target)) close(); };
  const menu = h("div", { class: "menu", role: "menu", ...traits });
  for (const item of items.filter(Boolean)) {
    menu.append(h("button", {
      type: "button", role: "menuitem", class: item.danger ? "danger" : item.class,
      onclick: () => { close(); anchor.focus?.(); item.act(); },
    }, item.icon ? icon(item.icon) : null, h("span", {}, item.label, item.more ? h("small", {}, item.more) : null)));
  }
  menu.addEventListener("keydown", (event) => {
    const buttons = [...menu.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); anchor.focus?.(); }
    else if (event.key === "ArrowDown") buttons[(at + 1) % buttons.length].focus();
    else if (event.key === "ArrowUp") buttons[(at - 1 + buttons.length) % buttons.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(menu);
  const spot = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(spot.left, innerWidth - menu.offsetWidth - 8));
  const below = spot.bottom + 4 + menu.offsetHeight < innerHeight;
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? spot.bottom + 4 : Math.max(8, spot.top - menu.offsetHeight - 4)}px`;
  document.addEventListener("pointerdown", away, true);
  menu.querySelector("button")?.focus();
  return close;
}

/** A dialog with fields; resolves to what was entered, or to null. */
export function ask(title, fields, words) {
  return new Promise((resolve) => {
    const form = h("form", { method: "dialog" }, h("h2", {}, title));
    for (const field of fields) {
      const input = field.choices
        ? h("select", { name: field.name }, field.choices.map(([value, label]) => h("option", { value }, label)))
        : h("input", { name: field.name, type: field.type ?? "text", step: field.step, required: field.required,
                       value: field.value ?? "", placeholder: field.placeholder ?? "", autocomplete: "off" });
      form.append(h("label", {}, field.label, input));
    }
    form.append(h("div", { class: "acts" },
      h("button", { type: "button", class: "plain", onclick: () => box.close() }, words.cancel),
      h("button", { type: "submit", class: "filled", value: "ok" }, words.ok)));
    const box = h("dialog", { class: "ask", "aria-label": title }, form);
    box.addEventListener("close", () => {
      resolve(box.returnValue === "ok" ? Object.fromEntries(new FormData(form)) : null);
      box.remove();
    });
    document.body.append(box);
    box.showModal();
  });
}
