namespace Orchestrator.Adapters.Local.Commands;

/// <summary>A program as it may be run: what a plan asks for, after the policy.</summary>
/// <param name="Path">The absolute path of the program.</param>
/// <param name="Arguments">All arguments.</param>
/// <param name="WorkingDirectory">The folder it runs in.</param>
/// <param name="Environment">The whole environment, values possibly secret.</param>
internal sealed record CommandLine(
    string Path, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Gets every line of standard output as it is written.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>The first arguments by which one that was left running is known; all of them when <see langword="null"/>.</summary>
    public IReadOnlyList<string>? Head { get; init; }

    /// <summary>What the program reads from its standard input, possibly secret; short, and nothing by default.</summary>
    public string Input { get; init; } = "";
}
