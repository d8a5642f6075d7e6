// Exercises that check themselves: an editor in the place of each listing to start from, one Python
// for the page. Nothing is sent anywhere; what you write stays in the storage of your browser.
(() => {
  "use strict";
  const {KEY, memory, element, button, withEditor, download} = window.BookPage;
  const python = window.BookPython;
  const {SIZE, FROM_DISK, SERVE} = python;
  const NOT_KEPT = "Your browser does not let this page keep what you write: save it as a file.";

  const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

  function mount(box) {
    const {exercise, title} = box.dataset;
    const soon = "numpy" in box.dataset ? ["numpy"] : [];
    const start = box.querySelector(".highlight-python pre").textContent.trimEnd();
    const listing = box.querySelector(".exercise-start");
    const whole = box.closest(".exercise");
    const folded = whole.querySelector("details.exercise-solution");
    const wanted = [...whole.querySelectorAll(".exercise-checks li")];
    // the text, what another tab wrote meanwhile, and whether it was tried, solved
    const kept = memory.get(exercise);
    let before = null; // what stood there before "Start again"
    let known = kept.text ?? start; // what was kept when this tab last looked
    let theirs = null; // what another tab wrote

    const hint = element("p", {className: "exercise-keys", id: `${exercise.replace("/", "-")}-keys`,
      textContent: "Ctrl+Enter runs. To leave the editor by keyboard: Escape, then Tab."});
    const status = element("p", {className: "exercise-status"});
    status.setAttribute("role", "status");
    const output = element("pre", {className: "exercise-output", tabIndex: 0, hidden: true});
    output.setAttribute("role", "region");
    output.setAttribute("aria-label", `What ${title} printed`);
    const message = element("pre", {className: "exercise-message", tabIndex: 0, hidden: true});
    message.setAttribute("role", "region");
    message.setAttribute("aria-label", `What the check of ${title} says`);
    const picture = element("div");
    const beside = element("details", {className: "exercise-beside"},
      element("summary", {}, "Our solution beside yours; what differs is marked"), element("div"));
    beside.addEventListener("toggle", compare);
    const paper = element("div", {className: "exercise-editor"});
    const editor = BookEditor(paper, kept.text ?? start, {
      label: `Your answer to ${title}`, describedBy: hint.id,
      onRun: () => go("run"),
      onFocus() {
        if (FROM_DISK) say(SERVE);
        else warmUp();
      },
      onChange(text) {
        before = null;
        again.textContent = "Start again";
        if (!keep()) say(NOT_KEPT);
      },
    });

    const check = button("Check", () => go("check"), "is-first");
    const run = button("Run", () => go("run"));
    const stop = button("Stop", () => {
      python.stop((job) => job.failed("Stopped."));
      python.start();
    });
    const again = button("Start again", () => replace(before ?? start, before === null));
    const save = button("Save as .py", () =>
      download(`${exercise.split("/")[1]}.py`, editor.text.trimEnd() + "\n", "text/x-python"));
    const others = element("p", {className: "exercise-other"},
      "This answer was changed in another tab, or loaded from a file. ",
      button("Take that over", () => settle(theirs)), " ",
      button("Keep this one", () => settle(null)));
    others.setAttribute("role", "status");
    stop.disabled = true;
    const bar = element("div", {className: "exercise-bar"}, check, run, stop, again, save);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", title);

    listing.hidden = true;
    box.prepend(paper, hint, bar, status, message, output, picture);
    askBeforeSolution();
    showProgress();
    if (!memory.works) hint.append(` ${NOT_KEPT}`);
    offer(kept.other ?? null);
    for (const event of ["storage", "pageshow"]) addEventListener(event, ({key, newValue}) => {
      look(key === KEY + exercise && newValue ? JSON.parse(newValue) : undefined);
      showProgress();
    });
    box.dataset.ready = "yes";

    function say(text) { status.textContent = text; }
    function clear() {
      editor.mark(null);
      for (const each of [output, picture]) each.replaceChildren();
      output.hidden = message.hidden = true;
      beside.open = false;
      for (const each of wanted) mark(each, "");
    }
    function warmUp() {
      if (python.worker) return;
      python.start((told) => status.textContent.startsWith("Python is loading") && say(told), soon);
      if (!status.textContent) say(`Python is loading (${SIZE}, once) …`);
    }
    function replace(text, canTakeBack) {
      const old = editor.text;
      editor.text = text;
      if (canTakeBack) [before, again.textContent] = [old, "Take it back"];
      clear();
      say("");
    }

    // Two tabs with one exercise: none overwrites what the other wrote, but on demand.
    function look(written = memory.get(exercise)) {
      const now = written.text ?? start;
      if (now !== known) offer(now === editor.text ? null : now);
      known = memory.get(exercise).text ?? start;
      if (theirs !== null && known === editor.text) memory.set(exercise, {other: theirs});
    }
    function offer(text) {
      theirs = text;
      if (text === null) others.remove();
      else if (!others.isConnected) bar.before(others);
    }
    function keep() {
      look();
      known = editor.text;
      return memory.set(exercise, {
        text: known === start ? undefined : known, ...(theirs !== null && {other: theirs})});
    }
    function settle(text) {
      offer(null);
      if (text === null) keep();
      else replace(text, true);
      memory.set(exercise, {other: undefined});
      paper.querySelector(".cm-content").focus();
    }
    function idle(text) {
      say(text);
      check.disabled = run.disabled = false;
      stop.disabled = true;
      box.removeAttribute("aria-busy");
    }
    function print(text, className = "") {
      if (output.hidden && !className)
        output.append(element("span", {className: "exercise-printed"}, "printed:\n"));
      output.hidden = false;
      output.append(className ? element("span", {className}, text) : text);
    }
    function go(what) {
      if (run.disabled) return;
      if (FROM_DISK) return say(SERVE);
      if (python.job) return say("Another exercise is running. Stop it first.");
      clear();
      check.disabled = run.disabled = true;
      stop.disabled = false;
      box.setAttribute("aria-busy", "true");
      if (what === "check") memory.set(exercise, {tried: true});
      python.ask({
        print, say, failed: idle,
        done: (told) => what === "check" ? show(told) : showRun(told),
      }, {text: editor.text, exercise: what === "check" ? exercise : null});
    }
    function showProblem({message, line}) {
      print(message + "\n", "exercise-problem");
      editor.mark(line);
      idle(line ? `An error in line ${line}.` : message);
    }
    function draw(made) { picture.replaceChildren(window.BookDraw(made) ?? ""); }
    function showRun({problem, drawn}) {
      draw(drawn);
      if (problem) showProblem(problem);
      else idle((output.hidden ? "Done; nothing was printed." : "Done.") +
                (drawn ? " What it made is drawn below." : ""));
    }
    function show({passed, problem, checks: tried, later, drawn}) {
      draw(drawn);
      if (problem) return showProblem(problem);
      wanted.forEach((each, i) =>
        mark(each, i >= tried.length ? "· later: " : tried[i].passed ? "✓ passed: " : "✗ not yet: "));
      const {check: words, message: said, line} = tried.at(-1);
      const good = tried.filter((one) => one.passed).length;
      message.textContent = said;
      message.hidden = passed;
      editor.mark(line);
      memory.set(exercise, {met: good, ...(passed && {solved: true})});
      showProgress();
      beside.open = passed;
      compare();
      idle(passed ? `Solved: ${count(good, "check")} passed. Our solution stands beside yours.`
        : `${good} of ${count(tried.length + later.length, "check")} passed. ` +
          `Not yet: ${words.replaceAll("`", "")}.`);
    }
    function mark(requirement, text) {
      requirement.querySelector("strong")?.remove();
      requirement.classList.toggle("is-checked", text !== "");
      if (text) requirement.firstElementChild.prepend(element("strong", {}, text));
    }
    function showProgress() {
      const {solved, met} = memory.get(exercise);
      const shown = whole.querySelector(".exercise-solved") ??
        whole.querySelector(".admonition-title").appendChild(element("span", {className: "exercise-solved"}));
      shown.textContent = solved ? " ✓ solved" : met ? ` ${met} of ${wanted.length} passed` : "";
      if (solved && folded && !beside.isConnected) picture.after(beside);
    }
    function compare() {
      if (!beside.open) return;
      const texts = [editor.text, folded.querySelector("pre").textContent].map(
        (text) => text.trimEnd().split("\n").map((line) => line.trimEnd()));
      const own = differing(...texts);
      beside.lastElementChild.replaceChildren(...["Your answer", "Our solution"].map((name, i) => {
        const code = element("pre", {tabIndex: 0}, ...texts[i].map((line, at) =>
          element(own[i][at] && line ? "mark" : "span", {}, `${line}\n`)));
        code.setAttribute("role", "region");
        code.setAttribute("aria-label", `${name} to ${title}`);
        return element("div", {}, element("p", {}, name), code);
      }));
    }
    function askBeforeSolution() {
      const summary = folded?.querySelector("summary");
      summary?.addEventListener("click", (event) => {
        const {tried, asked} = memory.get(exercise);
        if (folded.open || tried || asked || folded.dataset.asked) return;
        event.preventDefault();
        folded.dataset.asked = "yes";
        memory.set(exercise, {asked: true});
        const question = element("p", {className: "exercise-question"},
          "You have not tried it yet. A solution teaches more after an attempt, even one that fails. ",
          button("Show it all the same", () => { folded.open = true; question.remove(); summary.focus(); }),
          button("I try first", () => { question.remove(); paper.querySelector(".cm-content").focus(); }));
        question.setAttribute("role", "status");
        folded.before(question);
        question.querySelector("button").focus();
      });
    }
  }

  // which lines of two texts are not in the longest row of lines that both have
  function differing(mine, ours) {
    const longest = Array.from({length: mine.length + 1}, () => Array(ours.length + 1).fill(0));
    for (let i = mine.length; i--;) for (let j = ours.length; j--;)
      longest[i][j] = mine[i] === ours[j] ? longest[i + 1][j + 1] + 1
        : Math.max(longest[i + 1][j], longest[i][j + 1]);
    const own = [mine, ours].map((lines) => lines.map(() => true));
    for (let i = 0, j = 0; i < mine.length && j < ours.length;)
      if (mine[i] === ours[j]) own[0][i++] = own[1][j++] = false;
      else if (longest[i + 1][j] >= longest[i][j + 1]) i++;
      else j++;
    return own;
  }

  // when a reader comes near one of them
  document.addEventListener("DOMContentLoaded", () => {
    const boxes = document.querySelectorAll(".exercise-live");
    const near = new IntersectionObserver((seen) => {
      if (!seen.some((each) => each.isIntersecting)) return;
      near.disconnect();
      withEditor().then(() => boxes.forEach(mount));
    }, {rootMargin: "1000px"});
    boxes.forEach((box) => near.observe(box));
  });
})();
