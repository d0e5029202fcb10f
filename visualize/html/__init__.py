"""One web page, one file: the interview, the advice, what-if and the flowcharts, without a network.

`page.py` puts the file together and `data.py` says what of the rulebook goes into it. In the browser
`walk.js`, which knows nothing of the page, answers by the same diagrams as the engine, and `page.js`
shows what it says.
"""
