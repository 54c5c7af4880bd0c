using System.Text.Json;
using Microsoft.DurableTask;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;
using FailureDetails = Orchestrator.Core.Durability.FailureDetails;
using TaskFailedException = Orchestrator.Core.Durability.TaskFailedException;

namespace Orchestrator.Functions.Durable;

/// <summary>
/// Carries our errors through the runtime, which keeps an error's type and message only: what is lost otherwise, whether trying
/// again may help and what the reader can do, stands behind the message as one line of JSON.
/// </summary>
internal static class Failures
{
    private const string HostsWords = "Task '";
    private const string Cause = "Exception: ";
    private const string Mark = "\norchestrator-failure: ";

    /// <summary>The error to throw into the runtime.</summary>
    public static FunctionFailedException Wrap(Exception error, ISecrets? secrets = null)
    {
        var failure = FailureDetails.From(error);
        var message = secrets?.Redact(failure.Message) ?? failure.Message;
        var remedy = failure.Remedy is { } text && secrets is not null ? secrets.Redact(text) : failure.Remedy;
        return new($"{message}{Mark}{DurableJson.Write(failure with { Message = "", Remedy = remedy })}");
    }

    /// <summary>What the runtime says of an error.</summary>
    /// <remarks>
    /// An error without our line did not come from our code: a worker that died, a host that was scaled in, a time-out of the
    /// function. Every activity may run again, so trying again is right.
    /// </remarks>
    public static FailureDetails Read(TaskFailureDetails details)
    {
        var end = details.ErrorMessage.LastIndexOf(Mark, StringComparison.Ordinal);
        return end < 0
            ? new(details.ErrorType, Cut(details.ErrorMessage), IsTransient: true)
            : Read(details.ErrorMessage[..end], details.ErrorMessage[(end + Mark.Length)..]) ?? new(details.ErrorType, Cut(details.ErrorMessage), IsTransient: true);
    }

    /// <summary>The error of a task as orchestrations know it.</summary>
    public static TaskFailedException Translate(Microsoft.DurableTask.TaskFailedException failed) => new(failed.TaskName, Read(failed.FailureDetails));

    private static FailureDetails? Read(string message, string line)
    {
        try
        {
            return DurableJson.Read<FailureDetails>(line.Split('\n')[0]) is { } failure ? failure with { Message = Innermost(message) } : null;
        }
        catch (JsonException)
        {
            return null; // cut on its way
        }
    }

    // The host may put words of its own before the message of a function; ours begins after the last of them.
    private static string Innermost(string message) =>
        message.StartsWith(HostsWords, StringComparison.Ordinal) && message.LastIndexOf(Cause, StringComparison.Ordinal) is var at and >= 0
            ? message[(at + Cause.Length)..]
            : message;

    private static string Cut(string message) => message.Length <= FailureDetails.MaxMessageLength ? message : message[..FailureDetails.MaxMessageLength];
}
