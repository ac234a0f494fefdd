// A form is sent once: a second click waits for the answer of the first. The button says that it works.

const WORKING = "正在提交…";
const labels = new Map(); // what stood on a button before it said that it works

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  const pressed = event.submitter ?? form.querySelector("button[type=submit], button:not([type])");
  if (!pressed) return;
  // Disabled only after the form's data is taken, or the pressed button's own value would be lost.
  setTimeout(() => {
    labels.set(pressed, [...pressed.childNodes]);
    pressed.textContent = form.dataset.working ?? WORKING;
    pressed.disabled = true;
  });
});

function again(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  for (const pressed of form.querySelectorAll("button")) {
    if (!labels.has(pressed)) continue;
    pressed.disabled = false;
    pressed.replaceChildren(...labels.get(pressed));
    labels.delete(pressed);
  }
}

// Back from the next page, from the browser's memory: the form may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sent]")) again(form);
});

// A line that is down at the moment of sending shows the browser's error page; what was typed is in the draft.
addEventListener("offline", () => sayLine("网络已断开。填写的内容保存在本机，网络恢复后再提交。"));
addEventListener("online", () => sayLine(""));

function sayLine(sentence) {
  const live = document.getElementById("live");
  if (live) live.textContent = sentence;
  document.querySelector("[data-line]")?.remove();
  if (!sentence) return;
  const note = document.createElement("div");
  note.className = "message message-warning";
  note.dataset.line = "";
  note.textContent = sentence;
  document.getElementById("content")?.prepend(note);
}
