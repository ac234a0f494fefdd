// Reads an 18-digit identity number (GB 11643): checks it beside the field, fills birth date and sex.
// The server checks again (fedportal/lib/id_card.py); what is said here is what it says there.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";

function parse(text) {
  const number = text.replace(/[\s-]/g, "").toUpperCase();
  if (/^\d{15}$/.test(number)) return { error: "这是 15 位旧证号，请核对现行的 18 位身份证号。" };
  if (number.length !== 18) return { error: `身份证号应为 18 位，现在是 ${number.length} 位。` };
  if (!/^\d{17}[\dX]$/.test(number)) return { error: "身份证号前 17 位应为数字，最后一位为数字或 X。" };
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)];
  const born = new Date(Date.UTC(+year, +month - 1, +day));
  const real = born.getUTCFullYear() === +year && born.getUTCMonth() === +month - 1 && born.getUTCDate() === +day;
  if (!real || +year < 1900 || born > new Date()) return { error: `身份证号中的出生日期 ${year}-${month}-${day} 不存在，请核对。` };
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * number[index], 0);
  if (CHECKS[sum % 11] !== number[17]) return { error: "身份证号校验位不符，请逐位核对。" };
  return { number, birth: `${year}-${month}-${day}`, sex: number[16] % 2 ? "male" : "female" };
}

function fill(input, birth, sex) {
  const form = input.form;
  const born = form.elements[input.dataset.birth ?? "birth_on"];
  if (born) {
    born.value = birth;
    born.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const value = sex === "male" ? input.dataset.sexMale ?? "male" : input.dataset.sexFemale ?? "female";
  const name = input.dataset.sex ?? "sex";
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function say(input, words, wrong) {
  const id = `${input.id}_idcard`;
  let note = document.getElementById(id);
  if (!note) {
    note = document.createElement("p");
    note.id = id;
    note.setAttribute("aria-live", "polite");
    input.after(note);
    input.setAttribute("aria-describedby", [id, input.getAttribute("aria-describedby")].filter(Boolean).join(" "));
  }
  note.className = wrong ? "field-error" : "field-note";
  note.textContent = words;
  input.classList.toggle("is-invalid", Boolean(wrong));
  input.toggleAttribute("aria-invalid", Boolean(wrong));
  // What the server said about the number before is answered by now.
  document.getElementById(`${input.id}_error`)?.remove();
}

function check(input) {
  const text = input.value.trim();
  if (!text) {
    if (document.getElementById(`${input.id}_idcard`)) say(input, "", false);
    return;
  }
  const { error, number, birth, sex } = parse(text);
  if (error) {
    say(input, error, true);
    return;
  }
  input.value = number;
  fill(input, birth, sex);
  say(input, `校验通过：${birth} 出生，${sex === "male" ? "男" : "女"}`, false);
}

document.addEventListener("change", (event) => event.target.matches?.("[data-idcard]") && check(event.target));
document.addEventListener("input", (event) => {
  const full = event.target.matches?.("[data-idcard]") && event.target.value.replace(/[\s-]/g, "").length >= 18;
  if (full) check(event.target);
});
