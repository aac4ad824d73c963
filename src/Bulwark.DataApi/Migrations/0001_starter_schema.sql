-- The starter schema of the data API. Identifiers are UUIDs in lower case, times are UTC with microseconds in one width, so that text order is time order.
-- The model in Metadata/StarterSchema.cs says the same; a test holds the two against each other.

CREATE TABLE teams (
    id TEXT NOT NULL DEFAULT (lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6)))),
    name TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00'),
    CONSTRAINT teams_pkey PRIMARY KEY (id),
    CONSTRAINT teams_name_key UNIQUE (name),
    CONSTRAINT teams_name_check CHECK (length(name) BETWEEN 1 AND 200)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_members (
    team_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    display_name TEXT NOT NULL,
    CONSTRAINT team_members_pkey PRIMARY KEY (team_id, user_id),
    CONSTRAINT team_members_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE,
    CONSTRAINT team_members_user_id_check CHECK (length(user_id) BETWEEN 1 AND 255),
    CONSTRAINT team_members_role_check CHECK (role IN ('staff', 'analyst', 'experiencer')),
    CONSTRAINT team_members_display_name_check CHECK (length(display_name) BETWEEN 1 AND 200)
) STRICT, WITHOUT ROWID;

CREATE INDEX team_members_user_id_idx ON team_members (user_id, team_id);

CREATE TABLE lists (
    id TEXT NOT NULL DEFAULT (lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6)))),
    team_id TEXT,
    owner_id TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00'),
    CONSTRAINT lists_pkey PRIMARY KEY (id),
    CONSTRAINT lists_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE SET NULL,
    CONSTRAINT lists_owner_id_check CHECK (length(owner_id) BETWEEN 1 AND 255),
    CONSTRAINT lists_title_check CHECK (length(title) BETWEEN 1 AND 500)
) STRICT, WITHOUT ROWID;

CREATE INDEX lists_owner_id_idx ON lists (owner_id);
CREATE INDEX lists_team_id_idx ON lists (team_id);

CREATE TABLE list_items (
    id TEXT NOT NULL DEFAULT (lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6)))),
    list_id TEXT NOT NULL,
    text TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT (0),
    position INTEGER NOT NULL DEFAULT (0),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00'),
    CONSTRAINT list_items_pkey PRIMARY KEY (id),
    CONSTRAINT list_items_list_id_fkey FOREIGN KEY (list_id) REFERENCES lists (id) ON DELETE CASCADE,
    CONSTRAINT list_items_text_check CHECK (length(text) BETWEEN 1 AND 10000),
    CONSTRAINT list_items_done_check CHECK (done IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX list_items_list_id_idx ON list_items (list_id, position);

CREATE TABLE list_shares (
    list_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    can_edit INTEGER NOT NULL DEFAULT (0),
    CONSTRAINT list_shares_pkey PRIMARY KEY (list_id, user_id),
    CONSTRAINT list_shares_list_id_fkey FOREIGN KEY (list_id) REFERENCES lists (id) ON DELETE CASCADE,
    CONSTRAINT list_shares_user_id_check CHECK (length(user_id) BETWEEN 1 AND 255),
    CONSTRAINT list_shares_can_edit_check CHECK (can_edit IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX list_shares_user_id_idx ON list_shares (user_id, list_id);
