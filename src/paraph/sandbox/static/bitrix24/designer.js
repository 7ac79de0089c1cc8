// The designer's page: an application may have its own form for its robot's settings.

import { openFrame } from "./frames.js";

document.querySelectorAll("[data-settings]").forEach((place) => {
  openFrame(place, JSON.parse(place.dataset.settings), {
    setPropertyValue(params, answer) {
      for (const [name, value] of Object.entries(params)) {
        const field = document.querySelector(`[name="property_${CSS.escape(name)}"]`);
        if (field) field.value = Array.isArray(value) ? value.join("\n") : value;
      }
      answer({});
    },
  });
});
