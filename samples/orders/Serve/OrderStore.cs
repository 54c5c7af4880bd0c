using Npgsql;

namespace Orders.Serve;

/// <summary>Orders in PostgreSQL.</summary>
internal sealed class OrderStore(NpgsqlDataSource database)
{
    private const string Place = """
        with customer as (
            insert into customers (name, email) values (split_part($3, '@', 1), $3)
            on conflict (email) do update set last_seen_at = now()
            returning customer_id),
        placed as (
            insert into orders (client_id, sequence, customer_id, note)
            select $1, $2, customer_id, $4 from customer
            on conflict (client_id, sequence) do nothing
            returning order_id),
        lines as (
            insert into order_lines (order_id, line_no, sku, quantity, unit_price)
            select order_id, line_no, sku, quantity, unit_price
            from placed, unnest($5::text[], $6::int[], $7::numeric[]) with ordinality as line (sku, quantity, unit_price, line_no))
        select order_id from placed
        """;

    private const string Select = """
        select order_id, client_id, sequence, email, status::text, total
        from orders join customers using (customer_id)
        """;

    /// <summary>Places an order, or finds it when it was placed before. On return it is committed.</summary>
    public async Task<PlacedOrder> PlaceAsync(OrderRequest order, CancellationToken cancellation)
    {
        await using var place = NewPlace("", order);
        if (await place.ExecuteScalarAsync(cancellation) is long placed)
            return new PlacedOrder(placed);

        await using var find = database.CreateCommand("select order_id from orders where client_id = $1 and sequence = $2");
        find.Parameters.Add(new() { Value = order.ClientId });
        find.Parameters.Add(new() { Value = order.Sequence });
        return new PlacedOrder((long)(await find.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>Asks how an order would be placed: opens what placing it needs, and writes nothing.</summary>
    public async Task ExplainAsync(OrderRequest order, CancellationToken cancellation)
    {
        await using var explain = NewPlace("explain ", order);
        await explain.ExecuteScalarAsync(cancellation);
    }

    private NpgsqlCommand NewPlace(string prefix, OrderRequest order)
    {
        var place = database.CreateCommand(prefix + Place);
        place.Parameters.Add(new() { Value = order.ClientId });
        place.Parameters.Add(new() { Value = order.Sequence });
        place.Parameters.Add(new() { Value = order.Customer });
        place.Parameters.Add(new() { Value = (object?)order.Note ?? DBNull.Value });
        place.Parameters.Add(new() { Value = order.Items.Select(item => item.Sku).ToArray() });
        place.Parameters.Add(new() { Value = order.Items.Select(item => item.Quantity).ToArray() });
        place.Parameters.Add(new() { Value = order.Items.Select(item => item.UnitPrice).ToArray() });
        return place;
    }

    public async Task<Order?> FindAsync(long orderId, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"{Select} where order_id = $1");
        command.Parameters.Add(new() { Value = orderId });
        return (await ReadAsync(command, cancellation)).SingleOrDefault();
    }

    /// <summary>A client's orders in sequence, a page at a time.</summary>
    public async Task<IReadOnlyList<Order>> ListAsync(string clientId, long afterSequence, int limit, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"{Select} where client_id = $1 and sequence > $2 order by sequence limit $3");
        command.Parameters.Add(new() { Value = clientId });
        command.Parameters.Add(new() { Value = afterSequence });
        command.Parameters.Add(new() { Value = limit });
        return await ReadAsync(command, cancellation);
    }

    /// <summary>Whether the database answers and takes writes.</summary>
    public async Task<bool> IsWritableAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off'");
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<IReadOnlyList<Order>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var orders = new List<Order>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            orders.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.GetDecimal(5)));
        return orders;
    }
}
