using System.Diagnostics;
using System.Net;
using Npgsql;
using NpgsqlTypes;

namespace Orders.Seed;

/// <summary>Fills an empty database and a folder. The same options make the same data.</summary>
internal sealed class Seeder(NpgsqlConnection connection, SeedOptions options)
{
    private static readonly DateTime FirstDay = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Statuses = ["new", "paid", "shipped", "cancelled"];

    private readonly Random _random = new(options.Random);

    public static async Task<int> RunAsync(OrdersSettings settings, SeedOptions options, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        await using var connection = new NpgsqlConnection(settings.Database);
        await connection.OpenAsync(cancellation);
        await new Seeder(connection, options).FillDatabaseAsync(cancellation);
        new FileSeeder(settings.Uploads, options).Fill();
        Console.WriteLine($"Seeded {options.Orders} orders and {options.Files} files in {since.Elapsed.TotalSeconds:0.0} s.");
        return 0;
    }

    /// <summary>All in one transaction: a database is seeded or empty, never half.</summary>
    private async Task FillDatabaseAsync(CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var look = new NpgsqlCommand("select to_regclass('orders') is not null", connection))
        {
            if ((bool)(await look.ExecuteScalarAsync(cancellation))!)
                throw new InvalidOperationException("The database has been seeded already. Use an empty one.");
        }

        await ExecuteResourceAsync("tables.sql", cancellation);
        await CopyCustomersAsync(cancellation);
        await CopyOrdersAsync(cancellation);
        await CopyPageViewsAsync(cancellation);
        await ExecuteAsync(AuditSql, cancellation);
        await ExecuteAsync(InvoicesSql, cancellation);
        await ExecuteResourceAsync("logic.sql", cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private const string AuditSql = "insert into audit_log (at, order_id, what) select placed_at, order_id, 'insert new' from orders order by order_id";

    private string InvoicesSql => $"""
        insert into invoices (order_id, document, fingerprint)
        select order_id, lo_from_bytea(0, page), sha256(page)
        from (select order_id, convert_to(repeat('Invoice for order ' || order_id || E'\n', 200), 'UTF8') as page
              from orders order by order_id limit {options.Invoices}) as pages
        """;

    private Task CopyCustomersAsync(CancellationToken cancellation) => CopyAsync(
        """copy customers (name, email, "Loyalty Level", preferences) from stdin (format binary)""",
        options.Customers,
        async (writer, number) =>
        {
            await writer.WriteAsync($"Customer № {number}", cancellation);
            await writer.WriteAsync($"customer{number}@example.com", cancellation);
            await writer.WriteAsync((short)_random.Next(5), NpgsqlDbType.Smallint, cancellation);
            await writer.WriteAsync($$"""{"newsletter": {{(number % 3 == 0 ? "true" : "false")}}, "theme": "día {{number % 7}}"}""", NpgsqlDbType.Jsonb, cancellation);
        },
        cancellation);

    private async Task CopyOrdersAsync(CancellationToken cancellation)
    {
        var orders = Enumerable.Range(1, options.Orders).Select(SeedOrder.Random(_random, options)).ToArray();
        await CopyAsync(
            "copy orders (order_id, client_id, sequence, customer_id, status, placed_at, total, note) from stdin (format binary)",
            orders.Length,
            (writer, number) => WriteOrderAsync(writer, orders[number - 1], cancellation),
            cancellation);
        var lines = orders.SelectMany(order => order.Lines.Select((line, index) => (order.OrderId, Number: index + 1L, Line: line))).ToArray();
        await CopyAsync(
            "copy order_lines (order_id, line_no, sku, quantity, unit_price) from stdin (format binary)",
            lines.Length,
            async (writer, number) =>
            {
                var (orderId, lineNumber, line) = lines[number - 1];
                await writer.WriteAsync(orderId, cancellation);
                await writer.WriteAsync(lineNumber, cancellation);
                await writer.WriteAsync(line.Sku, cancellation);
                await writer.WriteAsync(line.Quantity, cancellation);
                await writer.WriteAsync(line.UnitPrice, cancellation);
            },
            cancellation);
    }

    private static async Task WriteOrderAsync(NpgsqlBinaryImporter writer, SeedOrder order, CancellationToken cancellation)
    {
        await writer.WriteAsync(order.OrderId, cancellation);
        await writer.WriteAsync("seed", cancellation);
        await writer.WriteAsync(order.OrderId, cancellation);
        await writer.WriteAsync(order.CustomerId, cancellation);
        await writer.WriteAsync(Statuses[order.OrderId % Statuses.Length], cancellation);
        await writer.WriteAsync(FirstDay + order.PlacedAfter, cancellation);
        await writer.WriteAsync(order.Lines.Sum(line => line.Quantity * line.UnitPrice), cancellation);
        if (order.OrderId % 10 == 0)
            await writer.WriteAsync($"Ring twice.\n\tThanks — {order.OrderId}", cancellation);
        else
            await writer.WriteNullAsync(cancellation);
    }

    private Task CopyPageViewsAsync(CancellationToken cancellation) => CopyAsync(
        "copy page_views (viewed_at, path, visitor, duration) from stdin (format binary)",
        options.PageViews,
        async (writer, number) =>
        {
            await writer.WriteAsync(FirstDay.AddMinutes(_random.Next(1_000)), cancellation);
            await writer.WriteAsync($"/catalogue/{_random.Next(50)}", cancellation);
            await writer.WriteAsync(new IPAddress([10, 0, 0, (byte)_random.Next(256)]), NpgsqlDbType.Inet, cancellation);
            await writer.WriteAsync(TimeSpan.FromSeconds(_random.Next(60)), NpgsqlDbType.Interval, cancellation);
        },
        cancellation);

    private async Task CopyAsync(string sql, int rows, Func<NpgsqlBinaryImporter, int, Task> write, CancellationToken cancellation)
    {
        await using var writer = await connection.BeginBinaryImportAsync(sql, cancellation);
        for (var number = 1; number <= rows; number++)
        {
            await writer.StartRowAsync(cancellation);
            await write(writer, number);
        }

        await writer.CompleteAsync(cancellation);
    }

    private async Task ExecuteResourceAsync(string name, CancellationToken cancellation)
    {
        using var reader = new StreamReader(typeof(Seeder).Assembly.GetManifestResourceStream(name)!);
        await ExecuteAsync(await reader.ReadToEndAsync(cancellation), cancellation);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
