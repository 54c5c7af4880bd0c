using Azure.Core;
using Azure.Core.Pipeline;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// Bridges blips: two quick repetitions. An outage and throttling are the runbook's matter, which waits durably. A POST is
/// not repeated when it may have been taken: what it starts, it could start twice.
/// </summary>
/// <param name="firstDelay">How long to wait before the first repetition.</param>
internal sealed class QuickRetry(TimeSpan firstDelay)
    : RetryPolicy(MostRepetitions, DelayStrategy.CreateExponentialDelayStrategy(firstDelay, firstDelay * 4))
{
    private const int MostRepetitions = 2;
    private const int TooManyRequests = 429;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        MayRepeat(message, exception) ? base.ShouldRetryAsync(message, exception) : new(false);

    /// <inheritdoc/>
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        MayRepeat(message, exception) && base.ShouldRetry(message, exception);

    private static bool MayRepeat(HttpMessage message, Exception? exception)
    {
        if (exception is not null || !message.HasResponse)
            return message.Request.Method != RequestMethod.Post;
        return !(RetryAfter.Of(message.Response) > LongestWait)
            && (message.Request.Method != RequestMethod.Post || message.Response.Status == TooManyRequests);
    }
}
