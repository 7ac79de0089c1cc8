// A click that comes before the page's scripts are ready is kept; portal.js does what it asked for.
// This file stands in the head and does not wait; modules run when the whole page has been read.

window.early = {
  selector: "[data-tab], [data-open], [data-page], [data-act], [data-refresh]",
  targets: [],
  keep(event) {
    const target = event.target.closest(window.early.selector);
    if (!target) return;
    event.preventDefault();
    window.early.targets.push(target);
  },
};
document.addEventListener("click", window.early.keep);
