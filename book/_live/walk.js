// Walks: a graph whose numbers the reader fills in, there and back. Python has computed what is
// right and what each foreseen mistake gives; here it is compared with what was typed.
(() => {
  "use strict";
  const {memory, element} = window.BookPage;
  const {arrows, label, paper, put, width} = window.BookDraw;
  const STAGES = ["A few blanks", "All gradients", "All numbers"];
  const COLUMN = 8.6, ROW = 7.8, SLOT = 4.2, MARGIN = [2.7, 3.7]; // in em
  const UNREADABLE = "Write a number, such as 12, −3, 0.25, 0,25 or 1/4.";

  // a fraction, a decimal with a point or a comma, and any sign for minus
  function read(text) {
    const plain = text.replace(/\s/g, "").replace(/[−–]/g, "-").replaceAll(",", ".");
    const found = plain.match(/^([+-]?(?:\d+\.?\d*|\.\d+))(?:\/(\d+\.?\d*|\.\d+))?$/);
    return found ? Number(found[1]) / Number(found[2] ?? 1) : NaN;
  }

  function mount(live) {
    const {walk: name} = live.dataset;
    let isFresh = false;
    const {alt, near, nodes, boxes, graphs, title} = window.walks[name];
    const kept = {graph: 0, stage: 0, typed: {}, ...memory.get(`walk/${name}`)};
    if (!graphs[kept.graph]) kept.graph = 0; // an older version had more of them
    const answers = live.parentElement.querySelector("details");

    const top = Math.max(...nodes.map(({at}) => at[1]));
    const spots = nodes.map(({at: [column, row]}) =>
      [column * COLUMN + MARGIN[0], (top - row) * ROW + MARGIN[1]]);
    const size = [0, 1].map((axis) => Math.max(...spots.map((spot) => spot[axis])) + MARGIN[axis]);
    const held = (node) => !boxes.some((box) => box.node === node && box.side === "gradient");

    const picture = paper(size);
    const status = element("p", {className: "exercise-status"});
    status.setAttribute("role", "status");
    const bar = element("div", {className: "exercise-bar"});
    const stages = STAGES.map((text, stage) => button(text, () => { kept.stage = stage; show(); }));
    button("Another graph", () => {
      kept.graph = (kept.graph + 1) % graphs.length;
      show();
      say(`Graph ${kept.graph + 1} of ${graphs.length}.`);
    });
    button("Start again", () => { delete kept.typed[kept.graph]; show(); });
    live.prepend(
      element("p", {className: "visually-hidden"}, alt),
      bar, element("div", {className: "walk-frame"}, picture), status,
      element("p", {className: "exercise-keys"},
        "Enter or Tab has a number judged. Two or three digits are enough; ¼ is 1/4, 0.25 or 0,25."));
    live.setAttribute("role", "group");
    live.setAttribute("aria-label", `Walk: ${title}`);
    show();
    live.dataset.ready = "yes";

    function button(text, onclick) {
      const made = element("button", {type: "button", textContent: text, onclick});
      bar.append(made);
      return made;
    }
    function say(text) { status.textContent = text; }

    function show() {
      const graph = graphs[kept.graph];
      stages.forEach((made, stage) => made.setAttribute("aria-pressed", stage === kept.stage));
      const across = (sign) => (a, b) =>
        sign * (nodes[a].at[0] - nodes[b].at[0]) || nodes[b].at[1] - nodes[a].at[1];
      const order = [...nodes.keys()];
      picture.replaceChildren(
        arrows(`walk-${name}`, size, nodes, spots, (start) => !held(start),
          (end, i) => kept.stage ? "" : `× ${graph.partials[end][i]}`),
        ...nodes.map((node, i) => put(element("div", {className: "walk-node"}, ...label(node.label)),
          spots[i], 0, `${width(node.label)}em`)),
        ...order.sort(across(1)).map((node) => slot(graph, node, "value")),
        ...order.sort(across(-1)).filter((node) => !held(node)).map((node) => slot(graph, node, "gradient")));
      if (answers) answers.hidden = kept.graph !== 0; // they are those of the first
      say("");
      memory.set(`walk/${name}`, kept);
    }

    function slot(graph, node, side) {
      const number = boxes.findIndex((box) => box.node === node && box.side === side);
      const what = side === "value" ? `Value of ${nodes[node].name}` : `Gradient of ${nodes[node].name}`;
      const made = element("span", {className: `walk-${side}`});
      if (boxes[number]?.stage <= kept.stage) made.append(...blank(graph, number, what, made));
      else made.append(element("span", {className: "visually-hidden"}, `${what}: `), graph[side][node]);
      return put(made, spots[node], side === "value" ? -2.2 : 2.2, `${SLOT}em`);
    }

    function blank(graph, number, what, made) {
      const input = element("input", {type: "text", autocomplete: "off", spellcheck: false});
      const mark = element("span", {className: "walk-mark", ariaHidden: "true"});
      input.setAttribute("aria-label", what);
      input.value = kept.typed[kept.graph]?.[number] ?? "";
      let says = "";
      function judge() {
        const {right, text} = verdict(graph, number, input.value);
        const state = text && (right ? "right" : "wrong");
        made.dataset.state = state;
        mark.textContent = {right: "✓", wrong: "✗"}[state] ?? "";
        input.setAttribute("aria-invalid", state === "wrong");
        says = text && `${what}: ${text}`;
      }
      function tell() {
        judge();
        (kept.typed[kept.graph] ??= {})[number] = input.value;
        const left = [...picture.querySelectorAll("input")].filter(
          (each) => each.parentElement.dataset.state !== "right");
        if (!left.length) kept.done = true; // once is enough, for the progress
        memory.set(`walk/${name}`, kept);
        isFresh = true; // so that the next box, when it is reached, does not speak over it
        setTimeout(() => { isFresh = false; });
        say(left.length || !says ? says : `${says} Every number is right.`);
        const next = left.find((each) => input.compareDocumentPosition(each) & 4);
        return made.dataset.state === "right" ? next ?? left[0] : null;
      }
      input.addEventListener("change", tell);
      input.addEventListener("keydown", (event) => event.key === "Enter" && (tell() ?? input).focus());
      input.addEventListener("focus", () => {
        input.select();
        if (made.dataset.state === "wrong" && !isFresh) say(says);
      });
      input.addEventListener("input", () => { made.dataset.state = mark.textContent = ""; });
      judge();
      return [input, mark];
    }

    function verdict(graph, number, typed) {
      const {node, side, says} = boxes[number];
      const answer = read(typed);
      const off = (right) => Math.abs(answer - right) / (Math.abs(right) || near);
      if (!typed.trim()) return {text: ""};
      if (!Number.isFinite(answer)) return {text: UNREADABLE};
      if (off(graph.right[number]) <= near) return {right: true, text: "right."};
      const wrong = graph.wrong[number].map(off);
      const nearest = Math.min(...wrong);
      if (nearest <= near) return {text: says[wrong.indexOf(nearest)]};
      const users = nodes.filter(({inputs}) => inputs.includes(node)).map((user) => user.name);
      return {text: side === "value" ? "not yet. Put in the numbers that the arrows bring."
        : !users.length ? "not yet. How fast does the end grow with itself?"
        : `not yet. Multiply the gradient of ${users.join(", and that of ")} by the local derivative` +
          (users.length > 1 ? ", and add." : ".")};
    }
  }

  document.addEventListener("DOMContentLoaded", () =>
    document.querySelectorAll(".walk-live").forEach(mount));
})();
