using Orders.Serve;

namespace Orders.Seed;

/// <summary>An order to load.</summary>
internal sealed record SeedOrder(long OrderId, long CustomerId, TimeSpan PlacedAfter, IReadOnlyList<OrderItem> Lines)
{
    private const int MinutesInTwoYears = 2 * 365 * 24 * 60;

    /// <summary>Makes orders by number, the same ones for the same source of chance.</summary>
    public static Func<int, SeedOrder> Random(Random random, SeedOptions options) => number => new SeedOrder(
        number,
        random.Next(1, options.Customers + 1),
        TimeSpan.FromMinutes(random.Next(MinutesInTwoYears)),
        [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => NextItem(random))]);

    private static OrderItem NextItem(Random random) => new($"SKU-{random.Next(5_000):0000}", random.Next(1, 10), random.Next(1, 100_000) / 100m);
}
