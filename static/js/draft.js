// Drafts: what is typed into a form with data-draft="key" is kept in this browser until the server has saved it.
// A draft belongs to one user; it outlives a lost line and a lost session, and is offered to nobody else.

const PREFIX = "portal.draft.";
const KEPT_FOR = 7 * 24 * 3600 * 1000;
const user = document.documentElement.dataset.user;

const nameOf = (key) => `${PREFIX}${user}.${key}`;

function store() {
  try {
    localStorage.setItem(`${PREFIX}probe`, "1");
    localStorage.removeItem(`${PREFIX}probe`);
    return localStorage;
  } catch {
    return null; // private windows: the page works, only without drafts
  }
}
const kept = store();

function read(name) {
  try {
    return JSON.parse(kept.getItem(name));
  } catch {
    return null;
  }
}

/** Drops drafts that are too old, of whomever. */
function tidy() {
  for (const name of Object.keys(kept)) {
    if (!name.startsWith(PREFIX)) continue;
    const draft = read(name);
    if (!draft?.at || Date.now() - draft.at > KEPT_FOR) kept.removeItem(name);
  }
}

function keepable(field) {
  if (!field.name || field.name === "csrfmiddlewaretoken" || field.closest("[data-no-draft]")) return false;
  // A hidden key that makes a second sending of the same form harmless has to come back with the draft.
  if (field.type === "hidden") return "draftKeep" in field.dataset;
  return !["password", "file", "submit", "button", "reset", "fieldset"].includes(field.type);
}

function collect(form) {
  const values = {};
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    const list = (values[field.name] ??= []);
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) list.push(field.value);
    } else if (field.multiple) {
      list.push(...[...field.selectedOptions].map((option) => option.value));
    } else if (field.tagName === "SELECT") {
      // A remote type-ahead adds its options as they are chosen, so the words are kept too.
      const option = field.selectedOptions[0];
      list.push(field.value);
      if (field.value && field.dataset.source) list.push(option?.textContent ?? "");
    } else {
      list.push(field.value);
    }
  }
  return values;
}

function restore(form, values) {
  for (const field of form.elements) {
    if (!keepable(field) || !(field.name in values)) continue;
    const list = values[field.name];
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = list.includes(field.value);
    } else if (field.multiple) {
      for (const option of field.options) option.selected = list.includes(option.value);
    } else {
      const [value, words] = list;
      if (field.dataset.source && value && ![...field.options].some((option) => option.value === value)) {
        field.add(new Option(words, value));
      }
      field.value = value ?? "";
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const clock = (at) => {
  const day = new Date(at);
  const two = (number) => String(number).padStart(2, "0");
  const time = `${two(day.getHours())}:${two(day.getMinutes())}`;
  return day.toDateString() === new Date().toDateString() ? time : `${day.getMonth() + 1} 月 ${day.getDate()} 日 ${time}`;
};

function offer(form, draft, { take, drop }) {
  const box = document.createElement("div");
  box.className = "draft-offer";
  box.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = `发现 ${clock(draft.at)} 未提交的草稿。`;
  const answer = (act) => () => {
    box.remove();
    act();
    form.querySelector("input:not([type=hidden]), select, textarea")?.focus(); // the button is gone: the keyboard goes on
  };
  box.append(words, button("恢复", "btn btn-primary", answer(take)), button("放弃", "btn", answer(drop)));
  form.before(box);
}

function button(label, classes, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = classes;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function watch(form) {
  const name = nameOf(form.dataset.draft);
  const start = JSON.stringify(collect(form));
  // After a refusal by the server the form already holds what was typed: nothing to offer.
  const answered = Boolean(document.querySelector("[data-form-errors]"));
  let waiting = null; // the draft that is offered and not yet answered; typing on must not lose it
  const propose = (draft) => {
    if (!draft || answered || JSON.stringify(draft.values) === start) return;
    waiting = draft;
    offer(form, draft, {
      take: () => {
        waiting = null;
        restore(form, draft.values);
        save();
      },
      drop: () => {
        waiting = null;
        if (draft.older) kept.setItem(name, JSON.stringify(draft.older));
        else kept.removeItem(name);
        save();
        propose(draft.older);
      },
    });
  };
  const sign = form.querySelector("[data-draft-sign]");
  let timer = 0;
  function save() {
    clearTimeout(timer);
    timer = 0;
    const values = collect(form);
    if (JSON.stringify(values) === start && !answered) return;
    try {
      kept.setItem(name, JSON.stringify({ at: Date.now(), values, older: waiting ?? undefined }));
      if (sign) sign.textContent = `草稿已保存在本机 ${clock(Date.now())}`;
    } catch {
      if (sign) sign.textContent = "本机存储已满，草稿没有保存";
    }
  }
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", save);
  addEventListener("pagehide", () => timer && save());
  document.addEventListener("visibilitychange", () => document.hidden && timer && save());
  propose(read(name));
}

if (kept && user) {
  tidy();
  // The server says which draft it has saved; only then is it dropped.
  for (const done of document.querySelectorAll("[data-draft-done]")) kept.removeItem(nameOf(done.dataset.draftDone));
  for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
}
