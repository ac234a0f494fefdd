// Sets the look before the first paint: light or dark, ordinary or large type. Runs in the head, so it is tiny.
(function () {
  "use strict";
  const root = document.documentElement;
  function read(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage may be closed; the system's wish is followed then
    }
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    const wish = read("portal.theme") || "auto";
    root.dataset.bsTheme = wish === "auto" ? (dark.matches ? "dark" : "light") : wish;
    root.dataset.size = read("portal.size") || "normal";
  }
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("portal:look", apply);
})();
