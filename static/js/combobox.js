// <select data-combobox> becomes a type-ahead (ARIA combobox): finds by characters and by pinyin initials
// (data-initials of an option); with data-source the server is asked as well. The select stays and is what is sent.

const MOST = 60;
let count = 0;

function optionsOf(select) {
  return [...select.options].filter((option) => option.value).map((option) => ({
    value: option.value,
    label: option.textContent.trim(),
    initials: option.dataset.initials ?? "",
    group: option.parentElement.tagName === "OPTGROUP" ? option.parentElement.label : "",
    note: option.dataset.note ?? "",
  }));
}

/** Those that match, the best first: begins with it, then holds it. */
function matching(options, text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return options;
  const rank = ({ label, initials, group, value }) => {
    const name = label.toLowerCase();
    if (name.startsWith(wanted) || initials.startsWith(wanted)) return 0;
    if (name.includes(wanted) || initials.includes(wanted)) return 1;
    return group.includes(wanted) || value === wanted ? 2 : 3;
  };
  return options.map((option) => [rank(option), option]).filter(([at]) => at < 3)
    .sort(([one], [other]) => one - other).map(([, option]) => option);
}

class Combobox {
  constructor(select) {
    this.select = select;
    this.id = `combobox-${(count += 1)}`;
    this.shown = [];
    this.active = -1;
    this.build();
    this.listen();
    this.showChosen();
  }

  build() {
    const { select } = this;
    const wrapper = document.createElement("div");
    wrapper.className = "combobox";
    select.before(wrapper);
    this.input = document.createElement("input");
    this.input.id = `${select.id || this.id}_box`;
    this.input.type = "text";
    this.input.className = "form-control";
    const given = {
      role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false",
      "aria-autocomplete": "list", "aria-controls": `${this.id}-list`, "data-no-draft": "",
    };
    for (const [name, value] of Object.entries(given)) this.input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    this.input.classList.toggle("is-invalid", select.classList.contains("is-invalid"));
    this.input.disabled = select.disabled;
    this.list = document.createElement("ul");
    this.list.id = `${this.id}-list`;
    this.list.className = "combobox-list";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    for (const label of document.querySelectorAll(`label[for="${CSS.escape(select.id)}"]`)) {
      label.htmlFor = this.input.id;
      this.list.setAttribute("aria-label", "选项");
    }
    wrapper.append(this.input, this.list, select);
    this.focused = select.autofocus || document.activeElement === select;
    select.hidden = true;
    select.tabIndex = -1;
    select.removeAttribute("required");
    if (this.focused) this.input.focus();
  }

  listen() {
    this.input.addEventListener("input", () => this.ask(this.input.value));
    this.input.addEventListener("click", () => this.list.hidden && this.ask(""));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.leave());
    this.select.addEventListener("change", () => this.showChosen());
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.showChosen()));
    // Before the blur of a click on the list: the click has to find the list still open.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[role=option]");
      if (item) this.choose(this.shown[Number(item.dataset.index)]);
    });
  }

  showChosen() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen?.value ? chosen.textContent.trim() : "";
  }

  ask(text) {
    const local = matching(optionsOf(this.select), text);
    this.open(local, text);
    clearTimeout(this.timer);
    this.asked?.abort();
    if (this.select.dataset.source && text.trim()) this.timer = setTimeout(() => this.askServer(text, local), 150);
  }

  async askServer(text, local) {
    this.asked = new AbortController();
    const url = new URL(this.select.dataset.source, location.href);
    url.searchParams.set("q", text.trim());
    try {
      const answer = await fetch(url, { signal: this.asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { results } = await answer.json();
      const known = new Set(local.map((option) => option.value));
      const found = results.map(({ id, name, text: words, path, note }) => ({
        value: String(id), label: name ?? words, initials: "", group: "", note: path ?? note ?? "",
      }));
      if (document.activeElement === this.input) this.open([...local, ...found.filter(({ value }) => !known.has(value))], text);
    } catch (error) {
      if (error.name !== "AbortError") this.open(local, text, "网络不通，只能从已列出的单位中选择");
    }
  }

  open(options, text, remark = "") {
    this.shown = options.slice(0, MOST);
    this.list.replaceChildren(...this.items(remark));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const chosen = this.shown.findIndex((option) => option.value === this.select.value);
    this.activate(text.trim() ? 0 : chosen);
  }

  items(remark) {
    const items = [];
    let group = "";
    for (const [index, option] of this.shown.entries()) {
      if (option.group !== group) {
        group = option.group;
        items.push(line(group, { className: "combobox-group", role: "presentation" }));
      }
      const item = line(option.label, { role: "option" });
      item.id = `${this.id}-${index}`;
      item.dataset.index = index;
      if (option.note) item.append(Object.assign(document.createElement("small"), { textContent: option.note }));
      items.push(item);
    }
    if (!this.shown.length || remark) {
      items.push(line(remark || "没有相符的选项", { className: "combobox-none", role: "presentation" }));
    }
    return items;
  }

  activate(index) {
    this.active = this.shown.length ? Math.max(-1, Math.min(index, this.shown.length - 1)) : -1;
    for (const item of this.list.querySelectorAll("[role=option]")) {
      const on = Number(item.dataset.index) === this.active;
      item.setAttribute("aria-selected", on);
      if (on) item.scrollIntoView({ block: "nearest" });
    }
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.id}-${this.active}`);
  }

  onKey(event) {
    const { key } = event;
    if (event.isComposing) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.ask("");
      else this.activate(key === "ArrowDown" ? this.active + 1 : Math.max(0, this.active - 1));
    } else if (key === "Enter" && !this.list.hidden && this.active >= 0 && !event.ctrlKey) {
      event.preventDefault();
      this.choose(this.shown[this.active]);
    } else if (key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.showChosen();
    }
  }

  choose(option) {
    const { select } = this;
    if (![...select.options].some(({ value }) => value === option.value)) select.add(new Option(option.label, option.value));
    this.close();
    this.set(option.value);
  }

  set(value) {
    if (this.select.value !== value) {
      this.select.value = value;
      this.select.dispatchEvent(new Event("input", { bubbles: true }));
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.showChosen();
  }

  /** Typed and gone on: the marked match counts; an emptied field is empty; all else stays as it was. */
  leave() {
    const text = this.input.value.trim();
    const typed = text !== (this.select.selectedOptions[0]?.textContent.trim() ?? "");
    const marked = !this.list.hidden && typed && text ? this.shown[this.active] : undefined;
    this.close();
    if (marked) this.choose(marked);
    else if (!text && this.select.querySelector('option[value=""]')) this.set("");
    else this.showChosen();
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function line(text, attributes) {
  const item = document.createElement("li");
  item.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "className") item.className = value;
    else item.setAttribute(name, value);
  }
  return item;
}

function enhance(root) {
  for (const select of root.querySelectorAll("select[data-combobox]")) {
    if (select.closest(".combobox")) continue;
    new Combobox(select);
  }
}

enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.target));
