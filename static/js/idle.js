// After five minutes without a hand on keyboard or mouse, personal data on the screen is blurred.

const IDLE = 5 * 60 * 1000;
let timer = 0;

function wake() {
  document.body.classList.remove("is-idle");
  clearTimeout(timer);
  timer = setTimeout(() => document.body.classList.add("is-idle"), IDLE);
}

for (const sign of ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"]) {
  addEventListener(sign, wake, { passive: true });
}
wake();
