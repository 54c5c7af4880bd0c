namespace Orders.Client;

/// <summary>How the client writes and where it remembers.</summary>
internal sealed record ClientOptions
{
    /// <summary>Where the service is, as users see it.</summary>
    public required Uri Url { get; init; }

    /// <summary>Keeps every acknowledged write, one JSON line each.</summary>
    public required string Journal { get; init; }

    /// <summary>Orders a second, over all workers.</summary>
    public double Rate { get; init; } = 50;

    /// <summary>Users at the same time.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Every how many orders a file is uploaded; 0 for never.</summary>
    public int UploadsEvery { get; init; } = 10;

    /// <summary>How long it writes; until standard input closes when null.</summary>
    public TimeSpan? Duration { get; init; }

    public static ClientOptions Parse(string[] args)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
        var options = new ClientOptions
        {
            Url = new Uri(settings["url"] ?? throw new ArgumentException("--url is missing.")),
            Journal = settings["journal"] ?? throw new ArgumentException("--journal is missing."),
            Rate = settings.GetValue("rate", 50.0),
            Workers = settings.GetValue("workers", 4),
            UploadsEvery = settings.GetValue("uploads-every", 10),
            Duration = settings.GetValue<TimeSpan?>("duration"),
        };
        return options is { Rate: > 0, Workers: > 0, UploadsEvery: >= 0 }
            ? options
            : throw new ArgumentException("--rate and --workers must be above zero, --uploads-every must not be negative.");
    }
}
