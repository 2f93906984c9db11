"""Who could read what, for each way to ask for a second view: the same words on a page and in a terminal."""

from typing import Final

MESSAGE: Final = (
    "Whoever can read that chat or mail, such as its provider or your company, can read it, and the reply too. None of "
    "your answers is in it."
)
PAPER: Final = (
    "Half a sheet for each of you, filled in apart and turned over together. Nobody else sees it. None of your answers "
    "is on it."
)
LINK: Final = (
    "It holds numbers of statements, and a name if you gave one; none of your answers. What stands behind # reaches no "
    "server by itself, but programs that check links in mails may see it. The reply comes back as lines of text or a "
    "file with them, and whoever can read that chat or mail can read it."
)
FILE: Final = (
    "One page that opens in any browser, with no network. Who gets it can read the questions; none of your answers is "
    "in it. Its reply comes back encrypted, and your key alone opens it."
)
KEY_LOST: Final = "Keep a copy of the key: if it is lost, the reply can’t be opened by anybody."
