# What each kind of code of a mail server says, as the end of “the carrier says: ...”.

mail-person = the person reported the e-mail as spam
mail-number = the address does not exist, or its mailbox is closed
mail-unreachable = the mailbox is full, or its server could not be reached
mail-filtered = the receiving server refused the e-mail by its own rules
mail-content = the e-mail could not be written as it is
mail-sender = the relay does not accept our sender
mail-unknown = the mail server gave a reason that says too little
