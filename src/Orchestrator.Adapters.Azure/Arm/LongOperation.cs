namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>Something that Azure works on for longer than a step may wait.</summary>
internal sealed record LongOperation
{
    /// <summary>
    /// Names it, uniquely in the migration: the kind, what it works on and what it does to it, for example
    /// <c>azureVm.orders-vm.deallocate</c>. The same key is the same operation, in whichever step.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>What it is for, for people: "Deallocating the VM orders-vm in orders-rg".</summary>
    public required string What { get; init; }

    /// <summary>
    /// Starts it, by a call of <see cref="ArmSession"/> or one of the SDK with <c>WaitUntil.Started</c> and
    /// <see cref="ArmAnswer.Of(global::Azure.Operation)"/>. May run again when the first time was refused.
    /// </summary>
    public required Func<CancellationToken, Task<ArmAnswer>> Start { get; init; }

    /// <summary>
    /// Looks at the resource itself: asked before each start, and where Azure no longer knows the operation. Leave it out
    /// only where starting twice is as starting once, as for a PUT of a whole resource or a DELETE.
    /// </summary>
    public Func<CancellationToken, Task<OperationProbe>>? Probe { get; init; }

    /// <summary>The id of the resource that is read when it has ended well.</summary>
    public string? ResultPath { get; init; }

    /// <summary>The version of its type.</summary>
    public string ResultApiVersion { get; init; } = "";

    /// <summary>How long it may take before somebody should look into it. Nothing is stopped then.</summary>
    /// <value>A day by default.</value>
    public TimeSpan Limit { get; init; } = TimeSpan.FromDays(1);
}
