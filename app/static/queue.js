// Keys for the review queue. The current case is the one whose link has the focus, so that Enter
// opens it without our help. Everything here can be done with the mouse and without JavaScript.

const OFF = "rapport-keys-off";
const AT = "rapport-queue-at";
const form = document.querySelector(".bulk-form");
const help = document.getElementById("keys");
const links = () => [...document.querySelectorAll(".queue .name")];
const row = () => document.activeElement.closest(".queue tbody tr");
const box = (of) => of.querySelector("input[name=cases]");

function move(by) {
  const all = links();
  const here = row();
  const at = here ? all.indexOf(here.querySelector(".name")) : by > 0 ? -1 : all.length;
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.closest("tr").scrollIntoView({ block: "nearest" });
}

function only(one) {
  for (const other of form.elements.cases.length ? form.elements.cases : [form.elements.cases]) {
    other.checked = other === box(one);
  }
  count();
}

function take() {
  const one = row();
  if (!one) return;
  sessionStorage.setItem(AT, [...one.parentNode.children].indexOf(one));
  only(one);
  form.elements.step.value = "take";
  form.requestSubmit();
}

function snooze() {
  const one = row();
  if (!one) return;
  only(one);
  form.elements.step.value = "snooze";
  form.elements.until.focus();
}

function tick() {
  const one = row();
  if (one) box(one).click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  e: take,
  s: snooze,
  "/": () => document.getElementById("search").focus(),
  "?": () => help.showModal(),
};

function isWriting(target) {
  const kind = target.type;
  return target.matches("select, textarea, [contenteditable], input:not([type=checkbox])")
    && kind !== "submit" && kind !== "button";
}

function count() {
  const number = form.querySelectorAll("tbody :checked").length;
  form.querySelector("[data-ticked]").textContent = number ? `(${number})` : "";
}

if (help) {
  const off = help.querySelector("[data-keys-off]");
  off.checked = localStorage.getItem(OFF) === "1";
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "1" : "0"));
  const button = document.querySelector("[data-help]");
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
  document.addEventListener("keydown", (press) => {
    const busy = press.ctrlKey || press.metaKey || press.altKey || help.open || off.checked;
    const act = KEYS[press.key];
    if (!act || busy || isWriting(press.target) || (!form && !"/?".includes(press.key))) return;
    press.preventDefault();
    act();
  });
}

if (form) {
  form.addEventListener("change", count);
  count();
  // After a case was taken, the one in its place is the next.
  const at = sessionStorage.getItem(AT);
  sessionStorage.removeItem(AT);
  if (at !== null) links()[Math.min(Number(at), links().length - 1)]?.focus();
}
