using System.Globalization;

namespace Orchestrator.Benchmarks.Online;

/// <summary>What to measure and how often.</summary>
internal sealed record OnlineOptions
{
    /// <summary>How often each method runs.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>pgbench's scale: 50 is about 800 MB.</summary>
    public int Scale { get; init; } = 50;

    /// <summary>Transactions of the clients per second.</summary>
    public int Rate { get; init; } = 200;

    /// <summary>How long clients write between a finished baseline and the cutover, at least.</summary>
    public TimeSpan Follow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the peers run as well.</summary>
    public bool WithPeers { get; init; }

    /// <summary>Whether the ten times smaller database is cut over as often as the large one, and not once.</summary>
    public bool WithSizes { get; init; }

    /// <summary>pgcopydb's program; Debian's unless told.</summary>
    public string PgCopyDb { get; init; } = "pgcopydb";

    public bool IsJson { get; init; }

    public static OnlineOptions Parse(string[] args)
    {
        var defaults = new OnlineOptions();
        return new()
        {
            Runs = Number(args, "--runs") ?? defaults.Runs,
            Scale = Number(args, "--scale") ?? defaults.Scale,
            Rate = Number(args, "--rate") ?? defaults.Rate,
            Follow = Number(args, "--follow") is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.Follow,
            WithPeers = args.Contains("--peer"),
            WithSizes = args.Contains("--sizes"),
            PgCopyDb = Text(args, "--pgcopydb") ?? defaults.PgCopyDb,
            IsJson = args.Contains("--json"),
        };
    }

    private static int? Number(string[] args, string name) =>
        Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string? Text(string[] args, string name) =>
        Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length ? args[index + 1] : null;
}
