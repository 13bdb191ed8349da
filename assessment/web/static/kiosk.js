/* A shared screen: asks who is there, forgets what was left, and has keys of its own.
   Sugar, too: without it the pages lead on by themselves, and a field takes any keyboard. */
"use strict";
{
  const { after, then } = document.documentElement.dataset;
  const away = document.getElementById("away");
  const count = away?.querySelector(".count");
  const status = away?.querySelector("[role=status]");
  const warning = Number(count?.textContent);
  const TELL = 20; // Seconds; the server waits longer than that for us.
  const SAY = 15;
  const seconds = () => performance.now() / 1000;
  let touched = seconds();
  let told = touched;

  // The server counts for itself, and knows nothing of what is typed here.
  const tell = () => {
    const form = document.getElementById("here");
    told = seconds();
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" })
      .catch(() => {});
  };
  const touch = () => {
    touched = seconds();
    if (away && touched - told > TELL) tell();
  };
  const ask = (left) => {
    if (!away.open) away.showModal();
    count.textContent = left;
    if (left % SAY === 0) status.textContent = `${status.dataset.words} ${left}`;
  };
  const goBack = (event) => {
    event.preventDefault();
    away.close();
    tell();
  };
  const look = () => {
    if (window.speechSynthesis?.speaking) touch(); // Who listens is here.
    const idle = seconds() - touched;
    if (idle < after) return;
    const left = Math.ceil(Number(after) + warning - idle);
    if (away && left > 0) return ask(left);
    clearInterval(looking);
    if (!away) return location.replace(then);
    const leave = document.getElementById("leave");
    leave.elements.over.value = "left"; // Nobody pressed it.
    leave.requestSubmit();
  };
  const looking = after ? setInterval(look, 1000) : 0;
  for (const kind of ["pointerdown", "touchmove", "wheel", "keydown", "input"]) {
    addEventListener(kind, touch, { capture: true, passive: true });
  }

  // Any tap or key goes on, but for those that wipe or lead to what wipes.
  const wipes = ({ target }) => target.closest("#leave");
  away?.addEventListener("click", (event) => { if (!wipes(event)) goBack(event); });
  away?.addEventListener("keydown", (event) => {
    if (!wipes(event) && !["Tab", "Shift"].includes(event.key)) goBack(event);
  });

  // Starting over asks in place, so that nothing chosen is lost by "No".
  document.addEventListener("click", (event) => {
    const { asks } = event.target.closest("[data-asks]")?.dataset ?? {};
    const dialog = asks && document.getElementById(asks);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    if ("close" in event.target.dataset) event.target.closest("dialog").close();
  });

  // Keys for each field: of numbers always there, of letters while their field is in use.
  const pads = [...document.querySelectorAll("[data-types]")];
  const type = (pad, field, key) => {
    const { selectionStart: start, selectionEnd: end } = field;
    const numbers = pad.classList.contains("numbers");
    if (numbers && key && field.value.length > 3) return;
    field.setRangeText(key, key || start < end ? start : Math.max(0, start - 1), end, "end");
    pad.querySelector("[role=status]").textContent = field.value.split(/\s/).at(-1);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const pad of pads) {
    const field = document.getElementById(pad.dataset.types);
    const show = () => pads.forEach((one) => { one.hidden = one.matches(".letters") && one !== pad; });
    field.inputMode = "none";
    field.setSelectionRange(field.value.length, field.value.length);
    if (pad.matches(".numbers")) show();
    field.addEventListener("focus", show);
    pad.addEventListener("mousedown", (event) => event.preventDefault()); // The field keeps the focus.
    pad.addEventListener("click", ({ target }) => {
      if ("key" in target.dataset) type(pad, field, target.dataset.key);
    });
  }

  // A long press and a drag lead out of the page.
  for (const kind of ["contextmenu", "dragstart"]) addEventListener(kind, (event) => event.preventDefault());
}
