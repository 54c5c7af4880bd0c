using System.Globalization;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>How much changes how often, and who looks.</summary>
internal sealed record LoadOptions
{
    public int Rows { get; init; } = 5_000;

    /// <summary>Changes a second in all.</summary>
    public int Rate { get; init; } = 200;

    /// <summary>Rows that change once a second, and so give many samples of one place on the page.</summary>
    public int HotRows { get; init; } = 20;

    /// <summary>How often each changes before it ends; without end by default.</summary>
    public int Turns { get; init; } = int.MaxValue;

    public int Viewers { get; init; } = 20;

    /// <summary>How long each thing is measured.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(25);

    public int Seed { get; init; } = 20261205;

    public bool IsJson { get; init; }

    public static LoadOptions Parse(string[] args)
    {
        var defaults = new LoadOptions();
        return new()
        {
            Rows = Number(args, "--rows") ?? defaults.Rows,
            Rate = Number(args, "--rate") ?? defaults.Rate,
            Viewers = Number(args, "--viewers") ?? defaults.Viewers,
            Length = Number(args, "--seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.Length,
            Seed = Number(args, "--seed") ?? defaults.Seed,
            IsJson = args.Contains("--json"),
        };
    }

    /// <summary>The same as arguments, for the process that serves.</summary>
    public IReadOnlyList<string> ToArguments() => ["--rows", Text(Rows), "--rate", Text(Rate), "--seed", Text(Seed)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string[] args, string name) =>
        Array.IndexOf(args, name) is var index and >= 0 && index + 1 < args.Length ? int.Parse(args[index + 1], CultureInfo.InvariantCulture) : null;
}
