namespace Orchestrator.Core.Durability;

/// <summary>An activity or a child orchestration failed; thrown in the orchestration that called it.</summary>
/// <param name="taskName">The registered name of the activity or child.</param>
/// <param name="failure">What is known of the error.</param>
public sealed class TaskFailedException(string taskName, FailureDetails failure) : Exception(failure.Message)
{
    /// <summary>The registered name of the activity or child.</summary>
    public string TaskName { get; } = taskName;

    /// <summary>What is known of the error.</summary>
    public FailureDetails Failure { get; } = failure;
}
