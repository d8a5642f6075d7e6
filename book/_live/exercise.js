// Exercises that check themselves: an editor in the place of each listing to start from, one Python
// for the page. Nothing is sent anywhere; what you write stays in the storage of your browser.
(() => {
  "use strict";
  const {KEY, memory, element, button} = window.BookPage;
  const python = window.BookPython;
  const {SIZE, FROM_DISK, SERVE, NO_NUMPY} = python;
  const NOT_KEPT = "Your browser does not let this page keep what you write: save it as a file.";

  const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

  function mount(box) {
    const {exercise, title} = box.dataset;
    const needsNumpy = "numpy" in box.dataset;
    const start = box.querySelector(".highlight-python pre").textContent.trimEnd();
    const listing = box.querySelector(".exercise-start");
    // the text, what another tab wrote meanwhile, and whether it was tried, solved
    const kept = memory.get(exercise);
    let withNumpy = false;
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
    const checks = element("ul", {className: "exercise-checks", hidden: true});
    checks.setAttribute("aria-label", `Checks of ${title}`);
    const picture = element("div");
    const paper = element("div", {className: "exercise-editor"});
    const editor = BookEditor(paper, kept.text ?? start, {
      label: `Your answer to ${title}`, describedBy: hint.id,
      onRun: () => go("run"),
      onFocus() {
        if (FROM_DISK) say(SERVE);
        else if (!needsNumpy || withNumpy) warmUp();
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
    const save = button("Save as .py", () => {
      const address = URL.createObjectURL(new Blob([editor.text.trimEnd() + "\n"], {type: "text/x-python"}));
      element("a", {href: address, download: `${exercise.split("/")[1]}.py`}).click();
      setTimeout(() => URL.revokeObjectURL(address));
    });
    const others = element("p", {className: "exercise-other"},
      "This answer was changed in another tab. ",
      button("Take that over", () => settle(theirs)), " ",
      button("Keep this one", () => settle(null)));
    others.setAttribute("role", "status");
    stop.disabled = true;
    const bar = element("div", {className: "exercise-bar"}, check, run, stop, again, save);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", title);

    listing.hidden = true;
    box.prepend(paper, hint, bar, status, checks, output, picture);
    if (needsNumpy) askForNetwork();
    askBeforeSolution();
    showProgress(box);
    if (!memory.works) hint.append(` ${NOT_KEPT}`);
    offer(kept.other ?? null);
    for (const event of ["storage", "pageshow"]) addEventListener(event, ({key, newValue}) => {
      look(key === KEY + exercise && newValue ? JSON.parse(newValue) : undefined);
      showProgress(box);
      showChapter();
    });
    box.dataset.ready = "yes";

    function say(text) { status.textContent = text; }
    function clear() {
      editor.mark(null);
      for (const each of [output, checks, picture]) each.replaceChildren();
      output.hidden = checks.hidden = true;
    }
    function warmUp() {
      if (python.worker) return;
      python.start((told) => status.textContent.startsWith("Python is loading") && say(told));
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
      say(python.isReady ? "Running …" : `Python is loading (${SIZE}, once) …`);
      if (what === "check") memory.set(exercise, {tried: true});
      python.ask({
        print, failed: idle, running: () => say("Running …"),
        done: (told) => what === "check" ? show(told) : showRun(told),
      }, {answer: editor.text, exercise: what === "check" ? exercise : null, numpy: withNumpy});
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
      for (const one of tried) checks.append(line(one.passed ? "✓ passed: " : "✗ not yet: ", one.check, one.message));
      for (const one of later) checks.append(line("· later: ", one));
      checks.hidden = false;
      editor.mark(tried.at(-1).line);
      const good = tried.filter((one) => one.passed).length;
      if (passed) memory.set(exercise, {solved: true});
      document.querySelectorAll(".exercise-live").forEach(showProgress);
      showChapter();
      idle(passed ? `Solved: ${count(good, "check")} passed.`
                  : `${good} of ${count(tried.length + later.length, "check")} passed.`);
    }
    function line(mark, text, message = "") {
      return element("li", {}, element("strong", {}, mark), text,
        ...(message ? [element("pre", {tabIndex: 0}, message)] : []));
    }
    function askForNetwork() {
      check.disabled = run.disabled = true;
      const ask = element("p", {className: "exercise-network"},
        "This exercise needs NumPy, which this site does not contain. ",
        "Check it on your own machine, with the command below; this chapter’s notebook, in the " +
        "download menu, has its cells to try things in. Or ",
        button("load NumPy from cdn.jsdelivr.net", () => {
          if (FROM_DISK) return say(SERVE);
          withNumpy = true;
          check.disabled = run.disabled = false;
          ask.remove();
          say("NumPy comes over the network with the first run.");
        }), " (needs the network, about 3 MB).");
      paper.before(ask);
    }
    function askBeforeSolution() {
      const folded = box.parentElement.querySelector("details.exercise-solution");
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

  function showProgress(box) {
    const title = box.closest(".exercise").querySelector(".admonition-title");
    if (memory.get(box.dataset.exercise).solved && !title.querySelector(".exercise-solved"))
      title.append(element("span", {className: "exercise-solved"}, " ✓ solved"));
  }
  const solvedOf = (names) => names.filter((name) => memory.get(name).solved).length;

  // at the chapter's end, and beside each chapter in the table of contents
  function showChapter() {
    const names = [...document.querySelectorAll(".exercise-live")].map((box) => box.dataset.exercise);
    const end = document.querySelector("article section > section:last-of-type");
    if (!names.length || !end) return;
    const line = end.querySelector(".progress-here") ??
      end.appendChild(element("p", {className: "progress-here"}));
    line.textContent = `You have solved ${solvedOf(names)} of the ${names.length} exercises of this chapter.`;
  }
  function showMap() {
    const chapters = document.querySelector("script.exercises-of-chapters");
    if (!chapters) return;
    for (const [page, names] of Object.entries(JSON.parse(chapters.textContent))) {
      const solved = solvedOf(names);
      if (solved)
        document.querySelector(`article .map a[href^="${page}.html"]`)?.after(
          element("span", {className: "progress-there"}, ` ${solved} of ${names.length} exercises solved`));
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".exercise-live").forEach(mount);
    showChapter();
    showMap();
  });
})();
