// Text with entities. Offsets count UTF-16 units, which is how JavaScript counts anyway.

import { h } from "./dom.js";
import { local, words } from "./words.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
/** How much of a quote is shown folded, in ems: three lines, as `bubbles.css` has it. */
const FOLD = 4.3;
const SAFE = /^(https?|mailto|tel):/i;

/** `text` as nodes; `doing` knows how to open a link and how to send a command. */
export function formatted(text, entities, doing) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return walk(text, 0, text.length, sorted, doing);
}

function walk(text, from, to, entities, doing) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    const inside = [];
    while (index + 1 < entities.length && entities[index + 1].offset < end) inside.push(entities[(index += 1)]);
    if (start > at) nodes.push(text.slice(at, isBlock(entity) && text[start - 1] === "\n" ? start - 1 : start));
    nodes.push(wrap(entity, text.slice(start, end), walk(text, start, end, inside, doing), doing));
    at = end;
    if (isBlock(entity) && text[at] === "\n") at += 1;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

const isBlock = (entity) => entity.type.endsWith("blockquote") || entity.type === "pre";

function wrap(entity, text, nodes, doing) {
  switch (entity.type) {
    case "text_link": return link(entity.url, nodes, doing);
    case "url": return link(text.includes("://") ? text : `https://${text}`, nodes, doing);
    case "email": return link(`mailto:${text}`, nodes, doing);
    case "phone_number": return link(`tel:${text}`, nodes, doing);
    case "bot_command":
      return h("button", { type: "button", class: "command", onclick: () => doing.command(text) }, nodes);
    case "mention": case "text_mention": case "hashtag": case "cashtag": return h("span", { class: "tag" }, nodes);
    case "spoiler": return spoiler(nodes);
    case "blockquote": return h("blockquote", {}, nodes);
    case "expandable_blockquote": return expandable(nodes);
    case "date_time": return h("time", { title: local(entity.unix_time * 1000).long }, nodes);
    case "pre": return h("pre", {}, h("code", {}, nodes));
    default: return h(TAGS[entity.type] ?? "span", {}, nodes);
  }
}

function link(url, nodes, doing) {
  if (doing.leadsHere(url)) {
    return h("a", { href: url, onclick: (event) => { event.preventDefault(); doing.open(url); } }, nodes);
  }
  if (!SAFE.test(url)) return h("span", { class: "tag" }, nodes);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, nodes);
}

function spoiler(nodes) {
  const show = () => { hidden.classList.add("shown"); hidden.removeAttribute("role"); };
  const hidden = h("span", {
    class: "spoiler", role: "button", tabIndex: 0, "aria-label": words.spoiler, onclick: show,
    onkeydown: (event) => { if (event.key === "Enter") show(); },
  }, nodes);
  return hidden;
}

function expandable(nodes) {
  const inner = h("div", {}, nodes);
  const quote = h("blockquote", { class: "folded" }, inner);
  const toggle = h("button", {
    type: "button", class: "unfold", "aria-expanded": "false", "aria-label": words.expand,
    onclick: () => toggle.setAttribute("aria-expanded", String(!quote.classList.toggle("folded"))),
  });
  quote.append(toggle);
  // What is no longer than its fold has nothing to unfold; how long it is, is known once it stands somewhere.
  new ResizeObserver(() => {
    const size = parseFloat(getComputedStyle(inner).fontSize);
    quote.classList.toggle("long", inner.scrollHeight > FOLD * size);
  }).observe(inner);
  return quote;
}
