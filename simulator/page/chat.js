// One chat: its header, its log, what passes over it. A private chat is its person's; in a group one chooses who writes.

import { act, change } from "./api.js";
import { bubble, inShort } from "./bubbles.js";
import { Composer } from "./composer.js";
import { ask, h, icon, iconButton, openMenu } from "./dom.js";
import { language, local, words } from "./words.js";

const NEAR_END = 80;
const TOAST_SECONDS = 2.5;
const TOAST_PER_LETTER = 0.04;
const MOVING_SECONDS = 0.9;
const TYPING_SECONDS = 5;
const PRESS_SECONDS = 15;

export class Chat {
  constructor(world, meta) {
    this.world = world;
    this.meta = meta;
    this.blocks = new Map();
    this.unread = 0;
    this.writer = meta.members[0];
    this.draw();
  }

  // ---- who

  get id() { return this.meta.id; }
  get person() { return this.world.people.get(this.isGroup() ? this.writer : this.id); }
  get name() { return this.isGroup() ? this.meta.title : this.person?.name ?? ""; }
  /** People are called by their role, where they have one: who plays looks for the head, not for Mr Minh. */
  get title() { return this.isGroup() ? this.meta.title : roleOf(this.person) || this.name; }
  isGroup() { return this.meta.type !== "private"; }
  reader() { return this.person?.id; }
  leadsHere(url) { return this.world.leadsHere(url); }
  where() { return this.isGroup() ? { chat: this.id } : {}; }

  // ---- acts

  async do(promise) {
    try { return await promise; } catch (error) { this.toast(`${words.cannot}: ${error.message}`); return null; }
  }

  command(text) { this.composer.say(text.startsWith("/") ? text : `/${text}`); }
  open(link) { this.do(act(this.person.id, "open", { link })); }

  async press(button, message, index) {
    button.classList.add("waiting");
    setTimeout(() => button.classList.remove("waiting"), PRESS_SECONDS * 1000);
    const came = await this.do(act(this.person.id, "press", { index, message_id: message, ...this.where() }));
    if (came?.kind !== "callback") button.classList.remove("waiting");
    if (came?.kind === "copy") this.copy(came.text);
    if (came?.kind === "url" && /^https?:/i.test(came.url)) window.open(came.url, "_blank", "noopener,noreferrer");
  }

  answered(told) {
    for (const block of this.blocks.values()) {
      if (!block.views.some((view) => view.message.message_id === told.message)) continue;
      block.element.querySelectorAll(".waiting").forEach((button) => button.classList.remove("waiting"));
    }
    if (told.person !== this.reader()) return;
    if (told.text && told.alert) this.alert(told.text);
    else if (told.text) this.toast(told.text);
    if (told.url && this.leadsHere(told.url)) this.open(told.url);
  }

  async copy(text) {
    try { await navigator.clipboard.writeText(text); } catch { /* no clipboard on a page without focus: the toast shows it */ }
    this.toast(`${words.copied}: ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`);
  }

  offer(anchor, view, mine) {
    const wire = view.message;
    const text = wire.text ?? wire.caption;
    openMenu(anchor, [
      { icon: "reply", label: words.reply, act: () => this.composer.answer(wire) },
      mine && text ? { icon: "edit", label: words.edit, act: () => this.composer.amend(wire) } : null,
      text && !wire.has_protected_content ? { icon: "copy", label: words.copy, act: () => this.copy(text) } : null,
    ]);
  }

  // ---- drawing

  draw() {
    this.stuck = true;
    this.top = 0;
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", tabIndex: 0,
      onscroll: () => this.scrolled() });
    // Pictures take their room when they have come; who was reading the end stays at the end.
    this.log.addEventListener("load", () => this.stay(), true);
    new ResizeObserver(() => this.stay()).observe(this.log);
    this.head = h("header");
    this.pins = h("button", { type: "button", class: "pins", hidden: true });
    this.notes = h("div", { class: "notes", role: "status" });
    this.last = iconButton("down", words.down, () => this.toEnd(true), { class: "round last", hidden: true });
    this.foot = h("footer");
    this.element = h("section", { class: "chat", id: `chat${this.id}` },
      this.head, this.pins, h("div", { class: "wall" }, this.log, this.last, this.notes), this.foot);
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => { event.preventDefault(); this.composer.drop(event.dataTransfer.files); });
    this.composer = new Composer(this);
    this.refresh(this.meta);
  }

  refresh(meta) {
    this.meta = meta;
    this.element.setAttribute("aria-label", `${words.chatOf} ${this.title}${this.name === this.title ? "" : `, ${this.name}`}`);
    this.drawHead();
    this.drawPins();
    this.drawFoot();
    this.drawEmpty();
  }

  drawHead() {
    const person = this.person;
    const standing = this.isGroup() ? words.group : person.blocked ? `${this.name} · ${words.blocked}` : this.name === this.title ? words.bot : this.name;
    this.standing = h("small", {}, standing);
    const parts = [
      avatar(this.name, this.id),
      h("div", { class: "name" }, h("h2", { title: this.title }, this.title), h("div", { class: "under" }, this.standing,
        this.isGroup() ? null : h("span", { class: "tongue", title: words.language }, person.language.toUpperCase()))),
    ];
    if (this.isGroup()) {
      parts.push(h("select", { "aria-label": words.writingAs, onchange: (event) => { this.writer = Number(event.target.value); this.redraw(); } },
        this.meta.members.map((id) => h("option", { value: String(id), selected: id === this.writer }, this.world.people.get(id)?.name ?? id))));
    }
    parts.push(iconButton("more", words.options, (event) => this.options(event.currentTarget), { "aria-haspopup": "menu" }));
    this.head.replaceChildren(...parts);
  }

  options(anchor) {
    const person = this.person;
    const other = person.language === "vi" ? "en" : "vi";
    openMenu(anchor, [
      { icon: "link", label: words.openLink, act: () => this.askLink() },
      this.isGroup() ? null : { icon: "person", label: `${words.language}: ${other === "vi" ? words.vietnamese : words.english}`,
        act: () => this.do(change(`/sim/people/${person.id}`, { language: other })) },
      { icon: "file", label: words.transcript, act: () => window.open(`/sim/chats/${this.id}/text`, "_blank", "noopener") },
      this.isGroup() ? null : { icon: "close", label: words.clear, act: () => this.do(act(person.id, "clear")) },
      this.isGroup() ? null : { icon: "lock", danger: !person.blocked, label: person.blocked ? words.unblock : words.block,
        act: () => this.do(act(person.id, person.blocked ? "unblock" : "block")) },
    ]);
  }

  async askLink() {
    const told = await ask(words.openLink, [{ name: "link", label: words.link, required: true,
      placeholder: `https://t.me/${this.world.bot.username}?start=…` }], words);
    if (told) this.open(told.link.trim());
  }

  drawPins() {
    const number = this.meta.pinned[this.meta.pinned.length - 1];
    const view = number && this.view(number);
    this.pins.hidden = !view;
    if (!view) return;
    this.pins.replaceChildren(h("b", {}, words.pinned), h("span", {}, inShort(view.message)));
    this.pins.onclick = () => this.show(number);
  }

  drawEmpty() {
    this.empty?.remove();
    if (this.blocks.size) return;
    const about = this.meta.description;
    this.empty = h("div", { class: "empty" }, about
      ? [h("b", {}, words.what), h("p", {}, about)]
      : h("p", {}, words.nothing));
    this.log.append(this.empty);
  }

  drawFoot() {
    const person = this.person;
    const big = (label, name, told) => h("button", { type: "button", class: "big", onclick: () => this.do(act(person.id, name, told)) }, label);
    if (this.isGroup() && this.meta.bot === "kicked") this.foot.replaceChildren(h("p", { class: "closed" }, words.kicked));
    else if (this.isGroup() && this.meta.moved_to) this.foot.replaceChildren(h("p", { class: "closed" }, words.moved));
    else if (!this.isGroup() && person.blocked) this.foot.replaceChildren(big(words.restart, "open", { link: "" }));
    else if (!this.isGroup() && !person.started) this.foot.replaceChildren(big(words.start, "open", { link: "" }));
    // Who is typing keeps the focus: an element that is taken out and put back has lost it.
    else if (this.composer.element.parentNode !== this.foot) this.foot.replaceChildren(this.composer.element, this.composer.keys);
    this.composer.refresh();
  }

  // ---- the log

  view(number) {
    for (const block of this.blocks.values()) {
      const found = block.views.find((view) => view.message.message_id === number);
      if (found) return found;
    }
    return null;
  }

  fill(views) {
    this.blocks.clear();
    this.log.replaceChildren();
    this.day = "";
    for (const view of views) this.put(view, true);
    this.drawEmpty();
    this.drawPins();
    this.toEnd(false);
  }

  put(view, quiet = false) {
    const { message } = view;
    const key = message.media_group_id ?? message.message_id;
    const known = this.blocks.get(key);
    const atEnd = this.stuck || this.atEnd();
    if (known) {
      const index = known.views.findIndex((one) => one.message.message_id === message.message_id);
      if (index >= 0) known.views[index] = view; else known.views.push(view);
      const drawn = bubble(known.views, this);
      known.element.replaceWith(drawn);
      known.element = drawn;
    } else {
      this.empty?.remove();
      this.drawDay(message.date);
      const block = { views: [view], element: bubble([view], this) };
      if (!quiet) block.element.classList.add("new");
      this.blocks.set(key, block);
      this.log.append(block.element);
    }
    if (quiet) return;
    if (view.author === 0) this.typing(false);
    const mine = view.author === this.reader();
    if (atEnd || mine) this.toEnd(true);
    else if (!known && !mine) this.count(this.unread + 1);
    if (!known && !mine && !this.world.sees(this)) this.count(this.unread + 1);
  }

  drawDay(date) {
    const { day, long } = local(date * 1000);
    if (day === this.day) return;
    this.day = day;
    this.log.append(h("div", { class: "day" }, h("span", {}, long.slice(0, -6))));
  }

  remove(numbers) {
    for (const [key, block] of this.blocks) {
      block.views = block.views.filter((view) => !numbers.includes(view.message.message_id));
      if (block.views.length) {
        const drawn = bubble(block.views, this);
        block.element.replaceWith(drawn);
        block.element = drawn;
      } else {
        block.element.remove();
        this.blocks.delete(key);
      }
    }
    this.drawEmpty();
  }

  redraw() {
    this.fill([...this.blocks.values()].flatMap((block) => block.views));
    this.drawHead();
  }

  show(number) {
    const element = this.log.querySelector(`[data-id="${Number(number)}"]`);
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
    element?.classList.remove("found");
    requestAnimationFrame(() => element?.classList.add("found"));
  }

  atEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END; }

  stay() { if (this.stuck) this.log.scrollTo({ top: this.log.scrollHeight, behavior: "instant" }); }

  toEnd(smooth) {
    this.stuck = true;
    requestAnimationFrame(() => this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? "smooth" : "instant" }));
  }

  /** Who goes up leaves the end; on the way down to it, which may take a while, one still belongs there. */
  scrolled() {
    const { scrollTop } = this.log;
    if (this.atEnd()) this.stuck = true;
    else if (scrollTop < this.top) this.stuck = false;
    this.top = scrollTop;
    this.floatDays();
    this.log.classList.add("moving");
    clearTimeout(this.moving);
    this.moving = setTimeout(() => this.log.classList.remove("moving"), MOVING_SECONDS * 1000);
    this.last.hidden = this.atEnd();
    if (this.atEnd() && this.world.sees(this)) this.count(0);
  }

  /** Which days are held above messages of theirs that have gone out at the top: of these the latest is the one to see. */
  floatDays() {
    const days = [...this.log.querySelectorAll(".day")];
    const over = days.filter((day) => day.nextElementSibling && day.nextElementSibling.offsetTop < day.offsetTop + day.offsetHeight);
    for (const day of days) {
      day.classList.toggle("over", over.includes(day));
      day.classList.toggle("latest", day === over.at(-1));
    }
  }

  count(unread) {
    this.unread = unread;
    this.last.dataset.unread = unread ? String(unread) : "";
    this.world.drawTabs();
  }

  // ---- what passes

  toast(text) {
    const note = h("div", { class: "toast" }, text);
    this.notes.replaceChildren(note);
    setTimeout(() => note.remove(), (TOAST_SECONDS + TOAST_PER_LETTER * text.length) * 1000);
  }

  alert(text) {
    const before = document.activeElement;
    const close = () => { shade.remove(); before?.focus?.(); };
    const ok = h("button", { type: "button", class: "filled", onclick: close }, "OK");
    const shade = h("div", { class: "shade", onkeydown: (event) => { if (event.key === "Escape") close(); } },
      h("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": text }, h("p", {}, text), ok));
    this.element.append(shade);
    ok.focus();
  }

  typing(on) {
    clearTimeout(this.typingEnds);
    this.standing.classList.toggle("typing", on);
    if (on) {
      this.standing.textContent = words.typing;
      this.typingEnds = setTimeout(() => this.typing(false), TYPING_SECONDS * 1000);
    } else this.drawHead();
  }
}

/** What a person is, in the language of the page. */
const roleOf = (person) => person?.roles?.[language] || person?.role || "";

/** A round picture with initials, its colour always the same for the same person. */
export function avatar(name, id) {
  const parts = name.trim().split(/\s+/);
  const initials = parts.length > 1 ? parts[0][0] + parts[parts.length - 1][0] : (parts[0] ?? "?").slice(0, 1);
  return h("span", { class: `avatar hue${Math.abs(id) % 7}`, "aria-hidden": "true" }, initials.toUpperCase());
}

