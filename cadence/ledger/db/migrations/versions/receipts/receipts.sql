-- A webhook is tried for a few seconds only. A message that was sent and whose end nobody reported is asked about.
CREATE INDEX touches_unreported ON touches (at) WHERE state = 'settled' AND outcome = 'sent';
