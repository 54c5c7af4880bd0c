namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>What a migration has to know of an order and Azure does not tell.</summary>
/// <param name="Order">The name of the order.</param>
/// <param name="IsOwn">Whether this migration placed it.</param>
internal sealed record Consignment(string Order, bool IsOwn)
{
    /// <summary>When the order was placed.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>When somebody confirmed that the device is connected.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The hash of the manifest of what is on the device, when all of it is.</summary>
    public string? CopiedSha256 { get; init; }
}
