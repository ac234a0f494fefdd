// Passkeys (WebAuthn): asks the device, and posts what it answers with the form that the button stands in.
// <form data-passkey="get"> or "create", with the server's question as JSON in #passkey-question.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

function question() {
  const asked = JSON.parse(document.getElementById("passkey-question").textContent).publicKey;
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  for (const list of [asked.allowCredentials, asked.excludeCredentials]) {
    for (const known of list ?? []) known.id = bytes(known.id);
  }
  return { publicKey: asked };
}

function answer(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

/** Why this browser cannot do it here, or nothing. */
function hindrance() {
  if (/^[\d.]+$|:/.test(location.hostname)) return "通行密钥只能在用域名访问本平台时使用，现在是用 IP 地址访问的。";
  if (!window.isSecureContext) return "通行密钥只能在 HTTPS 连接下使用。";
  if (!window.PublicKeyCredential) return "这个浏览器不支持通行密钥，请换用新版浏览器。";
  return "";
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button[type=submit]");
  const note = form.querySelector("[data-passkey-note]");
  const say = (words) => {
    note.textContent = words;
    note.hidden = !words;
  };
  button.hidden = false;
  const why = hindrance();
  if (why) {
    button.disabled = true;
    say(why);
  }
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    button.disabled = true;
    say("请按浏览器或设备的提示操作……");
    try {
      const credential = await navigator.credentials[form.dataset.passkey](question());
      form.elements.credential.value = JSON.stringify(answer(credential));
      form.submit();
    } catch (error) {
      const known = error.name === "InvalidStateError";
      say(known ? "这台设备上已经有您的通行密钥。" : "没有完成：已取消、超时，或设备上没有可用的通行密钥。可以再试一次。");
      button.disabled = false;
    }
  });
}
