// Package Microsoft.DurableTask.Abstractions.
namespace Microsoft.DurableTask;

using Microsoft.Extensions.Logging;

public abstract class TaskOrchestrationContext
{
    public abstract TaskName Name { get; }
    public abstract string InstanceId { get; }
    public abstract ParentOrchestrationInstance? Parent { get; }
    public abstract DateTime CurrentUtcDateTime { get; }
    public abstract bool IsReplaying { get; }
    public virtual string Version => string.Empty;
    protected abstract ILoggerFactory LoggerFactory { get; }
    public abstract T? GetInput<T>();
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);
    public abstract void SendEvent(string instanceId, string eventName, object payload);
    public abstract void SetCustomStatus(object? customStatus);
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);
    public abstract Guid NewGuid();
}

public record ParentOrchestrationInstance(TaskName Name, string InstanceId);

public readonly struct TaskName(string name) : IEquatable<TaskName>
{
    public string Name { get; } = name;
    public static implicit operator string(TaskName value) => value.Name;
    public static implicit operator TaskName(string value) => new(value);
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name ?? "");
    public override string ToString() => Name;
}

public readonly struct TaskVersion(string? version) : IEquatable<TaskVersion>
{
    public string Version { get; } = version ?? string.Empty;
    public static implicit operator string(TaskVersion value) => value.Version;
    public static implicit operator TaskVersion(string? value) => new(value);
    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);
    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);
    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version ?? "");
}

public sealed class TaskRetryOptions;

public record TaskOptions(TaskRetryOptions? Retry = null, IDictionary<string, string>? Tags = null)
{
    public TaskVersion? Version { get; init; }
}

public record SubOrchestrationOptions : TaskOptions
{
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null) : base(retry) => InstanceId = instanceId;
    public string? InstanceId { get; init; }
    public new TaskVersion? Version { get; init; }
}

public record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
{
    public TaskVersion? Version { get; init; }
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}

public sealed class TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails) : Exception(failureDetails.ErrorMessage)
{
    public string TaskName { get; } = taskName;
    public int TaskId { get; } = taskId;
    public TaskFailureDetails FailureDetails { get; } = failureDetails;
}

public record TaskFailureDetails(
    string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties);

public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    where T : notnull
{
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null);

    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (var value in page.Values)
                yield return value;
        }
    }
}

public sealed class Page<T>(IReadOnlyList<T> values, string? continuationToken = null)
    where T : notnull
{
    public IReadOnlyList<T> Values { get; } = values;
    public string? ContinuationToken { get; } = continuationToken;
}
