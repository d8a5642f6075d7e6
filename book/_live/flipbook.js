// Flipbooks: show the frames that Python has drawn. No number is computed here.
(() => {
  "use strict";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const PAUSE = 900; // milliseconds between two frames

  function mount(book, {controls, still, parts, frames, sentences}) {
    const picture = book.querySelector("svg > g");
    const says = book.querySelector(".flipbook-says");
    const bar = document.createElement("div");
    bar.className = "flipbook-bar";
    says.setAttribute("aria-live", "polite");
    const places = [...still];

    function show(at) {
      const number = at.reduce((sum, place, i) => sum * controls[i].values.length + place, 0);
      picture.innerHTML = frames[number].map((part) => parts[part]).join("");
      says.textContent = sentences[number];
    }

    const sliders = controls.map(({label, values}, i) => {
      const box = document.createElement("label");
      const name = document.createElement("span");
      const slider = Object.assign(document.createElement("input"),
        {type: "range", min: 0, max: values.length - 1, value: still[i]});
      function tell() {
        name.textContent = `${label}: ${values[places[i]]}`;
        slider.setAttribute("aria-label", label);
        slider.setAttribute("aria-valuetext", values[places[i]]);
      }
      slider.addEventListener("input", () => { halt(); turn(i, Number(slider.value)); });
      box.append(name, slider);
      bar.append(box);
      tell();
      return {slider, tell};
    });
    function turn(i, place) {
      places[i] = place;
      sliders[i].slider.value = place;
      sliders[i].tell();
      show(places);
    }

    const last = controls.length - 1;
    const end = controls[last].values.length - 1;
    let timer = 0;
    function halt() {
      clearInterval(timer);
      timer = 0;
      play.textContent = "Play";
      play.setAttribute("aria-label", `Play ${controls[last].label}`);
    }
    const buttons = document.createElement("div");
    buttons.className = "flipbook-buttons";
    bar.append(buttons);
    function button(text, onclick) {
      const made = Object.assign(document.createElement("button"),
        {type: "button", textContent: text, onclick});
      made.setAttribute("aria-label", `${text} ${controls[last].label}`);
      buttons.append(made);
      return made;
    }
    button("Back", () => { halt(); turn(last, Math.max(places[last] - 1, 0)); });
    button("Next", () => { halt(); turn(last, Math.min(places[last] + 1, end)); });
    const play = button("Play", () => {
      if (timer) return halt();
      if (places[last] === end) turn(last, 0);
      play.textContent = "Pause";
      play.setAttribute("aria-label", `Pause ${controls[last].label}`);
      timer = setInterval(() => {
        turn(last, places[last] + 1);
        if (places[last] === end) halt();
      }, PAUSE);
    });
    function respect() { halt(); play.hidden = calm.matches; }
    calm.addEventListener("change", respect);
    respect();

    addEventListener("beforeprint", () => { halt(); show(still); });
    addEventListener("afterprint", () => show(places));
    book.append(bar);
    book.dataset.ready = "yes";
  }
  document.addEventListener("DOMContentLoaded", () =>
    document.querySelectorAll(".flipbook").forEach((book, i) => mount(book, window.flipbooks[i])));
  window.BookFlipbook = mount;
})();
