// The keyboard: / finds, j and k walk through rows, Enter opens or moves on, Ctrl+Enter submits, ? explains.

const help = document.getElementById("keys-help");
const opener = document.querySelector("[data-keys-help]");
if (opener && help) {
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
}

const WRITING = "input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable], [role=combobox]";
// Inputs in which Enter would submit a half-filled form.
const ONE_LINE = "input:not([type=submit]):not([type=button]):not([type=reset]):not([type=file]):not([type=image]), select";

function rows() {
  return [...document.querySelectorAll("[data-rows] tbody tr")].filter((row) => row.querySelector("a[href]"));
}

function walk(step) {
  const all = rows();
  if (!all.length) return false;
  const now = all.findIndex((row) => row.classList.contains("is-current"));
  const next = all[Math.min(all.length - 1, Math.max(0, now < 0 ? 0 : now + step))];
  for (const row of all) row.classList.toggle("is-current", row === next);
  next.querySelector("a[href]").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function moveOn(input) {
  const fields = [...input.form.elements].filter(
    (field) => field.type !== "hidden" && !field.disabled && (field.checkVisibility?.() ?? field.offsetParent !== null) && field.tabIndex >= 0 && field.type !== "fieldset",
  );
  const here = fields.indexOf(input);
  // Of a group of radio buttons only one is a stop.
  const next = fields.slice(here + 1).find((field) => !(field.type === "radio" && field.name === input.name));
  const stop = next?.type === "radio" ? (input.form.querySelector(`input[name="${CSS.escape(next.name)}"]:checked`) ?? next) : next;
  stop?.focus();
}

function onEnter(event) {
  const field = event.target;
  const form = field.form;
  if (!form) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[type=submit], button:not([type])") ?? undefined);
    return;
  }
  const moves = form.method === "post" && !form.hasAttribute("data-enter-submits") && field.matches(ONE_LINE);
  if (moves && !event.isComposing) {
    event.preventDefault();
    moveOn(field);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  if (event.key === "Enter") {
    onEnter(event);
    return;
  }
  if (event.key === "Escape" && event.target.id === "search-box") {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(WRITING) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    const box = document.getElementById("search-box");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "?" && help) {
    event.preventDefault();
    help.showModal();
  } else if ((event.key === "j" || event.key === "k") && walk(event.key === "j" ? 1 : -1)) {
    event.preventDefault();
  }
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-rows] tbody tr");
  if (row && !row.classList.contains("is-current")) {
    for (const other of document.querySelectorAll("[data-rows] tr.is-current")) other.classList.remove("is-current");
    row.classList.add("is-current");
  }
});
