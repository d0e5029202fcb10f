"""The words of every diagnostic, in one place.

The guide: lower case, no final full stop, the user's own words in backticks, no type names of
Python, one primary label and what to do about it in `help`. A function a matter; `codes.py` explains
each code at length.
"""

from .checks import *
from .events import *
from .files import *
from .phrases import *
from .program import *
from .rules import *
from .shapes import *
from .tables import *
