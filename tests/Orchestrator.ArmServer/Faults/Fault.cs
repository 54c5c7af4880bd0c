namespace Orchestrator.Testing.Arm;

/// <summary>Something that goes wrong with one request.</summary>
/// <param name="Kind">What kind of thing.</param>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>The status of the answer.</summary>
    public int Status { get; init; }

    /// <summary>The error's code.</summary>
    public string Code { get; init; } = "";

    /// <summary>The error's message.</summary>
    public string Message { get; init; } = "";

    /// <summary>What Retry-After says, if it is sent.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>At which look the operation fails, from 1.</summary>
    public int Polls { get; init; } = 1;

    /// <summary>How late the answer comes.</summary>
    public TimeSpan Lateness { get; init; }

    /// <summary>The connection is dropped before anything happens.</summary>
    public static Fault DropBefore { get; } = new(FaultKind.DropBefore);

    /// <summary>The connection is dropped after it happened.</summary>
    public static Fault DropAfter { get; } = new(FaultKind.DropAfter);

    /// <summary>409.</summary>
    /// <param name="code">The error's code.</param>
    /// <returns>The fault.</returns>
    public static Fault Conflict(string code = "Conflict") => Answer(409, code, "Another operation on this resource is in progress.");

    /// <summary>412.</summary>
    /// <returns>The fault.</returns>
    public static Fault PreconditionFailed() => Answer(412, "PreconditionFailed", "The condition that was given does not hold.");

    /// <summary>429 with Retry-After.</summary>
    /// <param name="retryAfter">When to come back, in whole seconds.</param>
    /// <returns>The fault.</returns>
    public static Fault Throttle(TimeSpan retryAfter) =>
        Answer(429, "TooManyRequests", "The request is being throttled.") with { RetryAfter = retryAfter };

    /// <summary>An error of the server.</summary>
    /// <param name="status">Its status, 500 or above.</param>
    /// <returns>The fault.</returns>
    public static Fault ServerError(int status = 503) => Answer(status, "ServiceUnavailable", "The service is temporarily unavailable.");

    /// <summary>Any error, without an effect.</summary>
    /// <param name="status">The status.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">The error's message.</param>
    /// <returns>The fault.</returns>
    public static Fault Answer(int status, string code, string message) =>
        new(FaultKind.Answer) { Status = status, Code = code, Message = message };

    /// <summary>The operation that the request starts ends in failure.</summary>
    /// <param name="code">The error's code.</param>
    /// <param name="afterPolls">At which look, from 1.</param>
    /// <param name="message">The error's message.</param>
    /// <returns>The fault.</returns>
    public static Fault OperationFails(string code, int afterPolls = 1, string message = "The operation failed.") =>
        new(FaultKind.OperationFails) { Code = code, Polls = afterPolls, Message = message };

    /// <summary>The answer comes late.</summary>
    /// <param name="lateness">How late.</param>
    /// <returns>The fault.</returns>
    public static Fault Delay(TimeSpan lateness) => new(FaultKind.Delay) { Lateness = lateness };
}
