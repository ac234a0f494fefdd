// Selecting rows of the list: one, a stretch with shift, all of the page, or the one under the keyboard with x.

const PICK = "[data-selection] input[name=pick]";
let last = null;

function picks() {
  return [...document.querySelectorAll(PICK)];
}

function show() {
  const all = picks();
  const chosen = all.filter((box) => box.checked).length;
  for (const box of all) box.closest("tr").classList.toggle("is-picked", box.checked);
  const count = document.querySelector("[data-pick-count]");
  if (count) count.textContent = chosen ? `已选 ${chosen} 件：` : "对勾选的事项：";
  const whole = document.querySelector("[data-pick-all]");
  if (!whole) return;
  whole.hidden = false;
  whole.checked = chosen > 0 && chosen === all.length;
  whole.indeterminate = chosen > 0 && chosen < all.length;
}

document.addEventListener("click", (event) => {
  if (event.target.matches?.("[data-pick-all]")) {
    for (const box of picks()) box.checked = event.target.checked;
    show();
    return;
  }
  if (!event.target.matches?.(PICK)) return;
  const all = picks();
  const here = all.indexOf(event.target);
  const from = all.indexOf(last);
  if (event.shiftKey && from >= 0) {
    for (const box of all.slice(Math.min(from, here), Math.max(from, here) + 1)) box.checked = event.target.checked;
  }
  last = event.target;
  show();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [role=combobox]")) return;
  const box = document.querySelector("[data-selection] tr.is-current input[name=pick]");
  if (!box) return;
  event.preventDefault();
  box.click();
});

// The button that prints is offered only where there is a script to press it.
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

document.addEventListener("htmx:afterSettle", show);
window.addEventListener("pageshow", show);
show();
