// The table of demo accounts on the login page: one click signs in. Loaded in demo mode only.

const form = document.querySelector("form[data-enter-submits]");
for (const button of document.querySelectorAll("[data-fill-login]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    form.elements.login.value = button.dataset.fillLogin;
    form.elements.password.value = button.dataset.fillPassword;
    form.requestSubmit();
  });
}
