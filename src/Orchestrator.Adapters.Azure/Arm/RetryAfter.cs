using System.Globalization;
using Azure;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>How long an answer asks to wait.</summary>
internal static class RetryAfter
{
    // Beyond that nobody means it.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly (string Name, double Milliseconds)[] Headers =
        [("retry-after-ms", 1), ("x-ms-retry-after-ms", 1), ("Retry-After", 1000)];

    /// <summary>Reads it.</summary>
    /// <param name="response">The answer.</param>
    /// <returns>Zero to an hour; <see langword="null"/> when it does not say.</returns>
    public static TimeSpan? Of(Response response)
    {
        foreach (var (name, milliseconds) in Headers)
        {
            if (response.Headers.TryGetValue(name, out var value) && Parse(value, milliseconds) is { } wait)
                return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Longest ? wait : Longest;
        }

        return null;
    }

    private static TimeSpan? Parse(string? value, double milliseconds)
    {
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return TimeSpan.FromMilliseconds(Math.Min(number * milliseconds, Longest.TotalMilliseconds));
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var date) ? date - TimeProvider.System.GetUtcNow() : null;
    }
}
