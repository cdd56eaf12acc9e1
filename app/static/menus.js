// A menu closes when one looks elsewhere: by Escape, by a click beside it, or by moving on.
// Without JavaScript it closes by its own name, as any <details> does.

const open = () => document.querySelectorAll("details[data-closes][open]");

document.addEventListener("click", ({ target }) => {
  open().forEach((menu) => menu.contains(target) || (menu.open = false));
});

document.addEventListener("focusin", ({ target }) => {
  open().forEach((menu) => menu.contains(target) || (menu.open = false));
});

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  open().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
