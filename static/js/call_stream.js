// Opens a call on the screen of the agent at whose extension it rings. On a page where she may be typing only a banner
// says so. What was told stands in the database: after a lost line, or a page later, nothing is missing.

const box = document.querySelector("[data-stream]");
const opens = "opens" in box.dataset; // nothing is typed on this page
const here = box.dataset.of; // the call that this page shows
const AGAIN = 3000; // milliseconds after which a refused stream is tried again, at first
const LONGEST = 60000;
const KEPT = 50;
const LAST = "call-stream-last";
const OPENED = "call-stream-opened";

const words = box.querySelector("[data-stream-words]");
const link = box.querySelector("a");
const opened = new Set(JSON.parse(sessionStorage.getItem(OPENED) ?? "[]"));
let wait = AGAIN;

function open(address) {
  const url = new URL(address, location.href);
  const last = sessionStorage.getItem(LAST);
  if (last) url.searchParams.set("after", last);
  const source = new EventSource(url, { withCredentials: true });
  for (const kind of ["ringing", "answered", "ended", "gone"]) {
    source.addEventListener(kind, (event) => told(kind, event.lastEventId, JSON.parse(event.data)));
  }
  source.addEventListener("open", () => (wait = AGAIN));
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return; // the browser asks again by itself
    // Refused, not lost: the same stream of the web itself, where another address was named.
    setTimeout(() => open(box.dataset.streamHere), wait);
    wait = Math.min(LONGEST, wait * 2);
  });
}

function told(kind, id, { call, url, line }) {
  sessionStorage.setItem(LAST, String(Math.max(Number(id), Number(sessionStorage.getItem(LAST) ?? 0))));
  const first = !opened.has(id);
  opened.add(id);
  sessionStorage.setItem(OPENED, JSON.stringify([...opened].slice(-KEPT)));
  if (kind === "ended" || kind === "gone") {
    over(String(call), kind);
    return;
  }
  if (String(call) === here) {
    if (kind === "answered" && opens && first) location.reload(); // its screen
    return;
  }
  if (opens && first) {
    location.assign(url);
    return;
  }
  words.textContent = `${kind === "ringing" ? "来电振铃" : "已接听来电"} ${line}`;
  link.href = url;
  box.dataset.shown = call;
  box.hidden = false;
}

function over(call, kind) {
  if (box.dataset.shown === call) box.hidden = true;
  if (call !== here) return;
  const timer = document.querySelector("[data-timer]");
  if (kind === "ended" && timer) {
    timer.dataset.stopped = "";
    document.querySelector("[data-hung-up]")?.removeAttribute("hidden");
  } else if (opens) location.reload();
}

open(box.dataset.stream);
