using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Orders.Serve;

namespace Orders.Client;

/// <summary>
/// Users who keep writing. Each remembers what was acknowledged, and repeats what was not until it is: repeating is
/// harmless, since client and sequence identify an order.
/// </summary>
internal sealed class LoadClient(ClientOptions options, OrdersApi api, Journal journal)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly ClientCounts _counts = new();
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    public static async Task<int> RunAsync(ClientOptions options, StopSignal stop)
    {
        stop.Listen();
        if (options.Duration is { } duration)
            stop.StopAfter(duration);
        else
            _ = stop.StopWhenInputClosesAsync();
        using var api = new OrdersApi(options.Url);
        using var journal = new Journal(options.Journal);
        var report = await new LoadClient(options, api, journal).WriteUntilAsync(stop.Token);
        Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        return 0;
    }

    public async Task<ClientReport> WriteUntilAsync(CancellationToken stop)
    {
        await Task.WhenAll(Enumerable.Range(1, options.Workers).Select(worker => WorkAsync($"{_run}-{worker}", stop)));
        return _counts.Report(journal.LongestGap);
    }

    private async Task WorkAsync(string clientId, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(options.Workers / options.Rate));
        try
        {
            for (long sequence = 1; await pace.WaitForNextTickAsync(stop); sequence++)
                await WriteAsync(clientId, sequence, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop. What was not acknowledged by now was promised to nobody.
        }
    }

    private async Task WriteAsync(string clientId, long sequence, CancellationToken stop)
    {
        var order = NewOrder(clientId, sequence);
        var total = order.Items.Sum(item => item.Quantity * item.UnitPrice);
        var placed = await UntilAcknowledgedAsync(() => api.PlaceAsync(order, stop), isUpload: false, stop);
        journal.Append(new JournalEntry(DateTimeOffset.UtcNow, clientId, sequence, placed.OrderId, total));
        if (options.UploadsEvery == 0 || sequence % options.UploadsEvery != 0)
            return;

        var (name, content) = ($"receipt {sequence}.bin", RandomNumberGenerator.GetBytes(8 * 1024));
        var stored = await UntilAcknowledgedAsync(() => api.UploadAsync(placed.OrderId, name, content, stop), isUpload: true, stop);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        if (stored.Sha256 != sha256)
            _counts.CountError("wrong hash");
        journal.Append(new JournalEntry(DateTimeOffset.UtcNow, clientId, sequence, placed.OrderId, total, name, sha256));
    }

    private async Task<T> UntilAcknowledgedAsync<T>(Func<Task<T>> write, bool isUpload, CancellationToken stop)
    {
        while (true)
        {
            var since = TimeProvider.System.GetTimestamp();
            try
            {
                var answer = await write();
                _counts.CountAcknowledged(isUpload, TimeProvider.System.GetElapsedTime(since));
                return answer;
            }
            catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                _counts.CountError(KindOf(error));
            }

            await Task.Delay(RetryDelay, stop);
        }
    }

    private static string KindOf(Exception error) => error switch
    {
        HttpRequestException { StatusCode: { } status } => ((int)status).ToString(CultureInfo.InvariantCulture),
        TaskCanceledException => "time-out",
        _ => "connection",
    };

    private static OrderRequest NewOrder(string clientId, long sequence) => new(
        clientId,
        sequence,
        $"{clientId}@example.com",
        [new OrderItem($"SKU-{sequence % 5_000:0000}", (int)(sequence % 9) + 1, 9.99m), new OrderItem("SHIPPING", 1, 4.50m)]);
}
