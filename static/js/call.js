// The screen of a call: saved in place while one types, triage by number keys, one key for each way on, a timer.

const form = document.querySelector("form[data-call]");
const PAUSE = 1200; // milliseconds without a stroke after which is saved
const AT_MOST = 4000; // and at the latest so long after the first stroke
const AGAIN = 5000; // after a lost line
const WRITING = "input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [role=combobox]";

// --- saving ---------------------------------------------------------------------------------------------
const sign = document.querySelector("[data-saved-sign]");
const alarm = form.querySelector("[data-alarm]");
const known = form.querySelector("[data-known]");
let timer = 0;
let firstStroke = 0;
let saving = null; // the sending that is under way
let stopped = false; // refused: another window has written, or the call is settled
let leaving = false; // a button has been pressed, which takes everything along

const PENDING = "还没有保存";
const clock = () => new Date().toLocaleTimeString("zh-CN", { hour12: false });

function later() {
  if (stopped || leaving) return;
  if (!saving) sign.textContent = PENDING;
  clearTimeout(timer);
  firstStroke ||= Date.now();
  timer = setTimeout(save, Math.max(0, Math.min(PAUSE, firstStroke + AT_MOST - Date.now())));
}

async function save() {
  clearTimeout(timer);
  if (saving || stopped || leaving) return;
  firstStroke = timer = 0;
  saving = send();
  const again = await saving;
  saving = null;
  if (again) timer = setTimeout(save, again);
  else if (firstStroke) later(); // typed on meanwhile
}

/** Says after how long to try again; 0 if it is done with. */
async function send() {
  sign.textContent = "正在保存…";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer.ok && told) {
      taken(told);
      return 0;
    }
    if (told?.refusal) {
      stopped = true;
      refuse(told.refusal);
      return 0;
    }
  } catch {
    // the line is down; what was typed stands in the page and is sent as soon as it is back
  }
  sign.textContent = "没有保存，网络恢复后自动再试";
  return AGAIN;
}

function taken(told) {
  form.elements.version.value = told.version;
  document.querySelector("[data-call-state]").textContent = told.state;
  sign.textContent = firstStroke ? PENDING : `${clock()} 已保存`; // typed on meanwhile
  alarm.hidden = told.alarms.length === 0;
  alarm.querySelector("[data-alarm-words]").textContent = told.alarms.join("、");
  if ("known" in told) known.innerHTML = told.known; // the server's own fragment
}

function refuse(words) {
  sign.textContent = "没有保存";
  const note = document.createElement("p");
  note.className = "message message-error";
  note.setAttribute("role", "alert");
  note.textContent = words;
  form.prepend(note);
}

form.addEventListener("input", later);
form.addEventListener("change", later);

// What a button sends stands on the version of the last saving: wait for that one first.
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!saving) {
    leaving = true;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const pressed = event.submitter;
  saving.then(() => form.requestSubmit(pressed ?? undefined));
});
addEventListener("pageshow", () => (leaving = false));
addEventListener("pagehide", () => {
  if (!timer || leaving || stopped) return;
  fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, keepalive: true });
});

// --- triage by keys -------------------------------------------------------------------------------------
const asks = [...form.querySelectorAll("[data-ask]")];
const answered = (ask) => ask.querySelector("input:checked") !== null;
let asked = Math.max(0, asks.findIndex((ask) => !answered(ask)));

function show(next) {
  asked = Math.min(asks.length - 1, Math.max(0, next));
  for (const ask of asks) ask.classList.toggle("is-asked", ask === asks[asked]);
  asks[asked].scrollIntoView({ block: "nearest" });
}

function answer(place) {
  const choice = asks[asked].querySelectorAll("input")[place];
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  if (asked < asks.length - 1) show(asked + 1);
  else form.elements.facts.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const way = form.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (way) {
    event.preventDefault();
    form.requestSubmit(way);
    return;
  }
  if (event.target.closest?.(WRITING)) return;
  if (["1", "2", "3"].includes(event.key)) {
    event.preventDefault();
    answer(Number(event.key) - 1);
  } else if (event.target === document.body || event.target.closest?.("[data-triage]")) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(asked + step);
  }
});
if (!document.querySelector("[data-form-errors]")) {
  show(asked);
  const place = form.elements.whereabouts; // of an emergency: what 110 asks first
  if (place && !place.value) {
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
  } else if (asks.every(answered)) form.elements.facts.focus({ preventScroll: true });
  else form.querySelector("[data-triage]").focus({ preventScroll: true });
}

// --- the timer: what the server's clock said when the page was made, and what has passed since ----------------
const shown = document.querySelector("[data-timer]");
if (!("stopped" in shown.dataset)) {
  const before = Number(shown.dataset.timer);
  const two = (number) => String(number).padStart(2, "0");
  setInterval(() => {
    if ("stopped" in shown.dataset) return; // the telephone system has told that it is over (call_stream.js)
    const seconds = before + Math.floor(performance.now() / 1000);
    shown.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }, 1000);
}
