using System.Text.Json;

namespace Orders.Client;

/// <summary>Looks for every acknowledged write of a journal, so that loss is measured and not assumed.</summary>
internal sealed class Verifier(OrdersApi api)
{
    private const int Parallelism = 8;

    public static async Task<int> RunAsync(ClientOptions options, CancellationToken cancellation)
    {
        using var api = new OrdersApi(options.Url);
        var report = await new Verifier(api).VerifyAsync(Journal.Read(options.Journal), cancellation);
        Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        return report is { Lost: 0, UploadsLost: 0 } ? 0 : 1;
    }

    public async Task<VerifyReport> VerifyAsync(IReadOnlyList<JournalEntry> journal, CancellationToken cancellation)
    {
        var lost = new List<string>();
        foreach (var client in journal.Where(entry => entry.Upload is null).GroupBy(entry => entry.ClientId))
        {
            var stored = await api.ListAsync(client.Key, cancellation);
            lost.AddRange(client
                .Where(entry => !stored.TryGetValue(entry.Sequence, out var order) || order.OrderId != entry.OrderId || order.Total != entry.Total)
                .Select(entry => $"{entry.ClientId}/{entry.Sequence}"));
        }

        var lostUploads = await FindLostUploadsAsync([.. journal.Where(entry => entry.Upload is not null)], cancellation);
        return new VerifyReport(journal.Count, lost.Count, lost, lostUploads.Count, lostUploads, (long)LongestGap(journal).TotalMilliseconds);
    }

    private async Task<IReadOnlyList<string>> FindLostUploadsAsync(JournalEntry[] uploads, CancellationToken cancellation)
    {
        var isLost = new bool[uploads.Length];
        var bound = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(0, uploads.Length, bound, async (index, token) =>
            isLost[index] = await api.HashAsync(uploads[index].OrderId, uploads[index].Upload!, token) != uploads[index].Sha256);
        return [.. uploads.Where((_, index) => isLost[index]).Select(entry => $"{entry.OrderId}/{entry.Upload}")];
    }

    private static TimeSpan LongestGap(IReadOnlyList<JournalEntry> journal)
    {
        var times = journal.Select(entry => entry.At).Order().ToArray();
        return times.Zip(times.Skip(1), (earlier, later) => later - earlier).DefaultIfEmpty().Max();
    }
}
