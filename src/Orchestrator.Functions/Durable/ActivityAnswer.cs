using System.Text.Json;

namespace Orchestrator.Functions.Durable;

/// <summary>What an activity function answers.</summary>
/// <param name="IsRunning">Whether the activity goes on; the orchestration asks again.</param>
/// <param name="Output">The activity's result, when it has ended.</param>
internal sealed record ActivityAnswer(bool IsRunning, JsonElement? Output = null)
{
    /// <summary>Why it failed, as <see cref="Failures"/> writes it, when it did and another instance tells of it.</summary>
    public string? Failure { get; init; }
}
