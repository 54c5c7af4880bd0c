namespace Orders.Serve;

/// <summary>An order as a client places it. Client and sequence together identify it: placing it again changes nothing.</summary>
internal sealed record OrderRequest(string ClientId, long Sequence, string Customer, IReadOnlyList<OrderItem> Items, string? Note = null)
{
    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? FindProblem() => this switch
    {
        { ClientId: null or "" } => "clientId is missing.",
        { Customer: null or "" } => "customer is missing.",
        { Items: null or [] } => "An order has at least one item.",
        _ when Items.Any(item => item.Quantity <= 0 || item.UnitPrice < 0) => "A quantity is above zero and a price is not negative.",
        _ => null,
    };
}

/// <summary>A line of an order.</summary>
internal sealed record OrderItem(string Sku, int Quantity, decimal UnitPrice);

/// <summary>An order as it is stored.</summary>
internal sealed record Order(long OrderId, string ClientId, long Sequence, string Customer, string Status, decimal Total);

/// <summary>The answer to a placed order: it is durable.</summary>
internal sealed record PlacedOrder(long OrderId);

/// <summary>The answer to an upload: it is durable.</summary>
internal sealed record StoredUpload(string Name, long SizeBytes, string Sha256);

/// <summary>The answer of <c>/health</c>.</summary>
internal sealed record Health(string Status, bool Writable);
