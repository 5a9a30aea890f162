// The control API, as the page uses it.

export class Impossible extends Error {}

async function call(method, path, told) {
  const form = told instanceof FormData;
  const answer = await fetch(path, {
    method, body: told === undefined ? undefined : form ? told : JSON.stringify(told),
    headers: told === undefined || form ? {} : { "Content-Type": "application/json" },
  });
  const got = await answer.json();
  if (!answer.ok) throw new Impossible(got.error ?? `${answer.status}`);
  return got;
}

export const read = (path) => call("GET", path);
export const tell = (path, told = {}) => call("POST", path, told);
export const change = (path, told) => call("PATCH", path, told);
export const act = (person, name, told = {}) => tell(`/sim/people/${person}/${name}`, told);

/** Send files as a person: several photos or documents become an album. */
export function upload(person, kind, files, more = {}) {
  const form = new FormData();
  form.append("kind", kind);
  for (const [name, value] of Object.entries(more)) if (value) form.append(name, String(value));
  [...files].forEach((file, index) => form.append(`file${index}`, file, file.name || "file"));
  return tell(`/sim/people/${person}/upload`, form);
}

/** What happens, as it happens; `heard` gets (kind, data), and "hello" again after each reconnection. */
export function listen(heard, lost) {
  const source = new EventSource("/sim/events");
  for (const kind of ["hello", "message", "removed", "cleared", "chat", "people", "profile", "answer", "action", "reset", "clock"])
    source.addEventListener(kind, (event) => heard(kind, JSON.parse(event.data)));
  source.addEventListener("error", lost);
}
