-- Everything that makes a move of a database hard. Roles are shared by the databases of a cluster.
DO $$ BEGIN
    CREATE ROLE "shop owner" NOLOGIN; CREATE ROLE reader NOLOGIN; CREATE ROLE "odd""role" NOLOGIN; GRANT reader TO "odd""role";
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;

CREATE EXTENSION citext; CREATE EXTENSION pgcrypto; CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION btree_gist;
CREATE SCHEMA "Odd ""Schema""
with newline";
CREATE SCHEMA shop AUTHORIZATION "shop owner";

CREATE TYPE shop.mood AS ENUM ('sad', 'ok', 'it''s fine');
CREATE DOMAIN shop.positive AS int CHECK (VALUE > 0);
CREATE TYPE shop.pair AS (a int, b text);
CREATE SEQUENCE shop.odd_steps INCREMENT -7 MINVALUE -1000 MAXVALUE 70 START 70 CYCLE CACHE 5;
SELECT nextval('shop.odd_steps'), nextval('shop.odd_steps');
CREATE SEQUENCE shop.never_called START 42;

CREATE TABLE shop.customers (
    id bigint GENERATED ALWAYS AS IDENTITY (START 1000 INCREMENT 3) PRIMARY KEY,
    email citext UNIQUE NOT NULL, name text COLLATE "C", feeling shop.mood DEFAULT 'ok', score shop.positive,
    tags text[] DEFAULT '{}', profile jsonb, point shop.pair, balance numeric(12,2), ratio float8, small real, born date,
    seen timestamptz DEFAULT '2026-01-01 00:00+02', stay interval, photo bytea, ip inet, span int4range, price money,
    key uuid, doc xml, bits bit varying(9), kind regclass, dropped_later int,
    upper_name text GENERATED ALWAYS AS (upper(name)) STORED,
    status varchar(10) DEFAULT 'new' CHECK (status IN ('new', 'old')),
    CONSTRAINT "long life" CHECK (born > '1900-01-01'));
ALTER TABLE shop.customers DROP COLUMN dropped_later;
INSERT INTO shop.customers (email, name, feeling, score, tags, profile, point, balance, ratio, small, born, stay, photo, ip, span, price, key, doc, bits, kind)
SELECT 'User' || n || '@x.example', CASE WHEN n % 7 = 0 THEN NULL WHEN n % 7 = 1 THEN '' ELSE 'näme ' || n || E'\t\\N\n''"' END,
    (ARRAY['sad', 'ok', 'it''s fine'])[n % 3 + 1]::shop.mood, n, ARRAY['a,b', NULL, 'NULL', '"' || n], jsonb_build_object('n', n, 'ü', ARRAY[n]),
    (n, 'b')::shop.pair, n / 3.0, 1.0 / n, 0.1 * n, '1980-01-01'::date + n, make_interval(hours => n), decode(md5(n::text), 'hex'), '10.0.0.1', int4range(n, n + 2), n,
    uuid_generate_v5(uuid_ns_url(), n::text), '<a b="c"/>', B'101', 'pg_class'
FROM generate_series(1, 3000) n;
CREATE INDEX "index on lower" ON shop.customers (lower(name)) WHERE name IS NOT NULL;
CREATE INDEX ON shop.customers USING gin (profile);

CREATE TABLE "Odd ""Schema""
with newline"."Tab le's ""name"" ünï
x" ("c ol" int, "SELECT" text, "a""b" text, PRIMARY KEY ("c ol", "a""b"));
INSERT INTO "Odd ""Schema""
with newline"."Tab le's ""name"" ünï
x" SELECT n, NULL, 'v' || n FROM generate_series(1, 50) n;

CREATE TABLE shop.no_key (a int, b text);
INSERT INTO shop.no_key SELECT n % 5, NULLIF('x' || n % 3, 'x0') FROM generate_series(1, 200) n;
CREATE TABLE shop.empty (id int PRIMARY KEY);
CREATE TABLE shop.no_columns ();
INSERT INTO shop.no_columns SELECT FROM generate_series(1, 3);
CREATE UNLOGGED TABLE shop.unlogged (id int UNIQUE NOT NULL, note text);
INSERT INTO shop.unlogged VALUES (1, 'kept');

CREATE TABLE shop.events (id bigserial, at date NOT NULL, payload text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE shop.events_2025 PARTITION OF shop.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE shop.events_2026 PARTITION OF shop.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY HASH (id);
CREATE TABLE shop.events_2026_0 PARTITION OF shop.events_2026 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE shop.events_2026_1 PARTITION OF shop.events_2026 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE shop.events_default PARTITION OF shop.events DEFAULT;
INSERT INTO shop.events (at, payload) SELECT '2024-06-01'::date + n, repeat('p' || n, 20) FROM generate_series(1, 900) n;

-- An enum's hash differs between servers: its rows land in other partitions.
CREATE TABLE shop.by_mood (mood shop.mood, n int) PARTITION BY HASH (mood);
CREATE TABLE shop.by_mood_0 PARTITION OF shop.by_mood FOR VALUES WITH (MODULUS 2, REMAINDER 0) PARTITION BY RANGE (n);
CREATE TABLE shop.by_mood_0_default PARTITION OF shop.by_mood_0 DEFAULT;
CREATE TABLE shop.by_mood_1 PARTITION OF shop.by_mood FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO shop.by_mood SELECT (enum_range(NULL::shop.mood))[1 + n % 3], n FROM generate_series(1, 90) n;

CREATE TABLE shop.parent (id int PRIMARY KEY, common text);
CREATE TABLE shop.child (own text) INHERITS (shop.parent);
ALTER TABLE shop.parent ADD COLUMN added_later int DEFAULT 5;
INSERT INTO shop.parent VALUES (1, 'p'); INSERT INTO shop.child VALUES (2, 'c', 'o', 6);

CREATE TABLE shop.hen (id int PRIMARY KEY, egg int);
CREATE TABLE shop.egg (id int PRIMARY KEY, hen int REFERENCES shop.hen DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE shop.hen ADD FOREIGN KEY (egg) REFERENCES shop.egg DEFERRABLE INITIALLY DEFERRED;
BEGIN; INSERT INTO shop.hen VALUES (1, 1); INSERT INTO shop.egg VALUES (1, 1); COMMIT;

CREATE TABLE shop.rooms (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&));
INSERT INTO shop.rooms VALUES (1, '[2026-01-01,2026-01-02)');

CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.common := coalesce(NEW.common, 'touched'); RETURN NEW; END $$;
CREATE TRIGGER "touch it" BEFORE INSERT ON shop.parent FOR EACH ROW EXECUTE FUNCTION shop.touch();
CREATE PROCEDURE shop.nothing() LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
CREATE AGGREGATE shop.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE VIEW shop.happy AS SELECT id, name FROM shop.customers WHERE feeling IN ('ok', 'it''s fine');
CREATE MATERIALIZED VIEW shop.summary AS SELECT feeling, count(*) AS n FROM shop.customers GROUP BY feeling;
CREATE UNIQUE INDEX ON shop.summary (feeling);
CREATE MATERIALIZED VIEW shop.unfilled AS SELECT 1 AS one WITH NO DATA;
CREATE RULE quiet AS ON DELETE TO shop.empty DO INSTEAD NOTHING;
CREATE STATISTICS shop.related ON a, b FROM shop.no_key;
ALTER TABLE shop.parent ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON shop.parent TO reader USING (common = current_user);
COMMENT ON TABLE shop.customers IS 'people; it''s "quoted"';
COMMENT ON COLUMN shop.customers.name IS 'their name';
GRANT SELECT ON shop.customers TO reader; GRANT USAGE ON SCHEMA shop TO "odd""role";
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO reader;
ALTER TABLE shop.customers OWNER TO "shop owner"; ALTER TABLE shop.no_key OWNER TO "odd""role";
CREATE PUBLICATION changes FOR TABLE shop.customers;

SELECT lo_from_bytea(770001, decode(repeat('cafe', 3000), 'hex')), lo_from_bytea(770002, '');
SELECT lo_put(lo_create(770003), 1500000, 'behind a hole');
COMMENT ON LARGE OBJECT 770001 IS 'coffee';
ANALYZE;
