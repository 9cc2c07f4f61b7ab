import { onChoice } from './choice.js';

const { React, ReactDOM, GraphiQL } = window;
const root = ReactDOM.createRoot(document.getElementById('explorer'));
let shown = '';
let variables = '';
let times = 0;

const fetcher = GraphiQL.createFetcher({ url: '/graphql' });

await onChoice((headers, chosenDocument) => {
  // An example brings no variables; another caller asks with those that are there.
  if (chosenDocument !== undefined) [shown, variables] = [chosenDocument, ''];
  times += 1;
  root.render(
    React.createElement(GraphiQL, {
      // A new key opens GraphiQL anew, for it reads its headers only when it opens.
      key: times,
      fetcher,
      query: shown,
      variables,
      headers: JSON.stringify(headers, null, 2),
      onEditQuery: (text) => {
        shown = text;
      },
      onEditVariables: (text) => {
        variables = text;
      },
      shouldPersistHeaders: false,
      defaultEditorToolsVisibility: 'headers',
      // Tokens and queries are kept nowhere.
      storage: { getItem: () => null, setItem() {}, removeItem() {}, clear() {}, length: 0 },
    }),
  );
});
