namespace Orchestrator.Core.Durability;

/// <summary>What is kept of an error when it crosses from an activity or a child to its caller. The exception itself does not survive.</summary>
/// <param name="ErrorType">The full name of the exception's type. For people; code must not branch on it.</param>
/// <param name="Message">What happened, without secrets.</param>
/// <param name="IsTransient">Whether trying again may help.</param>
public sealed record FailureDetails(string ErrorType, string Message, bool IsTransient)
{
    /// <summary>What the reader can do about it, when the error knew.</summary>
    public string? Remedy { get; init; }

    /// <summary>The longest message that is kept; longer ones are cut, because histories and statuses are read by people.</summary>
    public const int MaxMessageLength = 4_000;

    /// <summary>Describes an exception.</summary>
    /// <param name="error">The exception.</param>
    /// <returns>Its details; those of a <see cref="TaskFailedException"/> are passed on unchanged.</returns>
    public static FailureDetails From(Exception error) => error switch
    {
        TaskFailedException failed => failed.Failure,
        _ => new(error.GetType().FullName ?? error.GetType().Name, Cut(error.Message), Transience.Of(error))
        {
            Remedy = (error as OrchestratorException)?.Remedy,
        },
    };

    private static string Cut(string message) =>
        message.Length <= MaxMessageLength ? message : string.Concat(message.AsSpan(0, MaxMessageLength - 1), "…");
}
