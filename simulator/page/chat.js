// One chat: its header, its log, its composer. A private chat is its person's; in a group one chooses who writes.

import { act, change, upload } from "./api.js";
import { bubble, inShort } from "./bubbles.js";
import { ask, h, icon, iconButton, openMenu } from "./dom.js";
import { local, words } from "./words.js";

const PLACES = [
  ["18.6796,105.6813", "Vinh"], ["18.8131,105.7163", "Cửa Lò"], ["18.9786,105.5931", "Diễn Châu"],
  ["19.0503,104.8836", "Con Cuông"], ["19.4061,104.1444", "Kỳ Sơn"],
];
const NEAR_END = 80;
const TOAST_SECONDS = 4;
const TYPING_SECONDS = 5;
const PRESS_SECONDS = 15;

export class Chat {
  constructor(world, meta) {
    this.world = world;
    this.meta = meta;
    this.blocks = new Map();
    this.unread = 0;
    this.replyTo = null;
    this.editing = null;
    this.writer = meta.members[0];
    this.draw();
  }

  // ---- who

  get id() { return this.meta.id; }
  get person() { return this.world.people.get(this.isGroup() ? this.writer : this.id); }
  get title() { return this.isGroup() ? this.meta.title : this.person?.name ?? ""; }
  isGroup() { return this.meta.type !== "private"; }
  reader() { return this.person?.id; }
  leadsHere(url) { return this.world.leadsHere(url); }
  where() { return this.isGroup() ? { chat: this.id } : {}; }

  // ---- acts

  async do(promise) {
    try { return await promise; } catch (error) { this.toast(`${words.cannot}: ${error.message}`); return null; }
  }

  say(text) {
    if (!text.trim()) return;
    if (this.editing) {
      this.do(act(this.person.id, "edit", { message_id: this.editing, text }));
    } else {
      this.do(act(this.person.id, "send", { text, reply_to: this.replyTo ?? 0, ...this.where() }));
    }
    this.settle();
  }

  command(text) { this.say(text.startsWith("/") ? text : `/${text}`); }
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
      { icon: "reply", label: words.reply, act: () => this.answer(wire) },
      mine && text ? { icon: "edit", label: words.edit, act: () => this.amend(wire) } : null,
      text && !wire.has_protected_content ? { icon: "copy", label: words.copy, act: () => this.copy(text) } : null,
    ]);
  }

  answer(wire) {
    this.settle();
    this.replyTo = wire.message_id;
    this.strip("reply", wire);
  }

  amend(wire) {
    this.settle();
    this.editing = wire.message_id;
    this.strip("edit", wire);
    this.input.value = wire.text ?? wire.caption;
    this.grow();
  }

  strip(kind, wire) {
    this.stripe.replaceChildren(icon(kind), h("span", {}, inShort(wire)),
      iconButton("close", words.cancel, () => this.settle()));
    this.stripe.hidden = false;
    this.input.focus();
  }

  settle() {
    this.replyTo = this.editing = null;
    this.stripe.hidden = true;
    this.input.value = "";
    this.suggest();
    this.grow();
  }

  // ---- drawing

  draw() {
    this.stuck = true;
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", tabIndex: 0,
      onscroll: () => this.scrolled(), onscrollend: () => { this.stuck = this.atEnd(); } });
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
    this.element.addEventListener("drop", (event) => { event.preventDefault(); this.drop(event.dataTransfer.files); });
    this.drawComposer();
    this.refresh(this.meta);
  }

  refresh(meta) {
    this.meta = meta;
    this.element.setAttribute("aria-label", `${words.chatOf} ${this.title}`);
    this.drawHead();
    this.drawPins();
    this.drawFoot();
    this.drawEmpty();
  }

  drawHead() {
    const person = this.person;
    const standing = this.isGroup() ? words.group : person.blocked ? words.blocked : person.role || words.bot;
    this.standing = h("small", {}, standing);
    const parts = [
      avatar(this.title, this.id),
      h("div", { class: "name" }, h("h2", {}, this.title), this.standing),
    ];
    if (this.isGroup()) {
      parts.push(h("select", { "aria-label": words.writingAs, onchange: (event) => { this.writer = Number(event.target.value); this.redraw(); } },
        this.meta.members.map((id) => h("option", { value: String(id), selected: id === this.writer }, this.world.people.get(id)?.name ?? id))));
    } else {
      parts.push(h("span", { class: "tongue", title: words.language }, person.language.toUpperCase()));
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
    else this.foot.replaceChildren(this.composer, this.keys);
    this.commandsButton.hidden = !this.meta.commands?.length;
    this.input.placeholder = this.meta.keyboard?.input_field_placeholder || words.message;
    this.drawKeys();
  }

  drawKeys() {
    const rows = this.meta.keyboard?.keyboard ?? [];
    this.keys.hidden = !rows.length;
    this.keys.replaceChildren(...rows.map((row) => h("div", { class: "row" }, row.map((told) => h("button", {
      type: "button", class: told.style ?? "",
      onclick: () => this.do(act(this.person.id, "press", { label: told.text, ...this.where() })),
    }, told.text)))));
  }

  drawComposer() {
    this.stripe = h("div", { class: "stripe", hidden: true });
    this.hints = h("div", { class: "hints", role: "listbox", "aria-label": words.commands, hidden: true });
    this.input = h("textarea", { rows: 1, placeholder: words.message, "aria-label": words.message, maxLength: 12000,
      oninput: () => { this.grow(); this.suggest(); }, onkeydown: (event) => this.typed(event), onpaste: (event) => this.pasted(event) });
    this.commandsButton = h("button", { type: "button", class: "commands", onclick: () => this.suggest(true) }, icon("menu"), h("span", {}, words.menu));
    this.speak = iconButton("mic", words.voice, () => this.record());
    this.sendButton = h("button", { type: "submit", class: "round send", "aria-label": words.send, title: words.send }, icon("send"));
    this.composer = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.say(this.input.value); } },
      this.hints, this.stripe,
      h("div", { class: "line" }, this.commandsButton,
        iconButton("attach", words.attach, (event) => this.attach(event.currentTarget), { "aria-haspopup": "menu" }),
        this.input, this.speak, this.sendButton));
    this.composer.addEventListener("focusout", (event) => {
      if (!this.composer.contains(event.relatedTarget)) this.hints.hidden = true;
    });
    this.keys = h("div", { class: "keys", hidden: true });
    this.grow();
  }

  // ---- composing

  grow() {
    this.input.style.height = "";
    if (this.input.scrollHeight > 40) this.input.style.height = `${Math.min(this.input.scrollHeight, 132)}px`;
    this.sendButton.hidden = !this.input.value.trim();
    this.speak.hidden = !this.sendButton.hidden;
  }

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      const first = this.hints.hidden ? null : this.hints.querySelector("button");
      if (first && this.input.value.trim() !== first.dataset.command) first.click();
      else this.say(this.input.value);
    } else if (event.key === "Escape") this.settle();
    else if (event.key === "ArrowDown" && !this.hints.hidden) { event.preventDefault(); this.hints.querySelector("button")?.focus(); }
  }

  pasted(event) {
    const files = [...event.clipboardData.files];
    if (files.length) { event.preventDefault(); this.drop(files); }
  }

  drop(files) {
    const all = [...files];
    if (!all.length || this.person.blocked) return;
    const pictures = all.every((file) => /^(image|video)\//.test(file.type));
    const kind = !pictures ? "document" : all.length === 1 && all[0].type.startsWith("video/") ? "video" : "photo";
    this.send(kind, all);
  }

  send(kind, files, more = {}) {
    const caption = kind === "voice" ? "" : this.input.value;
    this.do(upload(this.person.id, kind, files, { caption, ...more, ...this.where() }));
    if (caption) this.settle();
  }

  suggest(all = false) {
    const typed = this.input.value;
    const wanted = all || /^\/\S*$/.test(typed);
    const known = (this.meta.commands ?? []).filter((one) => all || `/${one.command}`.startsWith(typed));
    const open = wanted && known.length > 0 && !(all && !this.hints.hidden);
    this.hints.hidden = !open;
    if (!open) return;
    this.hints.replaceChildren(...known.map((one) => h("button", {
      type: "button", role: "option", "data-command": `/${one.command}`,
      onclick: () => { this.command(`/${one.command}`); this.input.focus(); },
      onkeydown: (event) => this.hinted(event),
    }, h("span", {}, one.description), h("small", {}, `/${one.command}`))));
    if (all) this.hints.querySelector("button").focus();
  }

  hinted(event) {
    const next = event.key === "ArrowDown" ? event.currentTarget.nextElementSibling : event.key === "ArrowUp" ? event.currentTarget.previousElementSibling ?? this.input : null;
    if (next) { event.preventDefault(); next.focus(); }
    if (event.key === "Escape") { this.hints.hidden = true; this.input.focus(); }
  }

  attach(anchor) {
    const pick = (kind, accept, multiple) => () => {
      const input = h("input", { type: "file", accept, multiple, onchange: () => { if (input.files.length) this.send(kind, input.files); } });
      input.click();
    };
    openMenu(anchor, [
      { icon: "photo", label: words.photo, act: pick("photo", "image/*", true) },
      { icon: "file", label: words.document, act: pick("document", "", true) },
      { icon: "send", label: words.video, act: pick("video", "video/*", false) },
      { icon: "mic", label: words.voiceFile, act: pick("voice", "audio/*", false) },
      { icon: "pin", label: words.location, act: () => this.askPlace() },
      this.isGroup() ? null : { icon: "person", label: words.contact,
        act: () => this.do(act(this.person.id, "contact", { phone: `+84${String(this.person.id % 1e9).padStart(9, "0")}` })) },
    ]);
  }

  async askPlace() {
    const told = await ask(words.location, [
      { name: "place", label: words.place, choices: [...PLACES, ["", words.other]] },
      { name: "latitude", label: words.latitude, type: "number", step: "any", placeholder: "18.6796" },
      { name: "longitude", label: words.longitude, type: "number", step: "any", placeholder: "105.6813" },
    ], words);
    if (!told) return;
    const [latitude, longitude] = told.place && !told.latitude ? told.place.split(",") : [told.latitude, told.longitude];
    if (latitude && longitude) this.do(act(this.person.id, "location", { latitude: Number(latitude), longitude: Number(longitude), ...this.where() }));
  }

  async record() {
    if (this.recorder) { this.recorder.stop(); return; }
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { this.attach(this.speak); return; }
    const [pieces, began] = [[], Date.now()];
    const recorder = this.recorder = new MediaRecorder(stream);
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      this.recorder = null;
      this.speak.replaceChildren(icon("mic"));
      this.speak.classList.remove("recording");
      const sound = new File(pieces, "voice.ogg", { type: recorder.mimeType.split(";")[0] || "audio/ogg" });
      this.send("voice", [sound], { duration: Math.max(1, Math.round((Date.now() - began) / 1000)) });
    });
    recorder.start();
    this.speak.replaceChildren(icon("stop"));
    this.speak.classList.add("recording");
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
    const atEnd = this.atEnd();
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

  scrolled() {
    this.last.hidden = this.atEnd();
    if (this.atEnd() && this.world.sees(this)) this.count(0);
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
    setTimeout(() => note.remove(), TOAST_SECONDS * 1000 + text.length * 30);
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

/** A round picture with initials, its colour always the same for the same person. */
export function avatar(name, id) {
  const parts = name.trim().split(/\s+/);
  const initials = parts.length > 1 ? parts[0][0] + parts[parts.length - 1][0] : (parts[0] ?? "?").slice(0, 1);
  return h("span", { class: `avatar hue${Math.abs(id) % 7}`, "aria-hidden": "true" }, initials.toUpperCase());
}

