"""How is an e-mail sent, and how are answers to it read? Edge: SMTP through a relay, one mailbox by IMAP."""
