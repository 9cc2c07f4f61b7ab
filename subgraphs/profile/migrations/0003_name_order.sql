-- Names are ordered as in Norwegian, with Æ, Ø and Å last, whatever the server's own locale.
CREATE INDEX person_by_name ON profile.person ((name COLLATE "nb-x-icu"), id);
