/* Sugar only: every page works without it. */
"use strict";

// An answer that stands alone ("None of these") clears the others, and they clear it.
document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[type=checkbox]:checked")) return;
  const alone = "alone" in target.dataset;
  for (const other of target.closest("fieldset.question").querySelectorAll("input:checked")) {
    if (other.name === target.name && other !== target && (alone || "alone" in other.dataset)) {
      other.checked = false;
    }
  }
});

// A tap on the figure ticks its place without moving the page to the row in the list.
document.addEventListener("click", (event) => {
  const part = event.target.closest("label.part");
  if (!part) return;
  event.preventDefault();
  part.control.click();
});

// 1 to 9 choose an answer, on pages that ask one question.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (!/^[1-9]$/.test(event.key) || event.target.matches("textarea, input[type=text]")) return;
  const questions = document.querySelectorAll(".question");
  if (questions.length !== 1) return;
  const answers = ".option input:not([name=figure-view])";
  const option = questions[0].querySelectorAll(answers)[event.key - 1];
  if (option) {
    event.preventDefault();
    option.click();
    option.focus();
  }
});

// A name chosen from the list moves to the others, so that the next one can be typed.
document.addEventListener("input", ({ target, inputType }) => {
  const others = document.getElementById(target.dataset.addsTo);
  const typing = inputType && inputType !== "insertReplacementText";
  if (!others || typing || ![...target.list.options].some(({ value }) => value === target.value)) return;
  others.value = `${others.value.trimEnd()}\n${target.value}`.trimStart();
  target.value = "";
});

// Browsers that do not honour autofocus here still hear what to change.
addEventListener("load", () => {
  const trouble = document.querySelector(".trouble");
  if (trouble && document.activeElement === document.body) trouble.focus();
});
