// The clock in the bar. The simulator's own follows the product's demo clock, when there is one to move.

import { tell } from "./api.js";
import { ask, h, icon, openMenu } from "./dom.js";
import { language, local, words } from "./words.js";

const HOUR = 3600_000;
const STEPS = [["hour", HOUR], ["day", 24 * HOUR], ["week", 168 * HOUR]];
const RETRY = 5_000;
const APART = 2_000;

export class ClockBar {
  constructor(failed) {
    this.failed = failed;
    this.offset = 0;
    this.address = "";
    this.choices = [];
    this.element = h("div", { class: "clock" });
    setInterval(() => this.tick(), 1000);
  }

  now() { return Date.now() + this.offset; }

  /** What the simulator says of the time. */
  follow(told) {
    this.offset = Date.parse(told.now) - Date.now();
    const moved = told.clock_url !== this.address;
    this.address = told.clock_url;
    if (moved && this.address) this.consult();
    this.draw();
  }

  async consult() {
    clearTimeout(this.again);
    try {
      await this.adopt(await fetchClock(this.address));
    } catch {
      this.again = setTimeout(() => this.consult(), RETRY);
    }
  }

  async adopt(told) {
    this.choices = told.choices ?? [];
    const apart = Math.abs(Date.parse(told.now) - this.now());
    this.offset = Date.parse(told.now) - Date.now();
    this.draw();
    if (apart > APART) await tell("/sim/clock", { now: told.now });
  }

  async move(told) {
    try {
      const came = await fetchClock(this.address, told);
      this.choices = came.choices ?? [];
      this.offset = Date.parse(came.now) - Date.now();
      this.draw();
      await tell("/sim/clock", { now: came.now });
    } catch (error) {
      this.failed(`${words.clockFailed}: ${error.message}`);
    }
  }

  to(milliseconds) { return this.move({ to: new Date(milliseconds).toISOString() }); }

  draw() {
    this.time = h("time", { "aria-live": "off" }, local(this.now()).long);
    const parts = [icon("clock"), this.time];
    if (this.address) {
      const [first] = this.choices;
      if (first) parts.push(h("button", { type: "button", class: "step first", title: named(first), "aria-label": named(first), onclick: () => this.move({ choice: first.id }) }, icon("next"), h("span", {}, named(first))));
      parts.push(h("button", { type: "button", class: "step", "aria-haspopup": "menu", onclick: (event) => this.offer(event.currentTarget) },
        this.choices.length ? words.milestones : words.moveClock, icon("down")));
      for (const [label, step] of STEPS)
        parts.push(h("button", { type: "button", class: "step by", onclick: () => this.to(this.now() + step) }, words[label]));
    }
    this.element.replaceChildren(...parts);
  }

  async offer(anchor) {
    await this.consult();
    const known = this.choices.map((choice) => ({
      icon: "next", label: named(choice), more: choice.at ? local(Date.parse(choice.at)).long : "", act: () => this.move({ choice: choice.id }),
    }));
    const steps = STEPS.map(([label, step]) => ({ icon: "plus", label: words[label], class: "by", act: () => this.to(this.now() + step) }));
    const shown = this.element.querySelector("button[aria-haspopup]") ?? anchor; // drawn anew meanwhile
    openMenu(shown, [...known, ...steps, { icon: "clock", label: words.choose, act: () => this.choose() }], { class: "menu milestones" });
  }

  async choose() {
    const told = await ask(words.choose, [{ name: "when", label: words.when, type: "datetime-local", value: local(this.now()).iso, required: true }], words);
    if (told?.when) this.to(Date.parse(`${told.when}:00+07:00`));
  }

  tick() { if (this.time) this.time.textContent = local(this.now()).long; }
}

/** A choice's label: one text, or one for each language. */
const named = (choice) => choice.label[language] ?? choice.label;

async function fetchClock(address, told) {
  const answer = await fetch(address, told && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(told) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
