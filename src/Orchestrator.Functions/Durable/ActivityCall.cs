using System.Text.Json;

namespace Orchestrator.Functions.Durable;

/// <summary>What an activity function is given.</summary>
/// <param name="Id">The call; every function call that asks for the same result has the same.</param>
/// <param name="Input">The activity's own input.</param>
/// <param name="IsPoll">Whether the activity was begun by an earlier function call.</param>
internal sealed record ActivityCall(Guid Id, JsonElement? Input, bool IsPoll);
