using Npgsql;

namespace Orders.Serve;

/// <summary>
/// What an app does before its first users come: what runs for the first time is compiled, and connections are opened.
/// Nothing is written, so it works on a database that refuses writes.
/// </summary>
internal static class WarmUp
{
    private const int Connections = 4;

    // Refused as it has no items, after everything on the way to the database has run.
    private static readonly OrderRequest Nothing = new("warm-up", 0, "nobody@example.com", []);
    private static readonly OrderRequest Something = Nothing with { Items = [new("NOTHING", 1, 0)] };

    /// <summary>Runs. An app that cannot be warmed up serves all the same.</summary>
    public static async Task RunAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            var orders = app.Services.GetRequiredService<OrderStore>();
            using var refused = await client.PostAsJsonAsync("/orders", Nothing, cancellation);
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => orders.ExplainAsync(Something, cancellation)));
        }
        catch (Exception error) when (error is NpgsqlException or HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Not warmed up: {error.Message}");
        }
    }
}
