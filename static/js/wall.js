// Renews the figures of the wall every few seconds, and says so when they cannot be renewed: a wall that stands still
// looks like a quiet hour.

const EVERY = 4000; // milliseconds
const STALE = 20000;
const figures = document.querySelector("[data-wall-figures]");
const stale = document.querySelector("[data-wall-stale]");
const curve = document.getElementById("curve");
let renewed = Date.now();

async function renew() {
  try {
    const url = new URL(location.href);
    url.searchParams.set("part", "1");
    const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(EVERY * 3) });
    if (answer.ok) {
      figures.innerHTML = await answer.text(); // the server's own fragment
      renewed = Date.now();
      redraw();
    }
  } catch {
    // the line is down, or the sitting is over: said below
  }
  stale.hidden = Date.now() - renewed < STALE;
  setTimeout(renew, EVERY);
}

/** The curve changes with the hour and with each call; it is drawn anew only where its figures have changed. */
function redraw() {
  const now = figures.querySelector("#curve-now").textContent;
  if (now === curve.textContent) return;
  curve.textContent = now;
  document.querySelector("[data-chart=curve]").dispatchEvent(new Event("figures"));
}

setTimeout(renew, EVERY);
