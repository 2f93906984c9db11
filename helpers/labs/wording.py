"""The words that the rules of `stories` look for: English, and never complete.

Each list is one regular expression of whole words, upper or lower case. In the lists terms are separated by
space, and "_" stands for a space within one.
"""

from __future__ import annotations

import re


def _any_of(terms: str) -> re.Pattern[str]:
    listed = "|".join(term.replace("_", " ") for term in terms.split())
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


ANYBODY = re.compile(
    r"(?:an? |the |our |all |any |every )*(?:end[- ])?(?:users?|customers?|clients?|people|persons?|some(?:body|one)|"
    r"every(?:body|one)|any(?:body|one)|admins?|stakeholders?|business|company|team|we|they|system)[.!]?",
    re.IGNORECASE,
)
"""A "who" that could be anybody; matched against the whole of it."""

HOW = _any_of(
    """
    buttons? drop-?downs? screens? pop-?ups? modals? check-?box(?:es)? databases? apis? endpoints? dashboards? widgets?
    toggles? icons? micro-?services? machine_learning
    """
)
"""How something is built, where a story should say what somebody can do."""

OURS = _any_of("renew\\w* competitors? revenue sales contracts? promised asked asks")
"""What is a reason for the company more than for whom the story is about."""

VAGUE = _any_of(
    """
    eas(?:y|ily|ier) simpl(?:e|y|er) user[-_]?friendly intuitive(?:ly)? etc\\.? and_so_on appropriate(?:ly)?
    proper(?:ly)? correct(?:ly)? (?:as|if|when|where)_(?:needed|necessary|possible) better improved? seamless(?:ly)?
    smooth(?:ly)? robust flexib(?:le|ly) efficient(?:ly)? nice(?:ly)? good great optimal(?:ly)? reasonabl[ey] modern
    suitabl[ey] adequate(?:ly)? convenient(?:ly)? relevant usual(?:ly)? normal(?:ly)? works?_(?:well|fine)
    no_(?:problems?|issues?)
    """
)
"""Words that two people can read differently."""

MEASURABLE = _any_of(
    """
    fast(?:er)? quick(?:ly|er)? soon instant(?:ly)? immediate(?:ly)? several some many various large(?:r)? big(?:ger)?
    small(?:er)? long short often rarely a_few high low
    """
)
"""Words that are vague only as long as no number stands beside them."""

NUMBER = _any_of(
    """
    \\d[\\d.,:]*\\w{0,2} two three four five six seven eight nine ten twelve once twice half zero
    (?:mon|tues|wednes|thurs|fri|satur|sun)days?
    """
)
"""Something that can be counted."""

SEEN = _any_of(
    """
    sees? seen shows? shown display\\w* appears? gets? receiv\\w+ sent sends? lists? listed says? reads? told tells?
    stands? messages? e-?mails? mails? sms errors? warn\\w* notif\\w+ remind\\w* cannot can can['’]t refus\\w+
    reject\\w+ declin\\w+ accept\\w* saved? stays? remains? contains? includes? opens? closes? redirect\\w*
    equals? prints? booked freed? taken counts? is_(?:gone|there|empty|full|blocked|deleted|removed|added|marked)
    """
)
"""What somebody could look at to see whether a criterion is met."""

OTHERWISE = _any_of(
    """
    not no never cannot can['’]?t \\w+n['’]t without unless fail\\w* errors? invalid refus\\w+ reject\\w+ declin\\w+
    cancel\\w* too_(?:many|few|large|big|late|early|long) missing empty wrong otherwise already expire\\w* above
    more_than or_more second
    """
)
"""What is said when something doesn't go as it should, or goes over an edge."""

LEANS = _any_of(
    "depends?_on blocked_by needs?_.{1,40}_first once_.{1,40}_(?:is|are)_(?:built|done|finished|ready|live)"
)
"""What says that something else has to be there first."""

LAYER = _any_of(
    """
    databases? schemas? back-?end front-?end apis? endpoints? ui ux design mock-?ups? wireframes? tests? testing qa
    documentation migrations? refactor\\w* infrastructure deploy\\w* data_model css
    """
)
"""A layer of the software or a step of the work, which helps nobody by itself."""

JOINED = _any_of("and or as_well_as plus &")
"""What joins two things that might be two stories."""

_LITTLE = """
    a an and are as at be by can could do for from have i if in is it my of on or our so that the their them they this
    to us want we will with would you your
"""
LITTLE = frozenset(_LITTLE.split())
"""Words that don't count when two sentences are compared."""
