-- What its attempts are part of, whichever process makes them: W3C's text for it. None while traces were off.
ALTER TABLE inbox ADD COLUMN traceparent text;
