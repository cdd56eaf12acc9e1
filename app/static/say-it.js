// Keeps the mail link in step with the message, and lets it be copied. Nothing leaves the page.
for (const link of document.querySelectorAll("[data-mail-of]")) {
  const box = document.getElementById(link.dataset.mailOf);
  const start = link.href.slice(0, link.href.indexOf("&body="));
  box.addEventListener("input", () => {
    link.href = `${start}&body=${encodeURIComponent(box.value.replace(/\r?\n/g, "\r\n"))}`;
  });
}

for (const button of document.querySelectorAll("[data-copy-of]")) {
  const box = document.getElementById(button.dataset.copyOf);
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.value);
    button.querySelector("span").textContent = button.dataset.done;
  });
}
