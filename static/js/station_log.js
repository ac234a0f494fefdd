// The log of a station on a bad line: what cannot be sent stays in this browser and is sent when the line is back.
// Each entry carries its own name, so that the server takes it once however often it comes. Nothing personal stands in it.

const form = document.querySelector("form[data-station-log]");
const user = document.documentElement.dataset.user;
const name = form && `portal.log.${user}.${form.dataset.stationLog}`;
const box = document.querySelector("[data-log-waiting]");

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
};
function keep(entries) {
  try {
    if (entries.length) localStorage.setItem(name, JSON.stringify(entries));
    else localStorage.removeItem(name);
    return true;
  } catch {
    return false; // a private window: the form keeps what was typed
  }
}

/** Sends one entry: "sent", "later" (no line, or signed out), or the sentence by which it was refused. */
async function send(values) {
  const body = new URLSearchParams(values);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST", body, headers: { "X-Log-Entry": "1" }, redirect: "manual", signal: AbortSignal.timeout(15000),
    });
  } catch {
    return { state: "later", words: "网络不通" };
  }
  if (answer.status === 201) return { state: "sent" };
  if (answer.type === "opaqueredirect") return { state: "later", words: "登录已过期，请重新登录" };
  if (answer.status >= 500 || answer.status === 429) return { state: "later", words: "服务器忙" };
  const said = await answer.json().catch(() => ({}));
  return { state: "refused", words: said.error ?? "没有登记，请刷新页面后再试。" };
}

function say(sentence) {
  document.querySelector("[data-log-said]")?.remove();
  if (!sentence) return;
  const note = document.createElement("div");
  note.className = "message message-error";
  note.setAttribute("role", "alert");
  note.dataset.logSaid = "";
  note.textContent = sentence;
  form.before(note);
  note.scrollIntoView({ block: "nearest" });
}

function show(why = "") {
  const entries = read();
  box.hidden = !entries.length;
  if (!entries.length) return;
  const refused = entries.filter((entry) => entry.refused);
  const words = box.querySelector("[data-log-words]");
  words.textContent = `${entries.length} 条服务记录存在本机，${why ? `${why}，` : ""}联网后自动提交。`;
  if (refused.length) words.textContent += `其中 ${refused.length} 条没有被接受：${refused[0].refused}`;
  box.querySelector("[data-log-drop]").hidden = !refused.length;
}

let flushing = false;
async function flush() {
  if (flushing || !read().length) return;
  flushing = true;
  let sent = 0;
  let why = "";
  for (const entry of read().filter((one) => !one.refused)) {
    const answer = await send(entry.values);
    if (answer.state === "later") {
      why = answer.words;
      break;
    }
    if (answer.state === "sent") sent += 1;
    const others = read();
    const place = others.findIndex((one) => one.values.submission === entry.values.submission);
    if (place < 0) continue; // another window was quicker
    if (answer.state === "sent") others.splice(place, 1);
    else others[place].refused = answer.words;
    keep(others);
  }
  flushing = false;
  show(why);
  if (sent) location.reload();
}

/** The form as it was in the beginning, with a name of its own for the next entry. */
function begin() {
  form.elements.people.value = 1;
  form.elements.words.value = "";
  form.elements.day.value = form.elements.day.defaultValue;
  form.elements.submission.value = crypto.randomUUID();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

async function log(event) {
  if (!event.submitter?.value || !globalThis.crypto?.randomUUID) return; // an old browser sends the form itself
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const values = Object.fromEntries(new FormData(form, event.submitter));
  delete values.csrfmiddlewaretoken;
  say("");
  const answer = await send(values);
  form.removeAttribute("aria-busy");
  if (answer.state === "sent") return location.reload();
  if (answer.state === "refused") return say(answer.words);
  if (!keep([...read(), { at: Date.now(), values }])) return say(`${answer.words}，没有登记；填写的内容还在，请稍后再按。`);
  begin();
  show(answer.words);
}

for (const step of document.querySelectorAll("[data-step]")) {
  step.addEventListener("click", () => {
    const people = form.elements.people;
    people.value = Math.max(1, (Number.parseInt(people.value, 10) || 0) + Number(step.dataset.step));
    people.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

if (form) {
  form.addEventListener("submit", log);
  box.querySelector("[data-log-drop]").addEventListener("click", () => {
    keep(read().filter((entry) => !entry.refused));
    show();
  });
  addEventListener("online", flush);
  show();
  flush();
  setInterval(flush, 60_000);
}
