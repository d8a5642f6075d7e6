// Walks: a graph whose numbers the reader fills in, there and back. Python has computed what is
// right and what each foreseen mistake gives; here it is compared with what was typed.
(() => {
  "use strict";
  const {memory, element, drawn} = window.BookPage;
  const STAGES = ["A few blanks", "All gradients", "All numbers"];
  const COLUMN = 8.6, ROW = 7.8, SLOT = 4.2, ASIDE = 0.11, MARGIN = [2.7, 3.7]; // in em
  const UNREADABLE = "Write a number, such as 12, −3, 0.25, 0,25 or 1/4.";

  // a fraction, a decimal with a point or a comma, and any sign for minus
  function read(text) {
    const plain = text.replace(/\s/g, "").replace(/[−–]/g, "-").replaceAll(",", ".");
    const found = plain.match(/^([+-]?(?:\d+\.?\d*|\.\d+))(?:\/(\d+\.?\d*|\.\d+))?$/);
    return found ? Number(found[1]) / Number(found[2] ?? 1) : NaN;
  }

  // a single letter is a number, and set like one; a digit may stand behind it
  const label = (text) => text.split(/(?<![a-z])([a-zA-Z]\d?)(?![a-z])/).map((part, i) => i % 2
    ? element("i", {}, part[0], element("sub", {}, part.slice(1))) : part);

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
    const width = (node) => Math.max(SLOT, 0.46 * node.label.length + 1);
    const size = [0, 1].map((axis) => Math.max(...spots.map((spot) => spot[axis])) + MARGIN[axis]);
    const held = (node) => !boxes.some((box) => box.node === node && box.side === "gradient");

    const picture = element("div", {className: "walk-graph"});
    picture.style.width = `${size[0]}em`;
    picture.style.height = `${size[1]}em`;
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
        arrows(graph),
        ...nodes.map((node, i) => put(element("div", {className: "walk-node"}, ...label(node.label)),
          spots[i], 0, `${width(node)}em`)),
        ...order.sort(across(1)).map((node) => slot(graph, node, "value")),
        ...order.sort(across(-1)).filter((node) => !held(node)).map((node) => slot(graph, node, "gradient")));
      if (answers) answers.hidden = kept.graph !== 0; // they are those of the first
      say("");
      memory.set(`walk/${name}`, kept);
    }

    function put(made, [x, y], lower, width) {
      Object.assign(made.style, {left: `${x}em`, top: `${y + lower}em`, width});
      return made;
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

    function arrows(graph) {
      const id = `walk-${name}`;
      const made = drawn("svg", {viewBox: `0 0 ${size.join(" ")}`, "aria-hidden": "true"});
      made.append(...["there", "back"].map((way) => {
        const tip = drawn("marker", {id: `${id}-${way}`, class: `walk-${way}`, viewBox: "0 0 10 10", refX: 9,
          refY: 5, markerWidth: 0.6, markerHeight: 0.6, markerUnits: "userSpaceOnUse", orient: "auto"});
        tip.append(drawn("path", {d: "M0 1 L10 5 L0 9 Z"}));
        return tip;
      }));
      const line = (way, [x1, y1], [x2, y2]) => made.append(drawn("line",
        {x1, y1, x2, y2, class: `walk-${way}`, "marker-end": `url(#${id}-${way})`}));
      nodes.forEach(({inputs}, end) => inputs.forEach((start, i) => {
        const [[left, y0], [right, y1]] = [spots[start], spots[end]];
        const [x0, x1] = [left + width(nodes[start]) / 2, right - width(nodes[end]) / 2];
        const [run, rise] = [x1 - x0, y1 - y0];
        const at = (along, side) => [x0 + along * run - side * rise, y0 + along * rise + side * run];
        const gap = 0.15 / Math.hypot(run, rise);
        const aside = held(start) ? 0 : ASIDE / Math.hypot(run, rise);
        line("there", at(gap, -aside), at(1 - gap, -aside));
        if (held(start)) return;
        line("back", at(1 - gap, aside), at(gap, aside));
        if (kept.stage) return;
        const [x, y] = at(0.5, 0);
        made.append(drawn("text", {x, y: y + 1, class: "walk-back"}, `× ${graph.partials[end][i]}`));
      }));
      return made;
    }
  }

  document.addEventListener("DOMContentLoaded", () =>
    document.querySelectorAll(".walk-live").forEach(mount));
})();
