CREATE TABLE authors (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
ALTER TABLE notes ADD COLUMN author TEXT REFERENCES authors (name);
INSERT INTO notes (text) VALUES ('made by the second migration');
