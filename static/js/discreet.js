// Leaving at once, by the button or by Esc twice: the page goes blank first, and does not stay in the history.

const TWICE_WITHIN = 2000;
const way = document.querySelector("[data-quick-exit]");
let pressed = -Infinity;

function leave(event) {
  event.preventDefault();
  document.body.replaceChildren();
  location.replace(way.href);
}

way.addEventListener("click", leave);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  if (event.timeStamp - pressed < TWICE_WITHIN) leave(event);
  else pressed = event.timeStamp;
});
// A page that the browser kept in spite of "no-store" is asked for anew.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
