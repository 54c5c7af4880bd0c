-- One row per entry of an audit trail; number is its place in the migration's chain.
create table entries (
    migration_id text not null,
    number integer not null,
    id text not null,
    kind text not null,
    at text not null,
    actor text not null,
    text text not null,
    data text,
    hash text not null,
    primary key (migration_id, number),
    unique (migration_id, id)
) without rowid;

-- The end of each chain: a trail whose last entries were cut off no longer ends in its head.
create table heads (
    migration_id text not null primary key,
    count integer not null,
    hash text not null
) without rowid;

create table documents (
    migration_id text not null,
    name text not null,
    json text not null,
    sha256 text not null,
    primary key (migration_id, name)
);

create table claims (
    key text not null primary key,
    owner text not null
) without rowid;
