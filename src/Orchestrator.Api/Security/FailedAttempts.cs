using System.Collections.Concurrent;
using System.Net;

namespace Orchestrator.Api.Security;

/// <summary>
/// Counts wrong keys per address and minute. Keys of 256 random bits cannot be guessed, so this only tells a
/// misconfigured client to slow down and keeps it from filling the log; a right key is never held up by it.
/// </summary>
internal sealed class FailedAttempts(int allowedPerMinute, TimeProvider time)
{
    private const int MaxAddresses = 10_000;
    private readonly ConcurrentDictionary<IPAddress, Window> _windows = new();

    /// <summary>Counts one more.</summary>
    /// <returns>How long the client should wait, when it has failed too often.</returns>
    public TimeSpan? Count(IPAddress address)
    {
        var now = time.GetUtcNow();
        if (_windows.Count >= MaxAddresses)
            _windows.Clear();
        var window = _windows.AddOrUpdate(
            address,
            _ => new(now, 1),
            (_, current) => now - current.Start < TimeSpan.FromMinutes(1) ? current with { Failures = current.Failures + 1 } : new(now, 1));
        return window.Failures > allowedPerMinute ? window.Start.AddMinutes(1) - now : null;
    }

    private sealed record Window(DateTimeOffset Start, int Failures);
}
