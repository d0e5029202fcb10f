"""One web page, one file: the interview, the advice, what-if and the flowcharts, without a network.

`page.py` puts the file together and `data.py` says what of the rulebook goes into it. In the browser
`walk.js`, which knows nothing of the page, answers by the same diagrams as the engine, `say.js` has its
words, `charts.js` lights the way through the flowcharts, and `page.js` does the rest.
"""
