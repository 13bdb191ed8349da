/* Sugar for codes and for printing: every page works without it. */
"use strict";

// What stands behind the # of a picture's address is sent to no server: take it from there.
const field = document.querySelector("input#code");
if (field && /^#[0-9A-Z]{13}$/i.test(location.hash)) {
  field.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}

// Keys of the page type at once, without a new page for each.
document.addEventListener("click", (event) => {
  const key = event.target.closest(".code-keys button");
  if (!key) return;
  event.preventDefault();
  const before = field.value.replace(/[\s-]/g, "");
  const after = key.value.length > 1 ? before.slice(0, -1) : before + key.value;
  const [, first, second, third] = after.match(/^(.{0,4})(.{0,4})(.*)$/);
  field.value = [first, second, third].join(" ").trim();
});

// Where the browser lets a page copy, which plain http does not.
const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.nextElementSibling.textContent = copy.textContent = copy.dataset.done;
  });
}

// The printer may take seconds to answer: whoever pressed the button sees that it was heard.
document.addEventListener("submit", ({ submitter }) => {
  if (submitter?.dataset.wait) submitter.textContent = submitter.dataset.wait;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
  if (button.dataset.print) addEventListener("load", () => print());
}
