// Files: what was chosen is listed; files dropped on the field are chosen like any other.
export function list(input) {
  const target = input.closest("[data-drop]").querySelector("[data-chosen]");
  target.replaceChildren(
    ...Array.from(input.files, (file) => {
      const item = document.createElement("li");
      item.textContent = file.name;
      return item;
    }),
  );
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-drop] input[type=file]")) list(event.target);
});

document.addEventListener("dragover", (event) => {
  const drop = event.target.closest?.("[data-drop]");
  if (!drop) return;
  event.preventDefault();
  drop.dataset.over = "";
});
document.addEventListener("dragleave", (event) => {
  const drop = event.target.closest?.("[data-drop]");
  if (drop && !drop.contains(event.relatedTarget)) delete drop.dataset.over;
});
document.addEventListener("drop", (event) => {
  const drop = event.target.closest?.("[data-drop]");
  if (!drop || !event.dataTransfer.files.length) return;
  event.preventDefault();
  delete drop.dataset.over;
  const input = drop.querySelector("input[type=file]");
  const chosen = new DataTransfer();
  for (const file of [...input.files, ...event.dataTransfer.files]) chosen.items.add(file);
  input.files = chosen.files;
  list(input);
});
