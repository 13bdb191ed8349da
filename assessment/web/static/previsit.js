/* Sugar only: every page works without it. */
"use strict";

// An answer clears "None of these". That never clears an answer: it may be a danger sign, far
// up the page. With both ticked the server asks, or warns at once.
document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[type=checkbox]:checked") || "alone" in target.dataset) return;
  for (const other of target.closest("fieldset.question").querySelectorAll("[data-alone]:checked")) {
    if (other.name === target.name) other.checked = false;
  }
});

// What is chosen on the body map, in words beside it.
const chosen = document.querySelector("[data-chosen]");
function namePlaces() {
  const ticked = chosen.closest("fieldset.question").querySelectorAll("[data-place]:checked");
  const places = [...ticked].map(({ dataset }) => dataset.place).join(", ");
  chosen.textContent = places || chosen.dataset.chosen;
  chosen.parentElement.hidden = false;
}
if (chosen) {
  document.addEventListener("change", namePlaces);
  addEventListener("pageshow", namePlaces); // The browser may have filled the form in.
}

// A tap on the figure ticks its place without moving the page to the row in the list.
document.addEventListener("click", (event) => {
  const part = event.target.closest("label.part");
  if (!part) return;
  event.preventDefault();
  part.control.click();
});

// What is chosen or typed and not sent yet is kept on the server, never in the browser, so
// that a reload loses nothing. One request at a time: the last to go holds the latest.
const form = document.getElementById("questions");
if (form) {
  let last = Promise.resolve(), soon = 0;
  const keep = () => {
    soon = 0;
    const body = new URLSearchParams([...new FormData(form), ["only-keep", "1"]]);
    last = last.then(() => fetch(form.action, { method: "POST", body, keepalive: true })).catch(() => {});
  };
  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(keep, 300);
  });
  form.addEventListener("submit", () => { soon = clearTimeout(soon); });
  addEventListener("pagehide", () => soon && keep());
  document.querySelector("[data-press]")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector(`#ways [name=${event.target.dataset.press}]`).click();
  });
}

// 1 to 9 choose an answer, on pages that ask one question with one answer. Nothing shows which
// box of a long list a digit would tick, and there a tick may be a danger sign.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (!/^[1-9]$/.test(event.key) || event.target.matches("textarea, input[type=text]")) return;
  const questions = document.querySelectorAll(".question");
  if (questions.length !== 1) return;
  const answers = ".question[role=radiogroup] .option input";
  const option = document.querySelectorAll(answers)[event.key - 1];
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

// A page that a browser brings back may be another person's by now: it is put away blank, and
// what is to be seen is asked for anew.
addEventListener("pagehide", ({ persisted }) => { document.documentElement.hidden = persisted; });
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.replace(location.pathname);
});

// Browsers that do not honour autofocus here still hear what to change.
addEventListener("load", () => {
  const trouble = document.querySelector(".trouble");
  if (trouble && document.activeElement === document.body) trouble.focus();
});

// Reads the page aloud, by a voice of this device alone: others send the words away.
const reader = document.querySelector("[data-stop]");
if (reader && window.speechSynthesis) {
  const name = reader.querySelector("span");
  const words = { start: name.textContent, stop: reader.dataset.stop };
  const { lang } = document.documentElement;
  const language = (code) => code.slice(0, 2).toLowerCase();
  const voice = () => speechSynthesis.getVoices()
    .find((one) => one.localService && language(one.lang) === language(lang));
  const show = (reading) => {
    reader.toggleAttribute("data-reading", reading);
    name.textContent = reading ? words.stop : words.start;
  };
  const stop = () => {
    speechSynthesis.cancel();
    show(false);
  };
  let said; // Held here: some browsers forget parts that nothing holds.
  const offer = () => { reader.hidden = !voice(); };
  speechSynthesis.onvoiceschanged = offer;
  offer();
  reader.addEventListener("click", () => {
    if ("reading" in reader.dataset) return stop();
    show(true);
    said = readable().map((text) => {
      const part = new SpeechSynthesisUtterance(text);
      part.lang = lang;
      part.voice = voice();
      return part;
    });
    said.at(-1).onend = stop;
    said.forEach((part) => speechSynthesis.speak(part));
  });
  addEventListener("pagehide", stop);
}

// The texts of the page that are shown, from the top: headings, helps, answers, errors.
function readable() {
  const texts = "h1, h2, h3, h4, p, li, dt, dd, th, td, label, legend, summary, .option span";
  return [...document.querySelectorAll("main :is(" + texts + ")")]
    .filter((one) => !one.querySelector(texts) && one.getClientRects().length)
    .filter((one) => !one.closest("[aria-hidden=true], details:not([open]) > :not(summary)"))
    .map((one) => one.textContent.trim())
    .filter(Boolean);
}
