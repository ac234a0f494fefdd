// Leaving at once, by the button or by Esc twice: the page goes blank first, and does not stay in the history.
// What is looked for takes the place of the page before, so that the history holds one line at most.

const TWICE_WITHIN = 2000;
const way = document.querySelector("[data-quick-exit]");
let pressed = -Infinity;

function leave(event) {
  event.preventDefault();
  document.body.replaceChildren();
  document.title = "";
  // While the other site is slow to come, the address tells nothing either.
  history.replaceState(null, "", way.dataset.nothing);
  location.replace(way.href);
}

way.addEventListener("click", leave);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  if (event.timeStamp - pressed < TWICE_WITHIN) leave(event);
  else pressed = event.timeStamp;
});
addEventListener("click", (event) => {
  const link = event.target.closest("main a[href]");
  if (!link || link.origin !== location.origin || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.replace(link.href);
});
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get" || event.defaultPrevented) return;
  event.preventDefault();
  const asked = new URL(form.action);
  asked.search = new URLSearchParams(new FormData(form));
  location.replace(asked);
});
// A page that the browser kept in spite of "no-store" is asked for anew.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
