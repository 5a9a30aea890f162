// The page: several people side by side, the bar above them, and what happens as it happens.

import { listen, read, tell } from "./api.js";
import { Chat, avatar } from "./chat.js";
import { ClockBar } from "./clock.js";
import { ask, h, icon } from "./dom.js";
import { language, switchLanguage, words } from "./words.js";

const REFRESH_DELAY = 60;
const narrow = matchMedia("(max-width: 760px)");

class World {
  constructor() {
    this.people = new Map();
    this.chats = new Map();
    this.bot = { username: "" };
    this.active = 0;
    this.bar = document.getElementById("bar");
    this.tabs = document.getElementById("tabs");
    this.main = document.getElementById("chats");
    this.clock = new ClockBar((text) => this.note(text));
    this.drawBar();
    narrow.addEventListener("change", () => this.drawTabs());
    new ResizeObserver(() => this.drawTabs()).observe(this.main);
    listen((kind, told) => this.heard(kind, told), () => document.body.classList.add("lost"));
  }

  // ---- what happens

  heard(kind, told) {
    const chat = this.chats.get(told.chat);
    switch (kind) {
      case "hello": document.body.classList.remove("lost"); this.load(true); break;
      case "reset": this.load(true); break;
      case "message": if (chat) chat.put(told.message); else this.later(true); break;
      case "removed": chat?.remove(told.messages); break;
      case "cleared": chat?.fill([]); this.later(); break;
      case "answer": chat?.answered(told); break;
      case "action": chat?.typing(told.action !== "cancel"); break;
      case "clock": this.clock.follow(told); break;
      default: this.later();
    }
  }

  later(all = false) {
    this.all = this.all || all;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => { const every = this.all; this.all = false; this.load(every); }, REFRESH_DELAY);
  }

  /** The state as it is: with `all` the messages too, else only what stands around them. */
  async load(all) {
    const told = await read(`/sim/state?messages=${all ? 400 : 0}`);
    this.bot = told.bot;
    this.people = new Map(told.people.map((person) => [person.id, person]));
    if (all) this.clock.follow(told.clock);
    const gone = new Set(this.chats.keys());
    for (const meta of told.chats) {
      gone.delete(meta.id);
      let chat = this.chats.get(meta.id);
      if (chat) chat.refresh(meta);
      else {
        chat = new Chat(this, meta);
        this.chats.set(meta.id, chat);
        this.main.append(chat.element);
        if (!all) { this.later(true); continue; }
      }
      if (all) chat.fill(meta.messages);
    }
    for (const id of gone) {
      this.chats.get(id).element.remove();
      this.chats.delete(id);
    }
    if (!this.chats.has(this.active)) this.active = this.chats.keys().next().value ?? 0;
    this.main.classList.toggle("nobody", !this.chats.size);
    this.main.dataset.empty = words.noPeople;
    this.main.style.setProperty("--people", String(Math.max(1, this.chats.size)));
    this.drawTabs();
  }

  // ---- for the chats

  leadsHere(url) {
    const address = url.toLowerCase();
    const name = this.bot.username.toLowerCase();
    return new RegExp(`^(https?://)?(www\\.)?t(elegram)?\\.me/${name}(\\?|/?$)`).test(address) || address.startsWith(`tg://resolve?domain=${name}`);
  }

  sees(chat) { return !document.hidden && (!narrow.matches || this.active === chat.id); }

  // ---- the bar and the tabs

  drawBar() {
    document.title = words.title;
    document.documentElement.lang = language;
    this.lost = h("span", { class: "lost-note", role: "status" }, words.lost);
    this.bar.replaceChildren(
      h("h1", {}, h("img", { src: "/page/icon.svg", alt: "", width: 26, height: 26 }), h("span", {}, words.title, h("small", {}, words.subtitle))),
      this.clock.element, this.lost,
      h("div", { class: "right" },
        h("button", { type: "button", class: "step", onclick: () => this.addPerson() }, icon("plus"), h("span", {}, words.addPerson)),
        h("button", { type: "button", class: "step tongue-switch", lang: language === "vi" ? "en" : "vi", "aria-label": words.switch, title: words.switch,
          onclick: () => { switchLanguage(); this.drawBar(); this.redraw(); } }, language === "vi" ? "EN" : "VI")));
    this.clock.draw();
  }

  redraw() {
    for (const chat of this.chats.values()) chat.element.remove();
    this.chats.clear();
    this.load(true);
  }

  drawTabs() {
    const chats = [...this.chats.values()];
    this.tabs.hidden = !narrow.matches && this.main.scrollWidth <= this.main.clientWidth;
    this.tabs.replaceChildren(...chats.map((chat) => h("button", {
      type: "button", role: "tab", "aria-selected": String(chat.id === this.active), "aria-controls": `chat${chat.id}`,
      class: chat.id === this.active ? "active" : "", onclick: () => this.choose(chat),
    }, avatar(chat.name, chat.id), h("span", {}, chat.title),
    chat.unread ? h("b", { class: "unread", "aria-label": `${chat.unread} ${words.newMessages}` }, String(chat.unread)) : null)));
    for (const chat of chats) chat.element.classList.toggle("active", chat.id === this.active);
  }

  choose(chat) {
    this.active = chat.id;
    this.drawTabs();
    if (narrow.matches) { chat.toEnd(false); chat.count(0); }
    else chat.element.scrollIntoView({ inline: "center", behavior: "smooth" });
    this.tabs.querySelector(".active")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  async addPerson() {
    const told = await ask(words.addPerson, [
      { name: "name", label: words.name, required: true, placeholder: "Nguyễn Thị Hoa" },
      { name: "role", label: words.role, placeholder: "Người dân" },
      { name: "language", label: words.language, choices: [["vi", words.vietnamese], ["en", words.english]] },
    ], words);
    if (told?.name.trim()) await tell("/sim/people", told).catch((error) => this.note(error.message));
  }

  note(text) {
    const note = h("div", { class: "toast page", role: "status" }, text);
    document.body.append(note);
    setTimeout(() => note.remove(), 5000);
  }
}

new World();
