// Where a person writes: text, commands, replies and edits, files, a voice, a place; and the reply keyboard below.

import { act, upload } from "./api.js";
import { inShort } from "./bubbles.js";
import { ask, h, icon, iconButton, openMenu } from "./dom.js";
import { words } from "./words.js";

const PLACES = [
  ["18.6796,105.6813", "Vinh"], ["18.8131,105.7163", "Cửa Lò"], ["18.9786,105.5931", "Diễn Châu"],
  ["19.0503,104.8836", "Con Cuông"], ["19.4061,104.1444", "Kỳ Sơn"],
];
const ONE_LINE = 40;

export class Composer {
  constructor(chat) {
    this.chat = chat;
    this.replyTo = null;
    this.editing = null;
    this.draw();
  }

  /** What stands around the chat changed: its commands, its keyboard, the words to write under. */
  refresh() {
    this.commandsButton.hidden = !this.chat.meta.commands?.length;
    this.input.placeholder = this.chat.meta.keyboard?.input_field_placeholder || words.message;
    this.drawKeys();
  }

  draw() {
    this.stripe = h("div", { class: "stripe", hidden: true });
    this.hints = h("div", { class: "hints", role: "listbox", "aria-label": words.commands, hidden: true,
      onpointerdown: (event) => event.preventDefault() });
    this.input = h("textarea", { rows: 1, placeholder: words.message, "aria-label": words.message, maxLength: 12000,
      oninput: () => { this.grow(); this.suggest(); }, onkeydown: (event) => this.typed(event), onpaste: (event) => this.pasted(event) });
    this.commandsButton = h("button", { type: "button", class: "commands", onclick: () => this.suggest(true) }, icon("menu"), h("span", {}, words.menu));
    this.speak = iconButton("mic", words.voice, () => this.record());
    this.sendButton = h("button", { type: "submit", class: "round send", "aria-label": words.send, title: words.send }, icon("send"));
    this.element = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.say(this.input.value); } },
      this.hints, this.stripe,
      h("div", { class: "line" }, this.commandsButton,
        iconButton("attach", words.attach, (event) => this.attach(event.currentTarget), { "aria-haspopup": "menu" }),
        this.input, this.speak, this.sendButton));
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget)) this.hints.hidden = true;
    });
    this.keys = h("div", { class: "keys", hidden: true });
    this.grow();
  }

  /** Send, or change what is being edited; what could not be sent comes back into the field. */
  async say(text) {
    if (!text.trim()) return;
    const { person } = this.chat;
    const saying = this.editing
      ? act(person.id, "edit", { message_id: this.editing, text })
      : act(person.id, "send", { text, reply_to: this.replyTo ?? 0, ...this.chat.where() });
    this.settle();
    if (!(await this.chat.do(saying)) && !this.input.value) {
      this.input.value = text;
      this.grow();
    }
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

  grow() {
    this.input.style.height = "";
    if (this.input.scrollHeight > ONE_LINE) this.input.style.height = `${Math.min(this.input.scrollHeight, 132)}px`;
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
    if (!all.length || this.chat.person.blocked) return;
    const pictures = all.every((file) => /^(image|video)\//.test(file.type));
    const kind = !pictures ? "document" : all.length === 1 && all[0].type.startsWith("video/") ? "video" : "photo";
    this.send(kind, all);
  }

  send(kind, files, more = {}) {
    const caption = kind === "voice" ? "" : this.input.value;
    this.chat.do(upload(this.chat.person.id, kind, files, { caption, ...more, ...this.chat.where() }));
    if (caption) this.settle();
  }

  suggest(all = false) {
    const typed = this.input.value;
    const wanted = all || /^\/\S*$/.test(typed);
    const known = (this.chat.meta.commands ?? []).filter((one) => all || `/${one.command}`.startsWith(typed));
    const open = wanted && known.length > 0 && !(all && !this.hints.hidden);
    this.hints.hidden = !open;
    if (!open) return;
    this.hints.replaceChildren(...known.map((one) => h("button", {
      type: "button", role: "option", "data-command": `/${one.command}`,
      onclick: () => { this.chat.command(`/${one.command}`); this.input.focus(); },
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
      this.chat.isGroup() ? null : { icon: "person", label: words.contact,
        act: () => this.chat.do(act(this.chat.person.id, "contact", { phone: `+84${String(this.chat.person.id % 1e9).padStart(9, "0")}` })) },
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
    if (latitude && longitude) this.chat.do(act(this.chat.person.id, "location", { latitude: Number(latitude), longitude: Number(longitude), ...this.chat.where() }));
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

  drawKeys() {
    const rows = this.chat.meta.keyboard?.keyboard ?? [];
    this.keys.hidden = !rows.length;
    this.keys.replaceChildren(...rows.map((row) => h("div", { class: "row" }, row.map((told) => h("button", {
      type: "button", class: told.style ?? "",
      onclick: () => this.chat.do(act(this.chat.person.id, "press", { label: told.text, ...this.chat.where() })),
    }, told.text)))));
  }
}
