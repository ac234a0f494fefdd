// [data-photo-item]: sends each photo of a check as soon as it is taken, one after another, so that a slow line loses
// none: what did not get through waits in the page and is sent again by a press, or when the line is back.
// Without script the photos go with the form.

const waiting = []; // { file, item, note }
let sending = false;

for (const item of document.querySelectorAll("[data-photo-item]")) {
  const input = item.querySelector("input[type=file]");
  input?.addEventListener("change", () => {
    for (const file of input.files) waiting.push({ file, item, note: noted(item, file) });
    input.value = ""; // else the form would send them once more
    next();
  });
}

function noted(item, file) {
  const note = document.createElement("div");
  note.className = "check-sending";
  note.innerHTML = '<progress max="100" value="0"></progress><span role="status"></span>';
  note.querySelector("progress").setAttribute("aria-label", `${file.name} 的上传进度`);
  note.querySelector("span").textContent = "等待上传";
  item.append(note);
  return note;
}

function next() {
  if (sending || !waiting.length) return;
  sending = true;
  const { file, item, note } = waiting[0];
  const [bar, words] = [note.querySelector("progress"), note.querySelector("span")];
  const body = new FormData();
  body.set("photo", file);
  body.set("csrfmiddlewaretoken", item.closest("form").elements.csrfmiddlewaretoken.value);
  const request = new XMLHttpRequest();
  request.open("POST", item.dataset.photoItem);
  request.timeout = 120_000; // milliseconds
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = total ? Math.round((100 * loaded) / total) : 0;
    words.textContent = bar.value < 100 ? `已上传 ${bar.value}%` : "正在检查照片……";
  });
  request.addEventListener("load", () => {
    // Whoever is signed out was led to the door: the photo waits here until she is back.
    const arrived = request.status === 200 && new URL(request.responseURL).pathname === item.dataset.photoItem;
    if (arrived) {
      item.parentElement.querySelector("[data-photos]").innerHTML = request.responseText;
      settle(note, "");
    } else if (request.status === 400 || request.status === 409) settle(note, request.responseText);
    else stop(note, request.status === 200 ? "登录已失效，请在另一页登录后再传。" : "没有传上去，照片还在本页。");
  });
  request.addEventListener("error", () => stop(note, "网络不通，照片还在本页。"));
  request.addEventListener("timeout", () => stop(note, "网络太慢，照片还在本页。"));
  request.send(body);
}

/** It is there, or was refused for good: the next one. */
function settle(note, refusal) {
  waiting.shift();
  sending = false;
  if (refusal) {
    note.querySelector("progress").remove();
    note.querySelector("span").textContent = refusal;
    note.classList.add("field-error");
  } else note.remove();
  next();
}

/** It waits, and all behind it: a press or the line sends them. */
function stop(note, why) {
  sending = false;
  note.querySelector("span").textContent = why;
  if (note.querySelector("button")) return;
  note.append(button("重新上传", next), button("不传了", () => settle(note, "")));
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

addEventListener("online", next);
// The form holds no photos any more, and the page that answers would not either: first they, then the form.
document.addEventListener("submit", (event) => {
  if (!waiting.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting[0].note.querySelector("span").textContent = "这张照片还没有传上去，传完再保存。";
  waiting[0].note.scrollIntoView({ block: "center" });
  next();
}, { capture: true });
// Leaving would lose what waits: the browser asks.
addEventListener("beforeunload", (event) => {
  if (waiting.length) event.preventDefault();
});
