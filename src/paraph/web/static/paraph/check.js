// The check page: one submission at a time, with a word that it is under way. Works without this file.
const form = document.querySelector("[data-check]");
form.addEventListener("submit", () => {
  form.querySelector("button").disabled = true;
  form.querySelector("[data-progress]").hidden = false;
});
window.addEventListener("pageshow", () => {
  form.querySelector("button").disabled = false;
  form.querySelector("[data-progress]").hidden = true;
});
