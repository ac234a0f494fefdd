// What every page needs: dialogs, error summaries, the person menu, the sign that something works, htmx errors.

const live = document.getElementById("live");

/** Says a sentence to screen readers and, if it is bad news, shows it. */
function announce(sentence, { bad = false } = {}) {
  if (live) live.textContent = sentence;
  if (!bad) return;
  const main = document.getElementById("content");
  if (!main) return;
  document.querySelector("[data-announced]")?.remove();
  const note = document.createElement("div");
  note.className = "message message-error";
  note.dataset.announced = "";
  note.textContent = sentence;
  main.prepend(note);
}

// --- what cannot be undone asks first -------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const summary = event.target.closest("details[data-confirm] > summary");
  if (summary) {
    event.preventDefault();
    const details = summary.parentElement;
    const dialog = details.querySelector("dialog");
    details.open = true; // a closed details hides what is in it, the dialog included
    dialog.showModal();
    dialog.addEventListener("close", () => {
      details.open = false;
      summary.focus();
    }, { once: true });
    return;
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
});

for (const details of document.querySelectorAll("details[data-confirm]")) {
  // The server found something wrong in the dialog's form: open it again.
  if (details.querySelector(".field-error, [data-form-errors]")) details.querySelector("summary").click();
}

// --- errors: to the summary first, from there to the field ------------------------------------------------
document.querySelector("[data-form-errors]")?.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-form-errors] a");
  if (!link) return;
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const field = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
  if (!field) return;
  event.preventDefault();
  const visible = field.hidden ? field.closest(".field")?.querySelector("[role=combobox]") : field;
  (visible ?? field).focus();
  (visible ?? field).scrollIntoView({ block: "center" });
});

// --- menus close when one goes elsewhere ------------------------------------------------------------------
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.person[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.person[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// --- the look ---------------------------------------------------------------------------------------------
function choice(selector, name, start) {
  const box = document.querySelector(selector);
  if (!box) return;
  const show = (value) => {
    for (const button of box.querySelectorAll("button")) button.setAttribute("aria-pressed", button.value === value);
  };
  let chosen = start;
  try {
    chosen = localStorage.getItem(name) || start;
  } catch {
    return; // nothing can be kept, so nothing is offered
  }
  box.hidden = false;
  show(chosen);
  box.addEventListener("click", (event) => {
    if (!event.target.value) return;
    localStorage.setItem(name, event.target.value);
    document.dispatchEvent(new Event("portal:look"));
    show(event.target.value);
  });
}
choice("[data-theme-choice]", "portal.theme", "auto");
choice("[data-size-choice]", "portal.size", "normal");

// --- something works --------------------------------------------------------------------------------------
let running = 0;
function busy(change) {
  running = Math.max(0, running + change);
  document.body.classList.toggle("is-busy", running > 0);
}
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.matches?.(".progress-line")) busy(+1);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.matches?.(".progress-line")) busy(-1);
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.method !== "dialog") document.body.classList.add("is-busy");
});
// Ways through the portal; what is fetched as a file stands in no nav, for the page stays and the sign would too.
document.addEventListener("click", (event) => {
  const link = event.target.closest("nav a[href]");
  const opensHere = link && !link.target && !link.hash && event.button === 0;
  if (!opensHere || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  document.body.classList.add("is-busy");
});
window.addEventListener("pageshow", () => {
  running = 0;
  document.body.classList.remove("is-busy");
});

// --- when the line or the session is lost -----------------------------------------------------------------
document.addEventListener("htmx:sendError", () => announce("网络不通，刚才的操作没有完成，请稍后再试。", { bad: true }));
document.addEventListener("htmx:timeout", () => announce("服务器没有及时答复，请稍后再试。", { bad: true }));
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const words = { 403: "没有权限，或登录已失效。请刷新页面后再试。", 404: "要找的内容不存在，或不在您的范围内。", 429: "操作过于频繁，请过一会儿再试。" };
  announce(words[status] ?? `操作没有完成（${status}），请稍后再试。`, { bad: true });
});
// A fragment that was redirected to the login page is the login page: show it whole, and come back after.
document.addEventListener("htmx:beforeSwap", (event) => {
  const url = event.detail.xhr.responseURL ?? "";
  if (!url || !new URL(url).pathname.startsWith("/accounts/login/")) return;
  event.detail.shouldSwap = false;
  const lost = new Event("portal:signed-out", { cancelable: true });
  if (!document.dispatchEvent(lost)) return; // the sitting takes the page away and keeps what was typed
  location.assign(`/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
});

// --- tabs: on a telephone the row moves sideways, and the open one may lie beyond the edge -------------------
function showOpenTab(within) {
  for (const tab of within.querySelectorAll?.(".tabs [aria-current]") ?? []) {
    const row = tab.closest(".tabs");
    if (row.scrollWidth <= row.clientWidth) continue;
    // Of the row alone: the page itself stays where it is.
    const [at, from] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += at.left - from.left - (row.clientWidth - at.width) / 2;
  }
}
showOpenTab(document);
document.addEventListener("htmx:afterSettle", (event) => showOpenTab(event.target.parentElement ?? event.target));

// --- tables: what an update changed is told ----------------------------------------------------------------
document.addEventListener("htmx:afterSettle", (event) => {
  const total = event.target.querySelector?.(".pager-total");
  if (total) announce(total.textContent.trim());
});
