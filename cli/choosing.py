"""Choosing one of a few answers on a terminal: the arrow keys move, typing narrows the choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import Output

from .style import Style, printable, wrapped

T = TypeVar("T")


@dataclass
class Menu(Generic[T]):
    """The choices with their words, what was typed, and which of those left is pointed at."""

    choices: Sequence[tuple[T, str]]
    typed: str = ""
    at: int = 0

    @property
    def left(self) -> list[tuple[T, str]]:
        """The choices with what was typed somewhere in their words."""
        wanted = self.typed.strip().casefold()
        return [choice for choice in self.choices if wanted in choice[1].casefold()]

    def move(self, steps: int) -> None:
        """Point at another choice; past the end comes the beginning."""
        self.at = (self.at + steps) % max(1, len(self.left))

    def type(self, text: str) -> None:
        """Narrow the choice, or with other text widen it again."""
        self.typed, self.at = text, 0

    def lines(self, style: Style) -> StyleAndTextTuples:
        """The menu as it is shown."""
        bold, dim = ("bold ansicyan", "ansibrightblack") if style.color else ("", "")
        shown: StyleAndTextTuples = []
        for number, (_, words) in enumerate(self.left):
            pointed = number == self.at
            if pointed:
                shown.append(("[SetCursorPosition]", ""))
            first = "» " if pointed else "  "
            for line in wrapped(words, style.width - 1, "    ", f"  {first}"):
                shown.append((bold if pointed else "", f"{printable(line)}\n"))
        if not self.typed:
            way = "Arrow keys and Enter, or type a part of an answer."
        elif self.left:
            way = f"Typed: {self.typed}"
        else:
            way = f"Typed: {self.typed} (that is in none of the answers; Backspace takes it back)"
        lines = wrapped(way, style.width - 1, "  ", "  ")
        shown.append((dim, "\n".join(printable(line) for line in lines)))
        return shown


def choose(choices: Sequence[tuple[T, str]], style: Style, output: Output) -> T:
    """The choice of who sits at the terminal; raises KeyboardInterrupt or EOFError instead."""
    menu = Menu(choices)
    keys = KeyBindings()

    def on(*names: str, do: Callable[[KeyPressEvent], None], eager: bool = False) -> None:
        for name in names:
            keys.add(name, eager=eager)(do)

    on("up", "c-p", do=lambda _: menu.move(-1))
    on("down", "c-n", do=lambda _: menu.move(1))
    on("backspace", do=lambda _: menu.type(menu.typed[:-1]))
    on("escape", do=lambda _: menu.type(""), eager=True)
    on("c-c", do=lambda event: event.app.exit(exception=KeyboardInterrupt))
    on("c-d", do=lambda event: event.app.exit(exception=EOFError))

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        if menu.left:
            event.app.exit(result=menu.left[menu.at][0])

    @keys.add(Keys.Any)
    @keys.add(Keys.BracketedPaste)
    def _(event: KeyPressEvent) -> None:
        menu.type(menu.typed + "".join(filter(str.isprintable, event.data)))

    control = FormattedTextControl(lambda: menu.lines(style), focusable=True, show_cursor=False)
    application: Application[T] = Application(
        layout=Layout(Window(control, dont_extend_height=True)),
        key_bindings=keys,
        erase_when_done=True,
        output=output,
    )
    return application.run()
