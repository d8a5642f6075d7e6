// A question before the output of a cell: it takes a guess, and sets it beside the answer. The answer
// was compared with the output when the book was built; no number is computed here.
(() => {
  "use strict";
  const {memory, element, button} = window.BookPage;
  const EXACT = 1e-9; // what two ways to write a number may differ by
  const NO_NUMBER = "A number, please: 0.5, 1/2 and 1e-3 are understood.";

  // as press/predict.py does, and a comma as many write it
  function number(text) {
    let plain = text.replace(/\s/g, "").replace("−", "-");
    if (/\d[¼-¾⅐-⅞]/.test(plain)) return NaN;
    plain = plain.replace(/[¼-¾⅐-⅞]/g, (part) => part.normalize("NFKC")).replace("⁄", "/");
    plain = /^[+-]?[1-9]\d{0,2}(,\d{3})+$/.test(plain) ? plain.replaceAll(",", "") : plain.replace(",", ".");
    const parts = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\/(\d+))?$/i.exec(plain);
    const value = parts ? Number(parts[1]) / Number(parts[2] ?? 1) : NaN;
    return Number.isFinite(value) ? value : NaN;
  }

  const near = (guess, value, within) => Math.abs(number(guess) - value) <= within;

  function mount(box) {
    const {name, answer, because, choices, order, value, within} = JSON.parse(box.dataset.predict);
    const fold = box.nextElementSibling;
    const summary = fold.querySelector("summary");
    const ask = box.querySelector(".predict-ask");
    const give = element("button", {type: "submit", textContent: "Guess", className: "is-first"});
    const form = element("form", {className: "predict-bar"});
    const says = element("p", {className: "predict-says"});
    const after = box.closest(".cell").nextElementSibling;
    let guess = memory.get(name).guess ?? null;

    ask.id = `predict-${name.split("-").at(-1)}`;
    if (!choices) {
      const input = element("input", {type: "text", size: 12, autocomplete: "off"});
      input.setAttribute("aria-labelledby", ask.id);
      form.append(input, give);
      form.onsubmit = () => {
        if (Number.isNaN(number(input.value))) says.textContent = NO_NUMBER;
        else told(input.value.trim());
      };
    } else if (order) {
      const placed = [];
      const buttons = choices.map((choice) => button(choice, () => {
        if (placed.includes(choice)) placed.splice(placed.indexOf(choice));
        else placed.push(choice);
        show();
      }));
      const show = () => {
        buttons.forEach((each, i) => {
          const place = placed.indexOf(choices[i]) + 1;
          each.textContent = place ? `${place}. ${choices[i]}` : choices[i];
          each.setAttribute("aria-pressed", place > 0);
        });
        give.disabled = placed.length < choices.length;
      };
      form.append(element("p", {textContent: "Press them in this order."}), ...buttons, give);
      form.onsubmit = () => told(placed.splice(0).join(", "));
      form.onreset = show;
      show();
    } else form.append(...choices.map((choice) => button(choice, () => told(choice))));
    form.querySelectorAll("button").forEach((each) => each.setAttribute("aria-describedby", ask.id));
    form.addEventListener("submit", (event) => event.preventDefault());

    function told(text) {
      guess = text;
      memory.set(name, {guess: guess ?? undefined});
      judge();
      summary.focus();
    }
    function judge() {
      const right = choices ? guess === answer : near(guess, value, within);
      const why = !right && Object.keys(because).find((each) =>
        choices ? each === guess : near(guess, number(each), EXACT));
      says.replaceChildren("Your guess: ", element("strong", {}, guess), right ? ". Right. " : ". ");
      if (!right) says.prepend("The answer: ", element("strong", {}, answer), ". ");
      if (why) says.append(`${because[why]} `);
      says.append(button("Guess again", () => {
        guess = null;
        memory.set(name, {guess: guess ?? undefined});
        form.reset();
        says.replaceChildren();
        fold.open = false;
        look();
        form.querySelector("input, button").focus();
      }));
      fold.open = true;
      look();
    }
    // who looks without a guess has declined; what follows tells the answer
    function look() {
      form.hidden = guess !== null || fold.open;
      if (after?.matches("p")) after.classList.toggle("predict-waits", !form.hidden);
      summary.textContent = fold.open ? "The output" : "Show the output";
    }

    if (guess === null) look();
    else judge();
    box.append(form, says);
    says.setAttribute("role", "status");
    fold.addEventListener("toggle", look);
    box.dataset.ready = "yes";
  }
  document.querySelectorAll(".predict").forEach(mount);
})();
