using System.Collections.Concurrent;

namespace Orders.Client;

/// <summary>What the workers met.</summary>
internal sealed class ClientCounts
{
    private static readonly TimeSpan WaitIsNoticed = TimeSpan.FromSeconds(1);

    private int _orders;
    private int _uploads;
    private int _waited;

    public ConcurrentDictionary<string, int> Errors { get; } = new();

    public void CountAcknowledged(bool isUpload, TimeSpan took)
    {
        Interlocked.Increment(ref isUpload ? ref _uploads : ref _orders);
        if (took >= WaitIsNoticed)
            Interlocked.Increment(ref _waited);
    }

    public void CountError(string kind) => Errors.AddOrUpdate(kind, 1, (_, count) => count + 1);

    public ClientReport Report(TimeSpan longestGap) => new(
        _orders + _uploads, _orders, _uploads, _waited, Errors.Values.Sum(), (long)longestGap.TotalMilliseconds, new SortedDictionary<string, int>(Errors));
}
