-- The hub file, format 1. A change of format is a new numbered script, never an edit of this one.
-- Times are UTC ticks (100 ns since 0001-01-01). Keys are assigned by the engine, which is the only writer.

CREATE TABLE hub (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    format INTEGER NOT NULL,
    -- Counts the hosts that have opened the hub. Every commit checks that it is still its own (fencing).
    epoch INTEGER NOT NULL
);

INSERT INTO hub (id, format, epoch) VALUES (1, 1, 0);

-- What changes with every episode is here and small; inputs, which may be large and never change, are apart.
CREATE TABLE instances (
    key INTEGER PRIMARY KEY,              -- in order of creation; the continuation token of a query
    instance_id TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    state INTEGER NOT NULL,               -- OrchestrationState
    run INTEGER NOT NULL,                 -- counts continue-as-new
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    parent_key INTEGER,
    parent_id TEXT,
    parent_run INTEGER,
    parent_task INTEGER,
    custom_status TEXT,
    output TEXT,
    failure TEXT                          -- FailureDetails as JSON
);

-- Start (is the id taken?), events, status: everything from outside addresses an instance by its id; prefix queries too.
CREATE UNIQUE INDEX instances_by_id ON instances (instance_id);

-- "What is running?": the dashboard and list --state, without reading the thousands that have ended.
CREATE INDEX instances_by_state ON instances (state, key);

-- Recursive termination finds the children of an instance; most instances are nobody's child.
CREATE INDEX instances_by_parent ON instances (parent_key) WHERE parent_key IS NOT NULL;

CREATE TABLE inputs (
    key INTEGER PRIMARY KEY,
    input TEXT
);

-- Only ever appended to, so that the cost of a step does not grow with the history.
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    instance_key INTEGER NOT NULL,
    kind INTEGER NOT NULL,                -- EventKind
    at INTEGER NOT NULL,
    task INTEGER NOT NULL,                -- sequence id of the action; -1: none
    name TEXT,
    target TEXT,                          -- id of the child or of the receiver
    payload TEXT,
    fire_at INTEGER,
    failure TEXT
);

-- Replay, history reading and purge take the rows of one instance; ids grow with time, so this also orders them.
CREATE INDEX history_by_instance ON history (instance_key);

-- What was sent to an instance and is not yet part of its history. FIFO by seq. Rows with visible_at are timers and later starts.
CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY,
    instance_key INTEGER NOT NULL,
    run INTEGER NOT NULL,                 -- for which run it is; -1: for any
    visible_at INTEGER,
    kind INTEGER NOT NULL,
    task INTEGER NOT NULL,
    name TEXT,
    payload TEXT,
    failure TEXT
);

-- Loading an instance takes its messages; cancelling a timer and ending an instance remove them.
CREATE INDEX inbox_by_instance ON inbox (instance_key);

-- Activities that have been scheduled and have not yet answered. Leased to the host whose epoch is current.
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    instance_key INTEGER NOT NULL,
    run INTEGER NOT NULL,
    task INTEGER NOT NULL,
    name TEXT NOT NULL,
    input TEXT,
    deliveries INTEGER NOT NULL           -- counted before each run
);

-- Ending an instance removes its activities.
CREATE INDEX tasks_by_instance ON tasks (instance_key);
