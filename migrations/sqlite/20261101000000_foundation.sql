-- Learners are keyed by a keyed hash of their number (32 hex digits); what is about them in words is sealed.
-- Times are UTC, in RFC 3339; ids are 16 bytes; truth is 0 or 1.
-- Every logged row carries the id of its journal entry, so that writing it again keeps it once.

CREATE TABLE users (
    learner_id TEXT PRIMARY KEY,
    phone_sealed BLOB NOT NULL,
    name_sealed BLOB,
    language TEXT,
    user_type TEXT NOT NULL DEFAULT 'student',
    region TEXT,
    school TEXT,
    grade_level TEXT,
    is_active INTEGER NOT NULL DEFAULT 1,
    total_points INTEGER NOT NULL DEFAULT 0,
    current_level TEXT NOT NULL DEFAULT 'beginner',
    created_at TEXT NOT NULL,
    last_active TEXT NOT NULL
) STRICT;
CREATE INDEX users_last_active ON users (last_active);

CREATE TABLE user_sessions (
    id BLOB PRIMARY KEY,
    learner_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    module_name TEXT,
    interaction_type TEXT NOT NULL,
    user_input_sealed BLOB NOT NULL,
    ai_response_sealed BLOB NOT NULL,
    took_ms INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX user_sessions_learner ON user_sessions (learner_id, at);
CREATE INDEX user_sessions_session ON user_sessions (session_id);
CREATE INDEX user_sessions_at ON user_sessions (at);

CREATE TABLE module_usage (
    learner_id TEXT NOT NULL,
    module_name TEXT NOT NULL,
    usage_count INTEGER NOT NULL,
    total_ms INTEGER NOT NULL,
    last_used TEXT NOT NULL,
    PRIMARY KEY (learner_id, module_name)
) STRICT;

CREATE TABLE attempts (
    id BLOB PRIMARY KEY,
    learner_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    module_name TEXT NOT NULL,
    skill TEXT NOT NULL,
    level INTEGER NOT NULL,
    correct INTEGER NOT NULL,
    score INTEGER,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_learner ON attempts (learner_id, at);
CREATE INDEX attempts_skill ON attempts (module_name, skill);

CREATE TABLE calls (
    id BLOB PRIMARY KEY,
    call_sid TEXT NOT NULL UNIQUE,
    learner_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    turns INTEGER NOT NULL,
    ended_at TEXT NOT NULL
) STRICT;
CREATE INDEX calls_learner ON calls (learner_id, ended_at);

CREATE TABLE messages (
    id BLOB PRIMARY KEY,
    learner_id TEXT NOT NULL,
    message_sid TEXT,
    status TEXT NOT NULL,
    error_code TEXT,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX messages_sid ON messages (message_sid);
CREATE INDEX messages_learner ON messages (learner_id, at);

CREATE TABLE checkpoints (
    learner_id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE learning_groups (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    group_type TEXT,
    region TEXT,
    school TEXT,
    grade_level TEXT,
    subject TEXT,
    teacher_id TEXT,
    is_active INTEGER NOT NULL DEFAULT 1,
    max_members INTEGER NOT NULL DEFAULT 50,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX learning_groups_region ON learning_groups (region);
CREATE INDEX learning_groups_teacher ON learning_groups (teacher_id);

CREATE TABLE web_users (
    id BLOB PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    full_name TEXT,
    hashed_password TEXT,
    role TEXT NOT NULL DEFAULT 'user',
    organization TEXT,
    is_active INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL
) STRICT;
