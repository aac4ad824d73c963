-- History, not caches: what is current is derived from these tables and can be rebuilt from them.

-- The last position given out. Positions order everything durable that /sync can show.
-- server_name is the one whose users and rooms these are; it is set at the first start.
CREATE TABLE log (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    position    INTEGER NOT NULL,
    server_name TEXT
) STRICT;
INSERT INTO log (id, position) VALUES (1, 0);

-- A Matrix user belongs to one subject for ever (first login binds it). The issuer is where that was; its address may change, its subjects stay.
-- token_issued_at is the iat, in Unix seconds, of the newest token that logged in: what an older one says of groups is out of date.
CREATE TABLE users (
    user_id      TEXT PRIMARY KEY,
    issuer       TEXT NOT NULL,
    subject      TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    token_issued_at INTEGER NOT NULL,
    display_name TEXT,
    avatar_url   TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
    user_id      TEXT NOT NULL,
    device_id    TEXT NOT NULL,
    display_name TEXT,
    logged_in_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, device_id)
) STRICT, WITHOUT ROWID;

-- Tokens are stored as SHA-256. An access token that came with a refresh token names it, so that its first use spends the one before.
CREATE TABLE access_tokens (
    hash         BLOB PRIMARY KEY,
    user_id      TEXT NOT NULL,
    device_id    TEXT NOT NULL,
    expires_at   INTEGER,
    refresh_hash BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX access_tokens_of_device ON access_tokens (user_id, device_id);

-- state: 0 current, 1 replaced by one whose answer the client may have lost, 2 spent.
CREATE TABLE refresh_tokens (
    hash      BLOB PRIMARY KEY,
    user_id   TEXT NOT NULL,
    device_id TEXT NOT NULL,
    state     INTEGER NOT NULL,
    issued    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_of_device ON refresh_tokens (user_id, device_id, issued);

CREATE TABLE rooms (
    room_id TEXT PRIMARY KEY,
    version TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
    alias   TEXT PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (room_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_of_room ON aliases (room_id);

-- json holds the canonical event. A redaction overwrites it with the redacted form, which has the same reference hash.
CREATE TABLE events (
    position    INTEGER PRIMARY KEY,
    event_id    TEXT NOT NULL UNIQUE,
    room_id     TEXT NOT NULL REFERENCES rooms (room_id),
    type        TEXT NOT NULL,
    state_key   TEXT,
    sender      TEXT NOT NULL,
    json        BLOB NOT NULL,
    device_id   TEXT,
    txn_id      TEXT,
    replaces    INTEGER,
    redacted_by INTEGER
) STRICT;
CREATE INDEX events_of_room ON events (room_id, position);
CREATE UNIQUE INDEX events_of_transaction ON events (sender, device_id, room_id, type, txn_id) WHERE txn_id IS NOT NULL;

-- State at a position: for each key the last change at or before it.
CREATE TABLE state_changes (
    room_id   TEXT NOT NULL,
    type      TEXT NOT NULL,
    state_key TEXT NOT NULL,
    position  INTEGER NOT NULL,
    PRIMARY KEY (room_id, type, state_key, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX state_changes_by_position ON state_changes (room_id, position);

CREATE TABLE memberships (
    user_id    TEXT NOT NULL,
    room_id    TEXT NOT NULL,
    position   INTEGER NOT NULL,
    membership TEXT NOT NULL,
    PRIMARY KEY (user_id, room_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_of_room ON memberships (room_id, position);

CREATE TABLE receipts (
    room_id   TEXT NOT NULL,
    user_id   TEXT NOT NULL,
    type      TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    event_id  TEXT NOT NULL,
    event_position INTEGER NOT NULL,
    ts        INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id, type, thread_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_by_position ON receipts (room_id, position);

-- room_id is empty for global account data.
CREATE TABLE account_data (
    user_id  TEXT NOT NULL,
    room_id  TEXT NOT NULL,
    type     TEXT NOT NULL,
    json     BLOB NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (user_id, room_id, type)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_data_by_position ON account_data (user_id, position);

CREATE TABLE filters (
    user_id   TEXT NOT NULL,
    filter_id TEXT NOT NULL,
    json      BLOB NOT NULL,
    PRIMARY KEY (user_id, filter_id)
) STRICT, WITHOUT ROWID;
