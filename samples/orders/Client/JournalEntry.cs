namespace Orders.Client;

/// <summary>A write that the service acknowledged: an order, or an upload to one.</summary>
/// <param name="At">When it was acknowledged.</param>
/// <param name="ClientId">The worker.</param>
/// <param name="Sequence">Its count of orders.</param>
/// <param name="OrderId">The service's number of the order.</param>
/// <param name="Total">What the order must amount to.</param>
/// <param name="Upload">The name of the uploaded file; null for an order.</param>
/// <param name="Sha256">The hash of the uploaded file.</param>
internal sealed record JournalEntry(
    DateTimeOffset At, string ClientId, long Sequence, long OrderId, decimal Total, string? Upload = null, string? Sha256 = null);
