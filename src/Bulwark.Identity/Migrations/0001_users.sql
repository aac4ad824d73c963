-- Times are seconds since 1970, as in the tokens.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    sub TEXT NOT NULL UNIQUE,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE, -- the name in lower case: names are compared without case
    email TEXT,
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    password_hash TEXT, -- PHC string; null: no login by password
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE user_groups (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE refresh_tokens (
    token_hash BLOB NOT NULL PRIMARY KEY, -- SHA-256
    origin_jti TEXT NOT NULL, -- the login that the token, and every token made with it, comes from
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    auth_time INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id, auth_time);
CREATE INDEX refresh_tokens_by_origin ON refresh_tokens (origin_jti);
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);

-- Logins that were signed out while access tokens of theirs may still run.
CREATE TABLE revoked_origins (
    origin_jti TEXT NOT NULL PRIMARY KEY,
    forget_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX revoked_origins_by_end ON revoked_origins (forget_at);
