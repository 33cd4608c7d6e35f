"""What may a no mean? In the order in which one outweighs the other, each with the law that says so."""

Bar = tuple[str, str]
"""A rule's id, and what its no means."""

END = "ends"  # the lead is done in this campaign
STAY = "stays"  # a pause, an unknown law, an unread stop: no step is passed over meanwhile (laws 4, 5, 6)
STEP = "step"  # not this step
NEXT = "next"  # not this number: the lead's next one may do
FOREIGN = "foreign"  # nobody knows the law of where this number is: the next one may do, else the lead waits
LIST = "list"  # an official list is not there: holds only whom nothing else refuses
ZONE = "zone"  # nobody knows where this number is: the next one may say, else the lead waits
SHUT = "shut"  # no calendar: never open until somebody does something
DEFER = "defer"  # time heals it

RANK = (END, STAY, FOREIGN, STEP, NEXT, LIST, ZONE, SHUT, DEFER)
VERDICTS = {END: "refuse", STAY: "hold", FOREIGN: "hold", STEP: "refuse", LIST: "hold", SHUT: "hold", DEFER: "defer"}
LATER = "later"
"""Time bars it for longer than the naive judge looks ahead."""
