"""One web page, one file: the interview, the advice, what-if and the flowcharts, without a network.

`page.py` puts the file together and `data.py` says what of the rulebook goes into it. In the browser
`walk.js` answers by the same diagrams as the engine and `say.js` has its words; neither knows anything
of the page. `question.js`, `drafts.js` and `charts.js` show one thing each, `page.js` the rest.
"""
