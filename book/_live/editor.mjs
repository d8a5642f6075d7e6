// The editor of an exercise: CodeMirror with what Python needs, as one script for all pages.
import {defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory} from "@codemirror/commands";
import {pythonLanguage} from "@codemirror/lang-python";
import {bracketMatching, indentOnInput, indentUnit, syntaxHighlighting} from "@codemirror/language";
import {EditorState, StateEffect, StateField} from "@codemirror/state";
import {Decoration, EditorView, keymap, lineNumbers} from "@codemirror/view";
import {classHighlighter} from "@lezer/highlight";

const markLine = StateEffect.define();
const marked = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    if (change.docChanged) marks = Decoration.none;
    for (const effect of change.effects) {
      if (!effect.is(markLine)) continue;
      const line = effect.value && change.state.doc.line(effect.value);
      marks = line ? Decoration.set([Decoration.line({class: "faulty-line"}).range(line.from)])
                   : Decoration.none;
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

window.BookEditor = (parent, text, {label, describedBy, onRun, onFocus, onChange}) => {
  const view = new EditorView({parent, doc: text, extensions: [
    lineNumbers(), history(), bracketMatching(), indentOnInput(), indentUnit.of("    "),
    EditorState.tabSize.of(4), pythonLanguage, syntaxHighlighting(classHighlighter), marked,
    EditorView.contentAttributes.of(
      {"aria-label": label, "aria-describedby": describedBy, spellcheck: "false", tabindex: "0"}),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
      if (update.focusChanged && update.view.hasFocus) onFocus();
    }),
    keymap.of([{key: "Mod-Enter", run: () => (onRun(), true)},
               ...defaultKeymap, ...historyKeymap, indentWithTab]),
  ]});
  // the search of the site takes "/" from whatever it does not know to be a text field
  view.dom.addEventListener("keydown", (event) => event.stopPropagation());
  return {
    get text() { return view.state.doc.toString(); },
    set text(insert) {
      view.dispatch({changes: {from: 0, to: view.state.doc.length, insert},
                     annotations: isolateHistory.of("full")}); // one step for Undo
    },
    mark(line) {
      view.dispatch({effects: markLine.of(line && line <= view.state.doc.lines ? line : null)});
    },
  };
};
