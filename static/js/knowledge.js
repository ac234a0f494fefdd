// The knowledge base on the screen of a call: looked up while typing (htmx), a sentence taken over by a key, and a
// warning where the answer holds a phrase that is not used.

const panel = document.querySelector("[data-knowledge]");
const box = panel.querySelector("input[type=search]");
const found = panel.querySelector("#knowledge-found");
const used = panel.querySelector("[data-knowledge-used]");
const refused = panel.querySelector("[data-knowledge-refused]");
const form = document.querySelector("form[data-call]");
const answer = form.elements.answer;

// What is typed here is no part of the call: the call's own script must not save for it.
panel.addEventListener("input", (event) => event.stopPropagation());
panel.addEventListener("change", (event) => event.stopPropagation());

// --- choosing ---------------------------------------------------------------------------------------------
const sentences = () => [...found.querySelectorAll("[data-sentence]")];
const chosen = () => found.querySelector(".is-chosen");

function choose(sentence) {
  chosen()?.classList.remove("is-chosen");
  sentence?.classList.add("is-chosen");
  sentence?.scrollIntoView({ block: "nearest" });
}

found.addEventListener("htmx:afterSwap", () => {
  choose(sentences()[0]);
  box.setAttribute("aria-expanded", String(sentences().length > 0));
});

box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const all = sentences();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    choose(all[Math.min(all.length - 1, Math.max(0, all.indexOf(chosen()) + step))]);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    if (chosen()) take(chosen());
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation(); // pressed twice it would leave the portal
    answer.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "F3" || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  box.focus();
  box.select();
  panel.scrollIntoView({ block: "nearest" });
});

found.addEventListener("click", (event) => {
  const sentence = event.target.closest("[data-sentence]");
  if (!sentence) return;
  choose(sentence);
  take(sentence);
});

// --- taking over ------------------------------------------------------------------------------------------
/** Into the answer where the cursor stands there, on a line of its own; the call's script saves it like typing. */
function take(sentence) {
  const place = answer.selectionStart ?? answer.value.length;
  const before = answer.value.slice(0, place);
  const text = (before && !before.endsWith("\n") ? "\n" : "") + sentence.dataset.text;
  answer.setRangeText(text, place, answer.selectionEnd ?? place, "end");
  answer.dispatchEvent(new Event("input", { bubbles: true }));
  note(sentence.dataset);
}

async function note({ version, sentence }) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("version", version);
  body.set("sentence", sentence);
  try {
    const told = await fetch(panel.dataset.use, { method: "POST", body });
    if (told.ok && !told.redirected) {
      used.innerHTML = await told.text(); // the server's own fragment
      refused.hidden = true;
      return;
    }
    refused.textContent = told.status === 409 ? (await told.json()).refusal : "已插入答复，没有记下引用的条目。";
  } catch {
    refused.textContent = "网络中断：已插入答复，没有记下引用的条目。";
  }
  refused.hidden = false;
}

// --- phrases that are not used ------------------------------------------------------------------------------
const phrases = JSON.parse(document.getElementById("forbidden-phrases").textContent);
const warning = document.querySelector("[data-phrase-warning]");

function warn() {
  const said = phrases.filter(({ phrase }) => answer.value.includes(phrase));
  warning.hidden = said.length === 0;
  warning.textContent = said.map(({ phrase, why, instead }) => `“${phrase}”是服务禁语：${why}${instead ? `可以说：“${instead}”` : ""}`).join(" ");
}

answer.after(warning);
answer.addEventListener("input", warn);
warn();
