/* For those who write rules: the page comes anew when a rule file changes. */
"use strict";

const shown = document.querySelector("[data-preview]").dataset;
setInterval(async () => {
  const answer = await fetch(shown.at).catch(() => null);
  if (answer?.ok && (await answer.text()) !== shown.preview) location.reload();
}, 1000);
