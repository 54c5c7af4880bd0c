-- After the rows: triggers and indexes would only slow their loading down.

create index orders_by_customer on orders (customer_id, placed_at);
create index orders_open on orders (placed_at) where status = 'new';
create index customers_by_name on customers (lower(name));

create view order_totals as
    select date_trunc('month', placed_at) as month, status, count(*) as orders, sum(total) as total
    from orders
    group by 1, 2;

create function add_to_order_total() returns trigger language plpgsql as $$
begin
    update orders set total = orders.total + added.total
    from (select order_id, sum(line_total) as total from new_lines group by order_id) as added
    where orders.order_id = added.order_id;
    return null;
end $$;

create trigger order_lines_total after insert on order_lines
    referencing new table as new_lines
    for each statement execute function add_to_order_total();

create function audit_order() returns trigger language plpgsql as $$
begin
    insert into audit_log (order_id, what) values (new.order_id, lower(tg_op) || ' ' || new.status);
    return null;
end $$;

create trigger orders_audit after insert on orders
    for each row execute function audit_order();

-- Rows were loaded with their keys; new ones follow them.
select setval(pg_get_serial_sequence('orders', 'order_id'), (select max(order_id) from orders));

analyze;
