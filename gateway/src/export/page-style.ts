/** The style of the exported document: read on a screen, and on paper. */
export const css = `
:root { color-scheme: light; --ink: #1c2430; --soft: #5a6472; --line: #d9dee5; --house: #0b4f6c; --paper: #fff; --tint: #f4f7f9; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 50rem; padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--paper); font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--house); color: #fff; }
header { border-bottom: 4px solid var(--house); padding-bottom: 1rem; }
.house { margin: 0; color: var(--house); font-weight: 600; letter-spacing: .02em; }
h1 { margin: .2rem 0 .6rem; font-size: 2rem; line-height: 1.2; }
h2 { margin: 0 0 .8rem; font-size: 1.35rem; color: var(--house); }
h3 { margin: 1.4rem 0 .5rem; font-size: 1.1rem; }
h4, h5, h6 { margin: 1rem 0 .4rem; font-size: 1rem; color: var(--soft); }
.lead { margin: 0 0 .6rem; font-size: 1.1rem; }
.date, .count { margin: 0; color: var(--soft); }
nav { margin: 1.5rem 0; padding: 1rem 1.25rem; background: var(--tint); border-radius: .4rem; }
nav h2 { font-size: 1rem; margin-bottom: .4rem; }
nav ol { margin: 0; padding-left: 1.4rem; columns: 2; column-gap: 2rem; }
a { color: var(--house); }
section { margin-top: 2.2rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: minmax(9rem, 15rem) 1fr; gap: 0 1.25rem; padding: .3rem 0; border-bottom: 1px solid var(--line); }
dl > div:last-child { border-bottom: 0; }
dt { color: var(--soft); }
section > dl > dt { margin-top: .7rem; color: var(--ink); font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.nothing { color: var(--soft); font-style: italic; }
.entries { margin: .6rem 0 0; padding: 0; list-style: none; counter-reset: entry; }
.entries > li { position: relative; margin-bottom: .8rem; padding: .6rem 1rem; border: 1px solid var(--line); border-left: 4px solid var(--house); border-radius: .3rem; }
table { width: 100%; border-collapse: collapse; margin: .3rem 0 .6rem; }
th, td { padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 500; }
.part { margin-top: .4rem; }
@media (max-width: 34rem) { dl > div { grid-template-columns: 1fr; } nav ol { columns: 1; } }
@media print {
  @page { margin: 18mm 16mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .skip { display: none; }
  nav { background: none; border: 1px solid var(--line); }
  a { color: inherit; text-decoration: none; }
  h2, h3, h4 { break-after: avoid; }
  .entries > li:not(:has(.part)), dl > div, tr { break-inside: avoid; }
}
`;
