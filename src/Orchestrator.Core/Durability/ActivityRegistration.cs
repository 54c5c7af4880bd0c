namespace Orchestrator.Core.Durability;

/// <summary>An activity that a host can run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InputType">The type of its input.</param>
/// <param name="Body">Its code: takes the delivery, the input (of that type, or <see langword="null"/>) and a token.</param>
public sealed record ActivityRegistration(
    string Name, Type InputType, Func<ActivityRun, object?, CancellationToken, Task<object?>> Body);
