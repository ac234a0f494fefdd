// The sitting: warns two minutes before it ends for want of use, and takes the page away once it has ended. What was
// typed stays in this page's memory, in no store and not in the document, until the same person has signed in again.

const root = document.documentElement;
const user = root.dataset.user;
const idle = Number(root.dataset.idle) * 1000;
const WARN = 120 * 1000;
const TELL = Math.min(180 * 1000, idle / 6); // a hand at the keyboard is told to the server so often
const LOOK = 5 * 1000;

let endsAt = Date.now() + idle - 60 * 1000; // the server counts by the minute
let hand = 0; // when keyboard or mouse were last used, and when the server last heard of it
let told = Date.now();
let asking = false;
let bar = null;
let typed = false; // something that would be lost
let leaving = false;
let held = null; // the page, while it is taken away

const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

/** Asks how long there is left; with `use`, says that somebody is there. */
async function ask({ use = false } = {}) {
  if (asking) return;
  asking = true;
  try {
    const headers = use ? { "X-CSRFToken": csrf() } : {};
    const answer = await fetch("/accounts/stay/", { method: use ? "POST" : "GET", headers, redirect: "error" });
    if (answer.status === 401) return takeAway();
    if (!answer.ok) return;
    const sitting = await answer.json();
    if (String(sitting.user) !== user) return location.replace("/"); // somebody else sits here now
    endsAt = Date.now() + sitting.left * 1000;
    if (use) told = Date.now();
    giveBack(sitting.token);
    if (sitting.left * 1000 > WARN) bar = bar?.remove() ?? null;
  } catch {
    // the line is down: what it says is not known, and the page stays as it is until its time is over
    if (Date.now() >= endsAt) takeAway({ online: false });
  } finally {
    asking = false;
  }
}

async function look() {
  if (held) return;
  const left = endsAt - Date.now();
  if (hand > told && Date.now() - told >= TELL) await ask({ use: true });
  else if (hand > told && left <= WARN) await ask({ use: true });
  else if (left <= 0 || (left <= WARN && !bar)) await ask(); // perhaps another window is in use
  if (!held && endsAt - Date.now() <= WARN) warn();
}

function warn() {
  if (!bar) {
    bar = document.createElement("div");
    bar.className = "stay-bar no-print";
    bar.setAttribute("role", "alert");
    const words = document.createElement("span");
    bar.append(words, button("继续工作", "btn btn-primary", () => ask({ use: true })));
    document.body.append(bar);
    count();
  }
}

function count() {
  if (!bar || held) return;
  const seconds = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
  const words = `您已有一段时间没有操作，${Math.floor(seconds / 60)} 分 ${String(seconds % 60).padStart(2, "0")} 秒后将自动退出。`;
  bar.firstChild.textContent = words;
  if (seconds === 0) ask();
  setTimeout(count, 1000);
}

/** The sitting is over: to the sign-in page, or, where something would be lost by that, the page out of sight. */
function takeAway({ online = true } = {}) {
  if (held) return;
  leaving = online && !typed;
  if (leaving) return location.assign(`/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
  bar = bar?.remove() ?? null;
  held = { page: document.createDocumentFragment(), title: document.title, top: scrollY };
  held.page.append(...document.body.childNodes);
  document.title = "请重新登录";
  document.body.append(cover());
  document.querySelector(".cover a").focus();
}

function cover() {
  const page = element("main", "entrance cover");
  const box = element("section", "entrance-box");
  const link = element("a", "btn btn-primary", "重新登录（打开新窗口）");
  link.href = "/accounts/login/?next=/accounts/again/";
  link.target = "_blank";
  box.append(
    element("h1", "", "请重新登录"),
    element("p", "", "您的登录已结束，本页内容已经遮住。填写的内容还在这个窗口里：登录后回到这里，可以接着填。"),
    link,
    button("已经登录，继续", "btn cover-go", () => ask()),
    element("p", "entrance-after", "请不要关闭或刷新这个窗口，否则没有提交的内容会丢失。换人使用这台电脑时，请关闭它。"),
  );
  page.append(box);
  return page;
}

/** The same person is back: the page is as she left it, with the tokens of the new sitting. */
function giveBack(token) {
  if (held) {
    const { page, title, top } = held;
    held = null;
    document.body.replaceChildren(page);
    document.title = title;
    scrollTo(0, top);
  }
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}

function element(name, classes, words = "") {
  const made = document.createElement(name);
  made.className = classes;
  made.textContent = words;
  return made;
}

function button(label, classes, act) {
  const made = element("button", classes, label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

if (user && idle) {
  for (const sign of ["pointerdown", "keydown", "wheel", "touchstart", "input"]) {
    addEventListener(sign, () => (hand = Date.now()), { passive: true });
  }
  setInterval(look, LOOK);
  // A machine that slept, a window that comes back, another window that has signed in again.
  document.addEventListener("visibilitychange", () => !document.hidden && (held || Date.now() >= endsAt) && ask());
  addEventListener("focus", () => held && ask());
  // Back to a page that the browser kept, maybe after she has left: out of sight until the server has been asked.
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    root.hidden = true;
    await ask();
    root.hidden = leaving;
  });
  new BroadcastChannel("portal.sitting").addEventListener("message", () => held && ask());
  for (const sign of ["input", "change"]) {
    addEventListener(sign, (event) => (typed ||= event.target.form?.method === "post"));
  }
  // A fragment led to the sign-in page instead.
  document.addEventListener("portal:signed-out", (event) => {
    event.preventDefault();
    takeAway();
  });
  // What would be lost at the sign-in page is not sent there.
  document.addEventListener("submit", (event) => {
    if (Date.now() < endsAt) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask();
  }, { capture: true });
}
