namespace Orders;

/// <summary>Where the workload keeps its data.</summary>
internal sealed record OrdersSettings(string Database, string Uploads)
{
    public static OrdersSettings FromEnvironment() => new(Read("ORDERS_DB"), Read("ORDERS_UPLOADS"));

    private static string Read(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new ArgumentException($"The environment variable {name} is not set.");
}
