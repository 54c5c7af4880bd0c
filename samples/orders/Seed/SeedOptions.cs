namespace Orders.Seed;

/// <summary>How much is made.</summary>
internal sealed record SeedOptions(double Scale, int Random)
{
    public int Orders => Scaled(100_000);

    public int Customers => Scaled(10_000);

    public int PageViews => Scaled(50_000);

    public int Invoices => Scaled(500);

    public int Files => Scaled(2_000);

    public static SeedOptions Parse(string[] args)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
        var options = new SeedOptions(settings.GetValue("scale", 1.0), settings.GetValue("random", 1));
        return options.Scale > 0 ? options : throw new ArgumentException("--scale must be above zero.");
    }

    private int Scaled(int count) => Math.Max(1, (int)(count * Scale));
}
