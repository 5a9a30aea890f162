// A message as a bubble: what it replies to, its files, its text, its time, and its buttons underneath.

import { h, icon } from "./dom.js";
import { formatted } from "./text.js";
import { bytes, local, seconds, words } from "./words.js";

const OPENED = /^\/start [\w-]+$/;
const source = (file) => `/sim/files/${file.file_id}`;

/** A block of one message, or of an album's messages. `doing` is the chat's hands. */
export function bubble(views, doing) {
  const [first] = views;
  const wire = first.message;
  const service = serviceText(wire);
  if (service) return h("div", { class: "service", "data-id": wire.message_id }, service);
  const mine = first.author === doing.reader();
  const said = views.find((view) => view.message.caption) ?? first;
  const text = shownText(said.message, mine);
  const entities = said.message.entities ?? said.message.caption_entities;
  const bare = !text && (wire.photo || wire.video || wire.location || wire.sticker);
  const body = h("div", { class: `bubble${bare ? " bare" : ""}${wire.sticker ? " sticker" : ""}` },
    doing.isGroup() && !mine ? h("div", { class: "who" }, wire.from.first_name) : null,
    wire.forward_origin ? h("div", { class: "forwarded" }, `${words.forwarded} ${origin(wire.forward_origin)}`) : null,
    wire.reply_to_message ? replied(wire.reply_to_message, doing) : null,
    said.message.show_caption_above_media && text ? h("div", { class: "text" }, formatted(text, entities, doing)) : null,
    media(views, doing),
    !said.message.show_caption_above_media && text ? h("div", { class: "text" }, formatted(text, entities, doing)) : null,
    reactions(views),
    meta(views[views.length - 1], mine));
  const whole = h("article", { class: `message ${mine ? "out" : "in"}`, "data-id": wire.message_id, tabIndex: -1 }, body);
  const keyboard = wire.reply_markup?.inline_keyboard;
  if (keyboard) whole.append(buttons(keyboard, wire.message_id, doing));
  body.append(h("button", {
    type: "button", class: "hand", "aria-label": words.more,
    onclick: (event) => doing.offer(event.currentTarget, said, mine),
  }, icon("down")));
  return whole;
}

function serviceText(wire) {
  if (wire.pinned_message) return `${wire.from.first_name} ${words.pinnedService}`;
  if (wire.migrate_to_chat_id || wire.migrate_from_chat_id) return words.moved;
  return "";
}

/** What stands in the bubble. Of a link that was opened the app shows the command, never what it carried. */
function shownText(wire, mine) {
  const text = wire.text ?? wire.caption;
  return mine && OPENED.test(text) ? "/start" : text;
}

function origin(told) {
  return told.sender_user?.first_name ?? told.sender_user_name ?? "…";
}

/** One line that stands for a message, in a reply and in the pinned bar. */
export function inShort(wire) {
  const text = wire.text ?? wire.caption;
  if (text) return text.split("\n")[0];
  if (wire.photo) return words.photo;
  if (wire.document) return wire.document.file_name ?? words.document;
  if (wire.video) return words.video;
  if (wire.voice) return words.voiceFile;
  if (wire.location) return words.location;
  if (wire.contact) return wire.contact.first_name;
  return wire.sticker?.emoji ?? wire.poll?.question ?? "…";
}

function replied(wire, doing) {
  return h("button", { type: "button", class: "replied", onclick: () => doing.show(wire.message_id) },
    h("b", {}, wire.from?.first_name ?? ""), h("span", {}, inShort(wire)));
}

function media(views, doing) {
  const pictures = views.filter((view) => view.message.photo || view.message.video || view.message.animation);
  if (pictures.length > 1) return h("div", { class: `album n${Math.min(pictures.length, 10)}` }, pictures.map(picture));
  if (pictures.length === 1) return picture(pictures[0]);
  return h("div", { class: "attached" }, views.map((view) => attached(view.message, doing)));
}

function picture(view) {
  const wire = view.message;
  if (wire.photo) {
    const best = wire.photo[wire.photo.length - 1];
    const label = wire.caption ?? words.photo;
    const image = h("img", { src: source(best), alt: label, loading: "lazy", style: { "aspect-ratio": `${best.width} / ${best.height}` } });
    const covered = wire.has_media_spoiler ? " covered" : "";
    const shown = h("button", { type: "button", class: `picture${covered}`, "aria-label": label, onclick: () => {
      if (shown.classList.contains("covered")) shown.classList.remove("covered");
      else enlarge(source(best), label);
    } }, image);
    return shown;
  }
  return h("video", { src: source(wire.video ?? wire.animation), controls: true, preload: "metadata", "aria-label": words.video });
}

function enlarge(address, label) {
  const box = h("dialog", { class: "lightbox", "aria-label": label, onclick: () => box.close() },
    h("img", { src: address, alt: label }));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

function attached(wire, doing) {
  if (wire.venue) return place(wire.location, wire.venue.title, wire.venue.address);
  if (wire.location) return place(wire.location, words.location);
  if (wire.document && !wire.animation) return file(wire.document, wire.has_protected_content);
  if (wire.voice) return voice(wire.voice, doing);
  if (wire.audio) return sound(wire.audio, wire.audio.title ?? wire.audio.file_name ?? "");
  if (wire.video_note) return h("video", { class: "round-video", src: source(wire.video_note), controls: true });
  if (wire.sticker) return h("span", { class: "emoji" }, wire.sticker.emoji ?? "✦");
  if (wire.contact) return contact(wire.contact);
  if (wire.poll) return poll(wire.poll);
  return null;
}

function file(told, kept) {
  const ending = (told.file_name ?? "").split(".").pop().slice(0, 4);
  const inside = [
    h("span", { class: `sheet ${/^(pdf|docx?|xlsx?|csv|zip|png|jpe?g)$/i.exec(ending)?.[0].toLowerCase() ?? ""}` }, ending || icon("file")),
    h("span", { class: "about" }, h("b", {}, told.file_name ?? words.document), h("small", {}, bytes(told.file_size))),
  ];
  // What may not be saved may still be looked at, as the app does with what it can show itself.
  const seen = told.mime_type === "application/pdf";
  return kept
    ? h(seen ? "a" : "div", { class: "file", href: seen ? source(told) : null, target: "_blank", rel: "noopener" }, inside)
    : h("a", { class: "file", href: source(told), download: told.file_name ?? "file" }, inside);
}

/** A voice message: a button, the shape of what is said, how long it is or how far it has come. */
function voice(told, doing) {
  const audio = h("audio", { src: source(told), preload: "metadata" });
  const time = h("small", {}, seconds(told.duration));
  const wave = h("span", { class: "wave", "aria-hidden": "true" },
    shape(told.file_unique_id).map((height) => h("i", { style: { height: `${height}%` } })));
  const button = h("button", { type: "button", class: "play", onclick: () => {
    if (audio.paused) audio.play().catch(() => doing.toast(words.cannotPlay));
    else audio.pause();
  } });
  const draw = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", audio.paused ? words.play : words.pause);
  };
  const total = () => told.duration || (Number.isFinite(audio.duration) ? audio.duration : 0);
  const follow = () => {
    const played = total() ? audio.currentTime / total() : 0;
    [...wave.children].forEach((bar, at, bars) => bar.classList.toggle("played", at < played * bars.length));
    time.textContent = seconds(audio.currentTime || total());
  };
  for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, draw);
  for (const event of ["timeupdate", "loadedmetadata"]) audio.addEventListener(event, follow);
  draw();
  return h("div", { class: "voice" }, audio, button, wave, time);
}

/** Heights of bars, in percent, always the same for the same file. */
function shape(name) {
  let state = 7;
  for (const letter of name) state = (state * 31 + letter.charCodeAt(0)) >>> 0;
  return Array.from({ length: 30 }, (_, at) => {
    state = (state * 1103515245 + 12345) >>> 0;
    return 18 + Math.round(((state >>> 16) % 100) * 0.82 * Math.sin(((at + 1) / 31) * Math.PI) ** 0.5);
  });
}

function sound(told, title) {
  return h("div", { class: "sound" }, title ? h("b", {}, title) : null,
    h("audio", { src: source(told), controls: true, preload: "metadata", "aria-label": words.voiceFile }),
    h("small", {}, seconds(told.duration)));
}

function place(point, title, address) {
  const spot = `${point.latitude.toFixed(5)}, ${point.longitude.toFixed(5)}`;
  return h("div", { class: "place" }, h("div", { class: "map", "aria-hidden": "true" }, icon("pin")),
    h("div", { class: "about" }, h("b", {}, title), h("small", {}, address ?? spot)));
}

function contact(told) {
  return h("div", { class: "file" }, h("span", { class: "sheet person" }, icon("person")),
    h("span", { class: "about" }, h("b", {}, `${told.first_name} ${told.last_name ?? ""}`), h("small", {}, told.phone_number)));
}

function poll(told) {
  return h("div", { class: "poll" }, h("b", {}, told.question),
    told.options.map((option) => h("div", {}, h("i", { "aria-hidden": "true" }), option.text)));
}

function reactions(views) {
  const given = views.flatMap((view) => view.reactions ?? []);
  return given.length ? h("div", { class: "reactions" }, given.map((one) => h("span", {}, one.emoji ?? "✦"))) : null;
}

function meta(view, mine) {
  const wire = view.message;
  const marks = [];
  if (wire.has_protected_content) marks.push(h("span", { title: words.protected, "aria-label": words.protected, role: "img" }, icon("lock")));
  if (view.silent) marks.push(h("span", { title: words.silent, "aria-label": words.silent, role: "img" }, icon("mute")));
  if (view.author && wire.edit_date) marks.push(h("span", {}, words.edited));
  return h("span", { class: "meta" }, marks, h("time", {}, local(wire.date * 1000).time), mine ? icon("check") : null);
}

function buttons(rows, message, doing) {
  let index = -1;
  return h("div", { class: "keyboard" }, rows.map((row) => h("div", { class: "row" }, row.map((told) => {
    index += 1;
    const place = index;
    const mark = told.url ? "link" : told.copy_text ? "copy" : null;
    return h("button", {
      type: "button", class: told.style ?? "", title: told.text.length > 24 ? told.text : null,
      onclick: (event) => doing.press(event.currentTarget, message, place),
    }, h("span", {}, told.text), mark ? icon(mark) : null);
  }))));
}
